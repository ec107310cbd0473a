package dev.musubi.issuer.signin.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as browsers say it by themselves: Fetch Metadata (W3C), and Origin (RFC 6454 section 7) where
 * they do not know that yet. What says neither is no browser, or one that a person typed an address into.
 */
final class CrossSite {

    private CrossSite() {}

    /** Whether a page that is not ours made the browser send it. */
    static boolean isFromElsewhere(HttpServletRequest request, URI origin) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String from = request.getHeader("Origin");
        return from != null && !from.equals(origin.toString());
    }

    /**
     * Whether a cookie may be set in answer to it. To a link from elsewhere it may: the browser has sent what it has. To
     * anything else from elsewhere it may not: a browser leaves {@code SameSite=Lax} cookies out of it, and would put the
     * new one in the place of the one it has.
     */
    static boolean maySet(HttpServletRequest request, URI origin) {
        return !request.getMethod().equals("HEAD")
                && (!isFromElsewhere(request, origin) || (request.getMethod().equals("GET") && isNavigation(request)));
    }

    private static boolean isNavigation(HttpServletRequest request) {
        return isAbsentOr("navigate", request.getHeader("Sec-Fetch-Mode"))
                && isAbsentOr("document", request.getHeader("Sec-Fetch-Dest"));
    }

    private static boolean isAbsentOr(String wanted, @Nullable String said) {
        return said == null || said.equals(wanted);
    }
}
