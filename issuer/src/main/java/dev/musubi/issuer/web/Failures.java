package dev.musubi.issuer.web;

import dev.musubi.issuer.database.DatabaseTrouble;
import dev.musubi.issuer.web.Refusals.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says of a failure that no endpoint had, in a filter or while a page was written, what {@link Problems} says of the others:
 * the database that was asked about a client certificate and is away, for one. The server would note it with its message and
 * all its frames.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class Failures extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            response.resetBuffer();
            say(failure, request, response);
        }
    }

    private static void say(Exception failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Unavailable> unavailable = DatabaseTrouble.of(failure).map(Unavailable::because);
        if (unavailable.isPresent()) {
            Unavailable said = unavailable.get();
            String instance = Refusals.write(
                    request, response, new Refusal(503, said.code(), said.message()), Unavailable.RETRY_AFTER);
            log.warn(
                    "request.unavailable code={} failure={} instance=urn:uuid:{}",
                    said.code(),
                    failure.getClass().getName(),
                    instance);
            return;
        }
        String instance = Refusals.write(request, response, Refusals.of(500), null);
        Throwable cause = root(failure);
        StackTraceElement[] trace = cause.getStackTrace();
        log.error(
                "request.failed failure={} at={} instance=urn:uuid:{}",
                cause.getClass().getName(),
                trace.length == 0 ? "unknown" : trace[0],
                instance);
    }

    /** What a {@link ServletException} was made of. */
    private static Throwable root(Exception failure) {
        @Nullable Throwable cause = failure instanceof ServletException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
