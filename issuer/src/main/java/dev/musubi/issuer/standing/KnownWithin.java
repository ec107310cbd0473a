package dev.musubi.issuer.standing;

import java.time.Duration;

/**
 * How old the knowledge of a state may be, and how old an answer says it is.
 *
 * <p>When J-LIS was last asked about a holder, or when the list of the holder's municipality was made, is the same moment
 * for every relying party that asks: told to the second, it names the holder as well as a number would. So an answer tells
 * a bound, worked out from what was demanded and from nothing else: the state is known for that moment <i>or a later
 * one</i>. Some of what was demanded is left over, so that an answer is of use for a while: a quarter of an hour, or half
 * of a shorter demand.
 */
final class KnownWithin {

    private static final Duration LEFT_OVER = Duration.ofMinutes(15);
    private static final Duration JUST_ASKED = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofDays(1);

    private KnownWithin() {}

    /** How old what is known may be to meet a demand of {@code maxAge}. */
    static Duration bound(Duration maxAge) {
        Duration half = Duration.ofSeconds((maxAge.toSeconds() + 1) / 2);
        return maxAge.minus(half.compareTo(LEFT_OVER) < 0 ? half : LEFT_OVER);
    }

    /**
     * The age that is told for a true age of {@code age}: the bound of the demand if that is met, else the one of the
     * issuer's own measure, else whole days. Never less than the truth.
     *
     * @param maxAge what was demanded
     * @param measure the issuer's own measure
     */
    static Duration told(Duration age, Duration maxAge, Duration measure) {
        if (age.isZero()) {
            return Duration.ZERO;
        }
        // A demand this strict has J-LIS asked in any case, and the answer is some seconds old.
        boolean strict = bound(maxAge).compareTo(JUST_ASKED) < 0;
        for (Duration bound : strict
                ? new Duration[] {bound(maxAge), JUST_ASKED, bound(measure)}
                : new Duration[] {bound(maxAge), bound(measure)}) {
            if (age.compareTo(bound) <= 0) {
                return bound;
            }
        }
        return STEP.multipliedBy(age.plus(STEP).minusNanos(1).dividedBy(STEP));
    }
}
