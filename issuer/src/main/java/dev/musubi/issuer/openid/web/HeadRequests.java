package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.web.PageHeaders;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * HEAD at addresses of the provider where a GET is a step of a sign-in or a sign-out, or tells something that goes on record
 * (RFC 9110 section 9.2.1: a safe method changes nothing). Link scanners in mail and chat send it to every link they see;
 * there it is answered as any page is, and nothing behind it is reached. The framework would run the GET.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
final class HeadRequests extends OncePerRequestFilter {

    private static final List<String> STEPS = List.of("/openid/authorize", "/openid/continue/", "/openid/logout");
    private static final String USERINFO = "/openid/userinfo";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getServletPath();
        if (request.getMethod().equals("OPTIONS") && path.equals(USERINFO)) {
            response.setHeader("Allow", "GET, POST, OPTIONS");
        } else if (!request.getMethod().equals("HEAD")) {
            chain.doFilter(request, response);
        } else if (STEPS.stream().anyMatch(path::startsWith)) {
            PageHeaders.set(response);
            response.setContentType("text/html;charset=UTF-8");
        } else if (path.equals(USERINFO)) {
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            response.setHeader("Allow", "GET, POST");
        } else {
            chain.doFilter(request, response);
        }
    }
}
