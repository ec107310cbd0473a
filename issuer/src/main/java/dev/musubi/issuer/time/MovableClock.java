package dev.musubi.issuer.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The issuer's clock: the machine's, and in a demonstration that plus an offset.
 *
 * <p>It ticks in microseconds, as the database keeps time, so that what was written reads back the same. Nothing else in
 * the issuer asks the machine for the time, so moving this clock moves everything that has a date.
 */
public final class MovableClock implements InstantSource {

    private final InstantSource machine = Clock.systemUTC();
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
        return machine.instant().plus(offset.get()).truncatedTo(ChronoUnit.MICROS);
    }

    /** Makes it {@code target} now; time flows on from there. */
    public void moveTo(Instant target) {
        offset.set(Duration.between(machine.instant(), target));
    }
}
