package dev.musubi.relyingparty;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a poll rests before the next one: not at all while there is something new, for a while after an answer that brought
 * nothing new, and ever longer where it fails. Each rest is longer by up to a half, by chance, so that many who were cut off at
 * once do not come back at once. Used by one thread.
 */
final class PollPace {

    /** The shortest and the longest rest that may be set. */
    static final Duration SHORTEST = Duration.ofMillis(100);

    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Duration FIRST = Duration.ofSeconds(1);

    /** While only what could not be handled comes: it is other people's signals that would wait. */
    private static final Duration WHILE_LEFT = Duration.ofSeconds(5);

    private final DoubleSupplier chance;
    private volatile Duration rest;
    private Duration last = Duration.ZERO;

    /**
     * A pace.
     *
     * @param rest after an answer that brought nothing new
     * @param chance numbers from 0 to 1
     */
    PollPace(Duration rest, DoubleSupplier chance) {
        this.rest = rest;
        this.chance = chance;
    }

    /** Another rest after an answer that brought nothing new. */
    void resting(Duration atLeast) {
        if (atLeast.compareTo(SHORTEST) < 0 || atLeast.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a rest is a tenth of a second to a minute");
        }
        rest = atLeast;
    }

    /** What came is acknowledged at once. */
    Duration afterSomethingNew() {
        last = Duration.ZERO;
        return Duration.ZERO;
    }

    Duration afterNothing() {
        last = Duration.ZERO;
        return spread(rest);
    }

    Duration whileLeft() {
        Duration longest = rest.compareTo(WHILE_LEFT) < 0 ? WHILE_LEFT : rest;
        Duration twice = last.isZero() ? rest : last.multipliedBy(2);
        last = twice.compareTo(longest) < 0 ? twice : longest;
        return spread(last);
    }

    Duration afterFailure() {
        last = longer(last);
        return spread(last);
    }

    /** Twice as long as before, up to a minute; at first a second. */
    static Duration longer(Duration before) {
        Duration twice = before.isZero() ? FIRST : before.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    private Duration spread(Duration pause) {
        return pause.plusMillis((long) (pause.toMillis() * chance.getAsDouble() / 2));
    }
}
