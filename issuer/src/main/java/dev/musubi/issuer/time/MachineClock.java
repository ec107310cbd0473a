package dev.musubi.issuer.time;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The machine's own time, for what other machines check against their clocks: the dates in tokens, in proofs of
 * possession and in clients' assertions. A demonstration moves {@link IssuerClock} and leaves this one alone, so that
 * relying parties whose clocks did not move can still sign people in.
 */
public final class MachineClock implements InstantSource {

    private final InstantSource machine;

    /** The machine's. */
    public MachineClock() {
        this(Clock.systemUTC());
    }

    /** Another in its place, for tests of what a wrong clock does. */
    MachineClock(InstantSource machine) {
        this.machine = machine;
    }

    @Override
    public Instant instant() {
        return machine.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
