package dev.musubi.issuer.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the machine's clock for steps back. While it is behind the latest time ever seen by more than
 * {@link Freshness#SKEW}, no age can be told, and whatever depends on freshness is closed: nothing is enrolled, no list is
 * believed, no standing is fresh. It opens by itself once the clock has caught up, or when an operator says that the later
 * time was the wrong one.
 */
public final class ClockWatch {

    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

    private final MachineClock machine;
    private final HighWaterMark mark;
    private final AtomicReference<Instant> highest;
    private final AtomicBoolean reported = new AtomicBoolean();

    ClockWatch(MachineClock machine, HighWaterMark mark) {
        this.machine = machine;
        this.mark = mark;
        this.highest = new AtomicReference<>(mark.read().orElse(Instant.MIN));
    }

    /**
     * How far the clock stands behind the latest time seen; zero while all is well.
     */
    public Duration behind() {
        Instant now = machine.instant();
        Instant latest = highest.accumulateAndGet(now, (one, other) -> one.isAfter(other) ? one : other);
        Duration behind = latest.equals(now) ? Duration.ZERO : Duration.between(now, latest);
        if (behind.compareTo(Freshness.SKEW) <= 0) {
            reported.set(false);
            return Duration.ZERO;
        }
        if (reported.compareAndSet(false, true)) {
            log.error("clock.stepped_back seconds={}", behind.toSeconds());
        }
        return behind;
    }

    /** False while nobody can tell an age. */
    public boolean tellsAges() {
        return behind().isZero();
    }

    /** The freshness of something that was so at {@code asOf}; unknown while no age can be told. */
    public Freshness freshness(Instant asOf, Instant now, Duration most) {
        return tellsAges() ? Freshness.of(asOf, now, most) : new Freshness.Unknown(Freshness.Why.CLOCK_STEPPED_BACK);
    }

    /** Keeps the mark, so that a step back while the issuer is down shows too. Called now and then. */
    public void keep() {
        if (tellsAges()) {
            mark.raise(machine.instant());
        }
    }

    /** An operator says that the clock is right as it is. */
    public void accept() {
        Instant now = machine.instant();
        mark.reset(now);
        highest.set(now);
        reported.set(false);
        log.warn("clock.accepted");
    }
}
