package dev.musubi.issuer.web;

import dev.musubi.issuer.web.Refusals.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets each request only to what is behind the door it came through, keeps bodies small, and sets the headers every
 * answer has.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class Doors extends OncePerRequestFilter {

    private static final long LARGEST_BODY = 256L * 1024;
    private static final Refusal NOTHING = new Refusal(404, "no_such_resource", "There is nothing here.");
    private static final Refusal NO_TOKEN =
            new Refusal(401, "operator_token_required", "Send the operator's token as a bearer token.");
    private static final Refusal WRONG_TOKEN = new Refusal(
            401, "operator_token_wrong", "The header Authorization is not Bearer and the operator's token.");
    /** How the process is, for what starts and ends it: three words. */
    private static final Set<String> WITHOUT_TOKEN = Set.of("/live", "/started", "/ready");

    private static final String PASSED = Doors.class.getName() + ".passed";

    private final DoorSettings settings;
    private final OperatorToken token;

    Doors(DoorSettings settings, OperatorToken token) {
        this.settings = settings;
        this.token = token;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(PASSED, true);
        setHeaders(response);
        Door door = settings.doorAt(request.getLocalPort());
        String path = request.getRequestURI();
        if (!door.leadsTo(path) || isDisguised(path)) {
            // Whoever mistyped an address in a browser reads so; the other doors are for programs.
            Refusals.write(request, response, door == Door.HOLDERS ? Refusals.of(404) : NOTHING, null);
        } else if (request.getContentLengthLong() > LARGEST_BODY) {
            Refusals.write(
                    request, response, new Refusal(413, "too_large", "A request body is at most 256 KiB."), null);
        } else if (request.getHeader("Transfer-Encoding") != null) {
            Refusals.write(
                    request,
                    response,
                    new Refusal(411, "length_required", "Say how long the body is (Content-Length)."),
                    null);
        } else if (door == Door.OPERATORS && !WITHOUT_TOKEN.contains(path) && !token.isIn(request)) {
            Refusals.write(request, response, OperatorToken.isShown(request) ? WRONG_TOKEN : NO_TOKEN, null);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** No path of ours needs any of that; limits and rules go by the path as it was sent. */
    private static boolean isDisguised(String path) {
        return path.contains("..") || path.contains(";") || path.contains("//") || path.contains("%");
    }

    /** What every answer has. */
    static void setHeaders(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
    }

    /** Whether a request got as far as here; what did not, the server refused. */
    static boolean werePassed(HttpServletRequest request) {
        return request.getAttribute(PASSED) != null;
    }

    /** Compares without telling by its time how much was right. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
