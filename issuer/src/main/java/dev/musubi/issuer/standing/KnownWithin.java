package dev.musubi.issuer.standing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How old the knowledge of a state may be, and how old an answer says it is.
 *
 * <p>When J-LIS was last asked about a holder, or when the list of the holder's municipality was made, is the same moment
 * for every relying party that asks: told to the second, it names the holder as well as a number would. So an answer tells
 * a bound: the state is known for that moment <i>or a later one</i>. There are few bounds, and every demand is held against
 * the longest of them that meets it. Were each demand a bound of its own, one relying party could have J-LIS asked about a
 * holder, and another find out by demands of its own choice that this was just done. Some of the usual demands (a quarter of
 * an hour, one, six, 24 hours) is left over, so that an answer is of use for a while.
 */
final class KnownWithin {

    /** A demand stricter than this has J-LIS asked, as often as its floor allows, and the answer is some seconds old. */
    static final Duration STRICTEST = Duration.ofMinutes(1);

    private static final List<Duration> BOUNDS = List.of(
            STRICTEST,
            Duration.ofSeconds(450),
            Duration.ofMinutes(45),
            Duration.ofMinutes(345),
            Duration.ofMinutes(1425));
    private static final Duration LEFT_OVER = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofDays(1);

    private KnownWithin() {}

    /**
     * How old what is known may be to meet a demand.
     *
     * @param maxAge what was demanded
     * @param measure the issuer's own measure
     */
    static Duration bound(Duration maxAge, Duration measure) {
        Duration own = ofMeasure(measure);
        Duration longest = STRICTEST;
        for (Duration bound : BOUNDS) {
            if (bound.compareTo(maxAge) <= 0) {
                longest = bound;
            }
        }
        // Beyond its own measure the issuer asks nobody anew, whatever is demanded.
        return own.compareTo(maxAge) <= 0 && own.compareTo(longest) > 0 ? own : longest;
    }

    /** Whether a demand is one for an answer of now, which no bound that is told can meet. */
    static boolean isStrict(@Nullable Duration maxAge) {
        return maxAge != null && maxAge.compareTo(STRICTEST) < 0;
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
        for (Duration bound : new Duration[] {bound(maxAge, measure), ofMeasure(measure)}) {
            if (age.compareTo(bound) <= 0) {
                return bound;
            }
        }
        return STEP.multipliedBy(age.plus(STEP).minusNanos(1).dividedBy(STEP));
    }

    private static Duration ofMeasure(Duration measure) {
        Duration half = measure.dividedBy(2);
        return measure.minus(half.compareTo(LEFT_OVER) < 0 ? half : LEFT_OVER);
    }
}
