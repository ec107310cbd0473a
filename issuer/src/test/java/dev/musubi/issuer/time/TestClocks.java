package dev.musubi.issuer.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Watches over clocks that do what a test needs. */
public final class TestClocks {

    /** A machine whose clock says this. */
    public static MachineClock machine(InstantSource clock) {
        return new MachineClock(clock);
    }

    private TestClocks() {}

    /** Over a clock that never stepped back. */
    public static ClockWatch steady() {
        return new ClockWatch(new MachineClock(), kept(Optional.empty()));
    }

    /** Over a clock that stands an hour behind what was seen before. */
    public static ClockWatch steppedBack() {
        MachineClock machine = new MachineClock();
        return new ClockWatch(machine, kept(Optional.of(machine.instant().plus(Duration.ofHours(1)))));
    }

    private static HighWaterMark kept(Optional<Instant> seen) {
        return new HighWaterMark() {
            @Override
            public Optional<Instant> read() {
                return seen;
            }

            @Override
            public void raise(Instant at) {
                // Nothing is kept here.
            }

            @Override
            public void reset(Instant now) {
                // Nothing is kept here.
            }
        };
    }
}
