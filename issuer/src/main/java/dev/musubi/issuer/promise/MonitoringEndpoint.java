package dev.musubi.issuer.promise;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /monitoring.json}: what was promised of the watch over anchors, and what was measured; for everybody. */
@RestController
final class MonitoringEndpoint {

    /** The address. */
    static final String PATH = "/monitoring.json";

    private final Monitoring monitoring;
    private final MonitoringPolicy policy;

    MonitoringEndpoint(Monitoring monitoring, MonitoringPolicy policy) {
        this.monitoring = monitoring;
        this.policy = policy;
    }

    /**
     * The answer.
     *
     * @param promise as the provider's metadata have it
     */
    record Answer(
            Map<String, Object> promise,
            String asOf,
            long windowDays,
            boolean kept,
            List<Monitoring.Breach> broken,
            List<Monitoring.Stage> measured) {}

    @GetMapping(PATH)
    ResponseEntity<Answer> report() {
        Monitoring.Report report = monitoring.report();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic())
                .body(new Answer(
                        new LinkedHashMap<>(policy.metadata()),
                        report.asOf().toString(),
                        report.windowDays(),
                        report.kept(),
                        report.broken(),
                        report.stages()));
    }
}
