package dev.musubi.issuer.time;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The issuer's clock: the machine's, and in a demonstration that plus a shift. It is the one clock there is for whatever
 * has a date; another cannot take its place.
 *
 * <p>It ticks in microseconds, as the database keeps time, so that what was written reads back the same.
 */
public final class IssuerClock implements InstantSource {

    private final MachineClock machine;
    private final ClockShift shift;

    IssuerClock(MachineClock machine, ClockShift shift) {
        this.machine = machine;
        this.shift = shift;
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(shift.current()).truncatedTo(ChronoUnit.MICROS);
    }
}
