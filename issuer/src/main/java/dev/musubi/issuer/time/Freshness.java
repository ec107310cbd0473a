package dev.musubi.issuer.time;

import java.time.Duration;
import java.time.Instant;

/**
 * How recent something known is. Evidence from the future has no age: a clock that stepped back would otherwise make what
 * is old look new. So nothing but an age can be fresh, and no age is negative.
 */
public sealed interface Freshness {

    /** How far two clocks may differ before one of them is wrong. */
    Duration SKEW = Duration.ofMinutes(5);

    /** As recent as was asked for. */
    record Fresh(Duration age) implements Freshness {
        /** Refuses a negative age. */
        public Fresh {
            notNegative(age);
        }
    }

    /** Older than was asked for. */
    record Stale(Duration age) implements Freshness {
        /** Refuses a negative age. */
        public Stale {
            notNegative(age);
        }
    }

    /** Nobody can say: a clock is wrong. Never read as fresh. */
    record Unknown(Why why) implements Freshness {}

    /** Why it cannot be said. */
    enum Why {
        /** The evidence is dated later than the present time. */
        FROM_THE_FUTURE,
        /** The machine's clock stepped back, so that no age can be told. */
        CLOCK_STEPPED_BACK
    }

    /**
     * Of something that was so at {@code asOf}.
     *
     * @param now the present time; {@code asOf} may be later by {@link #SKEW} at most, and then has the age zero
     * @param most the greatest age that is fresh
     */
    static Freshness of(Instant asOf, Instant now, Duration most) {
        if (asOf.isAfter(now.plus(SKEW))) {
            return new Unknown(Why.FROM_THE_FUTURE);
        }
        Duration age = asOf.isAfter(now) ? Duration.ZERO : Duration.between(asOf, now);
        return age.compareTo(most) <= 0 ? new Fresh(age) : new Stale(age);
    }

    /** True for {@link Fresh} alone. */
    default boolean isFresh() {
        return this instanceof Fresh;
    }

    private static void notNegative(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("an age is never negative");
        }
    }
}
