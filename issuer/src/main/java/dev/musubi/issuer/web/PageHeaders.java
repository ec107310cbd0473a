package dev.musubi.issuer.web;

import jakarta.servlet.http.HttpServletResponse;

/**
 * The headers of residents' pages: scripts, styles and pictures from this origin alone, nothing in frames, and forms that
 * lead nowhere but here.
 */
public final class PageHeaders {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private PageHeaders() {}

    /** Sets them. */
    public static void set(HttpServletResponse response) {
        set(response, POLICY + "; form-action 'self'");
    }

    /**
     * The same for the one page whose form goes to a relying party (OAuth 2.0 Form Post Response Mode). Where a form may end
     * is not restricted there: browsers would hold whatever address the relying party leads on to, another site's or its
     * app's, to the same rule.
     */
    public static void setForAnswerByForm(HttpServletResponse response) {
        set(response, POLICY);
    }

    private static void set(HttpServletResponse response, String policy) {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
    }
}
