package dev.musubi.issuer.demonstration;

import dev.musubi.issuer.web.ProblemException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /operator/clock}: moves the issuer's clock. Where {@code musubi.demonstration} is not true there is nothing here.
 * Asked at each request and not by a condition on the bean, because the beans are worked out when the issuer is built.
 */
@RestController
@RequestMapping("/operator/clock")
final class ClockEndpoint {

    private final MovableClock clock;
    private final boolean demonstration;

    ClockEndpoint(MovableClock clock, DemonstrationSettings settings) {
        this.clock = clock;
        this.demonstration = settings.demonstration();
    }

    record Clock(@Nullable Instant now) {}

    @GetMapping
    Map<String, Instant> now() {
        onlyInADemonstration();
        return Map.of("now", clock.instant());
    }

    @PutMapping
    Map<String, Instant> move(@RequestBody Clock target) {
        onlyInADemonstration();
        Instant now = target.now();
        if (now == null) {
            throw new ProblemException(400, "malformed_request", "now is the time it shall be, an ISO 8601 instant.");
        }
        clock.moveTo(now);
        return now();
    }

    private void onlyInADemonstration() {
        if (!demonstration) {
            throw new ProblemException(404, "no_such_resource", "There is nothing here.");
        }
    }
}
