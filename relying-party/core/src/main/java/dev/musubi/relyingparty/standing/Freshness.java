package dev.musubi.relyingparty.standing;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How recent what is known is, against what is required. No age is negative: evidence from the future is of unknown age,
 * and unknown never counts as fresh.
 */
public sealed interface Freshness extends Serializable {

    /** How far two clocks may be apart unless another measure is set. */
    Duration USUAL_SKEW = Duration.ofSeconds(60);

    /**
     * As recent as required.
     *
     * @param age how old it is; not negative
     */
    record Fresh(Duration age) implements Freshness {
        /**
         * Checks.
         *
         * @throws IllegalArgumentException if the age is negative
         */
        public Fresh {
            notNegative(age);
        }
    }

    /**
     * Older than required.
     *
     * @param age how old it is; not negative
     */
    record Stale(Duration age) implements Freshness {
        /**
         * Checks.
         *
         * @throws IllegalArgumentException if the age is negative
         */
        public Stale {
            notNegative(age);
        }
    }

    /**
     * Nobody can tell.
     *
     * @param why why not
     */
    record Unknown(Why why) implements Freshness {

        /** Why nobody can tell. */
        public enum Why {
            /** It is said to be of a time that has not come yet. */
            FROM_THE_FUTURE,
            /** This relying party's clock was set back since it was told. */
            CLOCK_SET_BACK,
            /** The issuer did not say whether it is as fresh as was asked. */
            NOT_TOLD
        }
    }

    /**
     * Of something that was so at a moment.
     *
     * @param asOf the moment, by somebody else's clock
     * @param now by one's own
     * @param maxAge how old it may be; null for any age
     * @param skew how far the other clock may be ahead; within that, the age is zero
     */
    static Freshness of(Instant asOf, Instant now, @Nullable Duration maxAge, Duration skew) {
        Duration age = Duration.between(asOf, now);
        if (age.isNegative() && age.negated().compareTo(skew) > 0) {
            return new Unknown(Unknown.Why.FROM_THE_FUTURE);
        }
        Duration atLeastNone = age.isNegative() ? Duration.ZERO : age;
        return maxAge == null || atLeastNone.compareTo(maxAge) <= 0 ? new Fresh(atLeastNone) : new Stale(atLeastNone);
    }

    private static void notNegative(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("an age is not negative");
        }
    }
}
