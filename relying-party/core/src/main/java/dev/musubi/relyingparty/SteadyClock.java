package dev.musubi.relyingparty;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that notices when it is set back. It remembers the latest time it was ever told; while the time is earlier than
 * that by more than the skew, nothing can be said about the age of anything, and whatever rests on an age is closed. It
 * opens again when the clock is where it was, or with a new start of the application.
 */
public final class SteadyClock {

    private final InstantSource source;
    private final Duration skew;
    private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);
    private final AtomicBoolean setBack = new AtomicBoolean();

    /**
     * On top of a clock.
     *
     * @param skew how far it may go back, and how far other people's clocks may be ahead of it
     * @throws IllegalArgumentException if that is negative
     */
    public SteadyClock(InstantSource source, Duration skew) {
        if (skew.isNegative()) {
            throw new IllegalArgumentException("a skew is not negative");
        }
        this.source = source;
        this.skew = skew;
    }

    /** The time; empty while the clock is set back. Said in the log, once each time that happens. */
    public Optional<Instant> reliable() {
        Instant now = source.instant();
        Instant highest = highest(now);
        if (now.isBefore(highest.minus(skew))) {
            if (setBack.compareAndSet(false, true)) {
                Log.clockSetBack(Duration.between(now, highest));
            }
            return Optional.empty();
        }
        if (setBack.compareAndSet(true, false)) {
            Log.clockCaughtUp();
        }
        return Optional.of(now);
    }

    /** What the clock says, whatever that is worth: for what is told to others, who have clocks of their own. */
    public Instant now() {
        Instant now = source.instant();
        highest(now);
        return now;
    }

    /** The latest time ever told: for remembering until when something is over. Never goes back. */
    public Instant latest() {
        return highest(source.instant());
    }

    /** How far clocks may be apart. */
    public Duration skew() {
        return skew;
    }

    private Instant highest(Instant now) {
        return latest.accumulateAndGet(now, (before, told) -> told.isAfter(before) ? told : before);
    }
}
