package dev.musubi.issuer.web;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The headers of residents' pages: scripts, styles and pictures from this origin alone, nothing in frames, and forms
 * that lead nowhere but here and, where a sign-in ends at a relying party, there (browsers hold the redirect after a
 * form to the same rule, CSP Level 3 section 6.4.1).
 */
public final class PageHeaders {

    private PageHeaders() {}

    /** Sets them; {@code formTargets} are the addresses outside that a form on the page may end at. */
    public static void set(HttpServletResponse response, URI... formTargets) {
        String targets =
                Arrays.stream(formTargets).map(PageHeaders::origin).distinct().collect(Collectors.joining(" "));
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                        + "base-uri 'none'; frame-ancestors 'none'; form-action 'self' " + targets);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
