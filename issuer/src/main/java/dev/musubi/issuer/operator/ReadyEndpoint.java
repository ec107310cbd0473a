package dev.musubi.issuer.operator;

import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How the process is, for whatever starts and ends it. {@code GET /live}: 200 as long as it answers; one that does not is ended
 * and begun anew. {@code GET /started}: 200 once it has begun. {@code GET /ready}: 200 while requests are taken and the database
 * answers; one that is not ready is sent nobody, and left alone.
 */
@RestController
final class ReadyEndpoint {

    private final JdbcClient jdbc;
    private final ApplicationAvailability availability;

    ReadyEndpoint(JdbcClient jdbc, ApplicationAvailability availability) {
        this.jdbc = jdbc;
        this.availability = availability;
    }

    @GetMapping("/live")
    Map<String, Boolean> live() {
        return Map.of("live", true);
    }

    @GetMapping("/started")
    ResponseEntity<Map<String, Boolean>> started() {
        return answer("started", availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
    }

    @GetMapping("/ready")
    ResponseEntity<Map<String, Boolean>> ready() {
        return answer(
                "ready",
                availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                        && jdbc.sql("select true").query(Boolean.class).single());
    }

    private static ResponseEntity<Map<String, Boolean>> answer(String what, boolean is) {
        return ResponseEntity.status(is ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(Map.of(what, is));
    }
}
