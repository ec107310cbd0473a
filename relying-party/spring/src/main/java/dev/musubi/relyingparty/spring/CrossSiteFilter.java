package dev.musubi.relyingparty.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no page of another site change anything in a holder's name. Browsers say by themselves where a request comes from
 * (Fetch Metadata, and Origin where they do not know it); what says neither is no browser and has no one's cookies.
 */
final class CrossSiteFilter extends OncePerRequestFilter {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final String origin;

    CrossSiteFilter(String origin) {
        this.origin = origin;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (HARMLESS.contains(request.getMethod()) || !comesFromElsewhere(request, origin)) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private static boolean comesFromElsewhere(HttpServletRequest request, String origin) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String from = request.getHeader("Origin");
        return from != null && !from.equals(origin);
    }
}
