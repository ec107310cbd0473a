package dev.musubi.issuer.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /metrics}, at the operators' door: everything measured, as Prometheus reads it (its text format 0.0.4, or
 * OpenMetrics 1.0.0 for who asks for that).
 */
@RestController
final class MetricsEndpoint {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Gauges gauges;

    MetricsEndpoint(PrometheusMeterRegistry registry, Gauges gauges) {
        this.registry = registry;
        this.gauges = gauges;
    }

    @GetMapping("/metrics")
    ResponseEntity<String> metrics(@RequestHeader(name = "Accept", required = false) @Nullable String accept) {
        gauges.show();
        String type = accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, type).body(registry.scrape(type));
    }
}
