package dev.musubi.issuer.web;

import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.vault.Vault;
import java.net.URI;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever goes wrong at an endpoint into an RFC 9457 problem that gives nothing inside away. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<Object> on(ProblemException problem) {
        ProblemDetail body = body(problem.status(), problem.code(), problem.detail());
        if (problem.japanese() != null) {
            body.setProperty("detail_ja", problem.japanese());
        }
        if (problem.reason() != null) {
            body.setProperty("reason", problem.reason());
        }
        HttpHeaders headers = new HttpHeaders();
        if (problem.code().equals("access_required")) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.retryAfter() != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter().toSeconds()));
        }
        return respond(body, headers);
    }

    @ExceptionHandler
    ResponseEntity<Object> on(HolderTransactions.UnknownHolderException unknown) {
        return respond(body(404, "unknown_subject", "There is no such private ID."), new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Object> on(Vault.ErasedException erased) {
        ProblemDetail body = body(410, "erased", "Everything about this person was erased, as that person wished.");
        body.setProperty("detail_ja", "ご本人の申出により、情報はすべて消去されました。");
        return respond(body, new HttpHeaders());
    }

    /** Parameters that do not parse, are too many or too long. */
    @ExceptionHandler
    ResponseEntity<Object> on(InvalidParameterException refused) {
        return respond(
                body(400, "malformed_request", "The parameters do not parse, or are too many or too long."),
                new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Object> on(Exception unforeseen) {
        // The message may quote a statement's values, so only the kind of failure and where it arose are written down.
        ProblemDetail body =
                body(500, "internal_error", "Something went wrong on our side; nothing was changed. Try again later.");
        note(unforeseen, body);
        return respond(body, new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String code = switch (status.value()) {
            case 400 -> "malformed_request";
            case 404 -> "no_such_resource";
            case 405 -> "method_not_allowed";
            case 406, 415 -> "media_type";
            case 413 -> "too_large";
            default -> status.is5xxServerError() ? "internal_error" : "request_refused";
        };
        // Spring's own words may quote what was sent.
        ProblemDetail problem =
                body(status.value(), code, "The request is not one this endpoint takes; see its reference page.");
        if (status.is5xxServerError()) {
            note(exception, problem);
        }
        return respond(problem, headers);
    }

    private static void note(Exception failure, ProblemDetail body) {
        StackTraceElement[] trace = failure.getStackTrace();
        log.error(
                "request.failed failure={} at={} instance={}",
                failure.getClass().getName(),
                trace.length == 0 ? "unknown" : trace[0],
                body.getInstance());
    }

    private static ProblemDetail body(int status, String code, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail);
        body.setType(URI.create("urn:musubi:problem:" + code));
        // An occurrence of its own (RFC 9457 section 3.1.5); never the request's address, which may carry a subject.
        body.setInstance(URI.create("urn:uuid:" + UUID.randomUUID()));
        body.setTitle(code.replace('_', ' '));
        body.setProperty("code", code);
        return body;
    }

    private static ResponseEntity<Object> respond(ProblemDetail body, HttpHeaders headers) {
        return ResponseEntity.status(body.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
