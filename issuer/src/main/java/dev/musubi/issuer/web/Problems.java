package dev.musubi.issuer.web;

import dev.musubi.issuer.database.DatabaseTrouble;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.vault.Vault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever goes wrong at an endpoint into an RFC 9457 problem, or a page for a person, that gives nothing inside away. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    Object on(ProblemException problem, HttpServletRequest request, HttpServletResponse response) {
        Message message = problem.message();
        ProblemDetail body = message == null
                ? body(problem.status(), problem.code(), problem.detail())
                : body(problem.status(), problem.code(), message);
        if (problem.reason() != null) {
            body.setProperty("reason", problem.reason());
        }
        HttpHeaders headers = new HttpHeaders();
        problem.headers().forEach(headers::set);
        if (problem.retryAfter() != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Refusals.seconds(problem.retryAfter()));
        }
        return respond(body, headers, request, response);
    }

    @ExceptionHandler
    Object on(
            HolderTransactions.UnknownHolderException unknown,
            HttpServletRequest request,
            HttpServletResponse response) {
        ProblemDetail body = body(404, "unknown_subject", new Message("この民間IDはありません。", "There is no such private ID."));
        return respond(body, new HttpHeaders(), request, response);
    }

    @ExceptionHandler
    Object on(Vault.ErasedException erased, HttpServletRequest request, HttpServletResponse response) {
        ProblemDetail body = body(
                410,
                "erased",
                new Message(
                        "ご本人の申出により、情報はすべて消去されました。", "Everything about this person was erased, as that person wished."));
        return respond(body, new HttpHeaders(), request, response);
    }

    @ExceptionHandler
    Object on(Exception unforeseen, HttpServletRequest request, HttpServletResponse response) {
        Optional<DatabaseTrouble> trouble = DatabaseTrouble.of(unforeseen);
        if (trouble.isPresent()) {
            return unavailable(Unavailable.because(trouble.get()), unforeseen, request, response);
        }
        if (DatabaseTrouble.isUnstorableText(unforeseen)) {
            // Whoever sent it hid it well: the doors turn away what they can see.
            ProblemDetail body = body(
                    400,
                    "malformed_request",
                    new Message(
                            "送られた内容に、使えない文字が含まれています。", "Something in the request holds a character that no text has."));
            return respond(body, new HttpHeaders(), request, response);
        }
        // The message may quote a statement's values, so only the kind of failure and where it arose are written down.
        Refusals.Refusal said = Refusals.of(500);
        ProblemDetail body = body(said);
        note(unforeseen, body);
        return respond(body, new HttpHeaders(), request, response);
    }

    private static Object unavailable(
            Unavailable said, Exception cause, HttpServletRequest request, HttpServletResponse response) {
        PageLanguage.askNobody(request);
        ProblemDetail body = body(503, said.code(), said.message());
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Unavailable.RETRY_AFTER.toSeconds()));
        log.warn(
                "request.unavailable code={} failure={} instance={}",
                said.code(),
                cause.getClass().getName(),
                body.getInstance());
        return respond(body, headers, request, response);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        // Spring's own words may quote what was sent.
        Refusals.Refusal said = Refusals.of(status.value());
        ProblemDetail problem = body(said);
        if (status.is5xxServerError()) {
            note(exception, problem);
        }
        if (!(request instanceof ServletWebRequest web) || web.getResponse() == null) {
            return problem(problem, headers);
        }
        return written(said, problem, headers, web.getRequest(), web.getResponse());
    }

    /** As {@link #respond}, where the framework takes nothing but an answer's body: a page is written at once. */
    private static @Nullable ResponseEntity<Object> written(
            Refusals.Refusal said,
            ProblemDetail problem,
            HttpHeaders headers,
            HttpServletRequest request,
            HttpServletResponse response) {
        RequestMetrics.refused(request, said.code());
        if (OAuthForm.isSpokenAt(request.getRequestURI())) {
            return oauth(problem, headers);
        }
        if (!isForAPerson(request)) {
            return problem(problem, headers);
        }
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        try {
            Refusals.write(request, response, said, null);
            response.flushBuffer();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return null;
    }

    private static void note(Exception failure, ProblemDetail body) {
        StackTraceElement[] trace = failure.getStackTrace();
        log.error(
                "request.failed failure={} at={} instance={}",
                failure.getClass().getName(),
                trace.length == 0 ? "unknown" : trace[0],
                body.getInstance());
    }

    private static ProblemDetail body(Refusals.Refusal said) {
        Message message = said.message();
        return message == null
                ? body(said.status(), said.code(), said.detail())
                : body(said.status(), said.code(), message);
    }

    private static ProblemDetail body(int status, String code, Message message) {
        ProblemDetail body = body(status, code, message.english());
        body.setProperty("detail_ja", message.japanese());
        return body;
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

    /** In the form whoever asks expects: the protocol's, a page for a person in a browser, or a problem document. */
    private static Object respond(
            ProblemDetail body, HttpHeaders headers, HttpServletRequest request, HttpServletResponse response) {
        Map<String, Object> members = body.getProperties();
        if (members != null) {
            RequestMetrics.refused(request, String.valueOf(members.get("code")));
        }
        if (OAuthForm.isSpokenAt(request.getRequestURI())) {
            return oauth(body, headers);
        }
        Map<String, Object> said = body.getProperties();
        if (said == null || !isForAPerson(request)) {
            return problem(body, headers);
        }
        PageHeaders.set(response);
        headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        ModelAndView page = new ModelAndView("problem", HttpStatusCode.valueOf(body.getStatus()));
        page.addObject("code", said.get("code"));
        page.addObject("instance", body.getInstance());
        Object japanese = said.get("detail_ja");
        page.addObject(
                "message",
                japanese == null ? null : new Message(japanese.toString(), String.valueOf(body.getDetail())));
        return page;
    }

    private static boolean isForAPerson(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static ResponseEntity<Object> oauth(ProblemDetail body, HttpHeaders headers) {
        Map<String, Object> said = body.getProperties();
        String code = said == null ? "" : String.valueOf(said.get("code"));
        return ResponseEntity.status(body.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_JSON)
                .body(OAuthForm.body(body.getStatus(), code, String.valueOf(body.getDetail())));
    }

    private static ResponseEntity<Object> problem(ProblemDetail body, HttpHeaders headers) {
        return ResponseEntity.status(body.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
