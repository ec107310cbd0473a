package dev.musubi.demo;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Headers of every page: nothing from elsewhere, framed by nobody, kept by no cache. */
final class PageHeaders extends OncePerRequestFilter {

    private final String policy;
    private final String lookingAgain;

    PageHeaders(String issuer) {
        // Signing out is a form that the issuer's page follows, and browsers hold redirects to the form's own rules.
        this.policy = "default-src 'none'; style-src 'self'; form-action 'self' " + issuer
                + "; base-uri 'none'; frame-ancestors 'none'";
        // The one page that looks again by itself has a script of ours for that.
        this.lookingAgain = policy + "; script-src 'self'; connect-src 'self'";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(
                "Content-Security-Policy", request.getRequestURI().equals(CounterPage.PATH) ? lookingAgain : policy);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (!request.getRequestURI().startsWith("/css/")
                && !request.getRequestURI().startsWith("/js/")) {
            response.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }
}
