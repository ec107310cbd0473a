package dev.musubi.sandbox.problem;

import dev.musubi.sandbox.journal.JournalException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns what went wrong into {@code application/problem+json} with a {@code code} (RFC 9457). */
@RestControllerAdvice
public final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int UNAVAILABLE = 503;

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> problem(Problem problem) {
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(HttpMessageNotReadableException e) {
        return answer(Problem.malformed("The body is not the JSON this operation takes."));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mismatch(MethodArgumentTypeMismatchException e) {
        return answer(Problem.malformed("A parameter is not of the form this operation takes."));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> journal(JournalException e) {
        return answer(new Problem(UNAVAILABLE, "NOT_DURABLE", "The sandbox cannot write its journal."));
    }

    /** Only the type of what went wrong is logged: its message may repeat what the caller sent. */
    @ExceptionHandler
    ResponseEntity<Map<String, Object>> other(Exception e) throws IOException {
        if (e instanceof ErrorResponse known) {
            int status = known.getStatusCode().value();
            return answer(new Problem(status, "HTTP_" + status, "This address does not take such a request."));
        }
        if (e instanceof IOException broken) {
            throw broken; // The caller has gone; there is nobody to answer.
        }
        StackTraceElement[] where = e.getStackTrace();
        LOG.error("unexpected {} at {}", e.getClass().getName(), where.length == 0 ? "?" : where[0]);
        return answer(new Problem(500, "INTERNAL", "Something is wrong in the sandbox itself."));
    }

    private static ResponseEntity<Map<String, Object>> answer(Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("status", problem.status());
        body.put("code", problem.code());
        body.put("title", problem.getMessage());
        body.putAll(problem.members());
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.status() == UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, "30");
        }
        return answer.body(body);
    }
}
