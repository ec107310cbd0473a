package dev.musubi.issuer.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Counts and times every request, by what its sender wanted to do; and every refusal by its code. An address is told by its
 * pattern, and one that nobody serves by no name at all: whatever somebody sent is no label.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestMetrics extends OncePerRequestFilter {

    private static final String CODE = RequestMetrics.class.getName() + ".code";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** What a person still takes for at once, for quick, for slow; and what a relying party's call may take. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final DoorSettings settings;

    RequestMetrics(MeterRegistry registry, DoorSettings settings) {
        this.registry = registry;
        this.settings = settings;
    }

    /** What a refusal was about, noted where it is said. */
    static void refused(HttpServletRequest request, String code) {
        request.setAttribute(CODE, code);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long begun = System.nanoTime();
        boolean whole = false;
        try {
            chain.doFilter(request, response);
            whole = true;
        } finally {
            // Of an answer that broke off half way nobody here knows whose fault it was.
            String status = whole ? response.getStatus() / 100 + "xx" : response.isCommitted() ? "broken_off" : "5xx";
            note(request, status, System.nanoTime() - begun);
        }
    }

    private void note(HttpServletRequest request, String status, long nanos) {
        Door door = settings.doorAt(request.getLocalPort());
        String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Timer.builder("musubi_http_requests")
                .serviceLevelObjectives(BOUNDS)
                .tag("door", door.name().toLowerCase(Locale.ROOT))
                .tag("act", Act.of(request.getRequestURI()).word())
                .tag("route", pattern == null ? "none" : pattern.toString())
                .tag("method", method)
                .tag("status", status)
                .register(registry)
                .record(Duration.ofNanos(nanos));
        if (request.getAttribute(CODE) instanceof String code) {
            Counter.builder("musubi_refusals")
                    .tag("door", door.name().toLowerCase(Locale.ROOT))
                    .tag("code", code)
                    .register(registry)
                    .increment();
        }
    }
}
