package dev.musubi.sandbox.clock;

import dev.musubi.sandbox.problem.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /clock}: what time it is in the sandbox, and moving it. */
@RestController
public final class ClockController {

    /** Certificates write years after 2049 another way and after 9999 not at all (RFC 5280 section 4.1.2.5). */
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final int LONGEST_AMOUNT = 40;

    private final SandboxClock clock;

    ClockController(SandboxClock clock) {
        this.clock = clock;
    }

    record Now(Instant now) {}

    record Move(
            @Nullable Instant now,
            @Nullable String advance,
            @Nullable Boolean reset) {}

    @GetMapping("/clock")
    Now now() {
        return new Now(clock.instant());
    }

    @PutMapping("/clock")
    Now move(@RequestBody Move move) {
        boolean reset = Boolean.TRUE.equals(move.reset());
        boolean moved;
        if (move.now() != null && move.advance() == null) {
            moved = !move.now().isAfter(LATEST) && clock.set(move.now(), reset);
        } else if (move.advance() != null && move.now() == null && !reset) {
            moved = advance(move.advance());
        } else if (reset && move.advance() == null) {
            clock.reset();
            moved = true;
        } else {
            throw Problem.malformed("Say one of now, advance and reset.");
        }
        if (!moved) {
            throw new Problem(409, "CLOCK_BACKWARDS", "The clock goes forward, and not beyond the year 2199.");
        }
        return now();
    }

    private boolean advance(String text) {
        if (text.length() > LONGEST_AMOUNT) {
            throw Problem.malformed("An amount of time is like P5Y or PT10M.");
        }
        try {
            TemporalAmount amount = text.indexOf('T') < 0 ? Period.parse(text) : Duration.parse(text);
            Instant then = clock.instant()
                    .atZone(java.time.ZoneOffset.UTC)
                    .plus(amount)
                    .toInstant();
            return !then.isAfter(LATEST) && clock.advance(amount);
        } catch (DateTimeException | ArithmeticException e) {
            throw Problem.malformed("An amount of time is like P5Y or PT10M.");
        }
    }
}
