package dev.musubi.issuer.operator;

import dev.musubi.issuer.time.MovableClock;
import dev.musubi.issuer.web.ProblemException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /operator/clock}: moves the issuer's clock. Exists only where {@code musubi.demonstration} is set. */
@RestController
@RequestMapping("/operator/clock")
@ConditionalOnProperty("musubi.demonstration")
final class DemonstrationEndpoint {

    private final MovableClock clock;

    DemonstrationEndpoint(MovableClock clock) {
        this.clock = clock;
    }

    record Clock(@Nullable Instant now) {}

    @GetMapping
    Map<String, Instant> now() {
        return Map.of("now", clock.instant());
    }

    @PutMapping
    Map<String, Instant> move(@RequestBody Clock target) {
        Instant now = target.now();
        if (now == null) {
            throw new ProblemException(400, "malformed_request", "now is the time it shall be, an ISO 8601 instant.");
        }
        clock.moveTo(now);
        return now();
    }
}
