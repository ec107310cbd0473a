package dev.musubi.issuer.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One kind of work in the {@link WorkQueue}: what it is called, how its payload is written down, and how often it is tried.
 *
 * <p>A payload is small and names things by their ids; what it says of them is read when it is worked on. It is kept with
 * the version it was written in, and a later release reads the versions before its own.
 *
 * @param <P> the payload
 */
public interface WorkKind<P> {

    /** Its name in the database; never changes. */
    String name();

    /** The version that {@link #write} writes. */
    int version();

    /** The payload as text. */
    String write(P payload);

    /**
     * The payload again.
     *
     * @throws IllegalArgumentException if it is none of that version; it becomes a dead letter then, and stops no other
     */
    P read(int version, String text);

    /** What an operator may read of a piece: a client's id, a list's. Never a holder. */
    @Nullable
    String about(P payload);

    /** How often and when a piece that failed is tried again. */
    Retry retry();

    /**
     * When to try again.
     *
     * @param first after the first failure; doubled with each one that follows
     * @param longest the longest pause
     * @param tries after how many failures in a row a piece becomes a dead letter; 0 for never
     */
    record Retry(Duration first, Duration longest, int tries) {

        /** Forever, at growing intervals. */
        public static Retry forever(Duration first, Duration longest) {
            return new Retry(first, longest, 0);
        }

        /** The pause after {@code failures} failures in a row, at least one. */
        public Duration after(int failures) {
            Duration pause = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
            return pause.compareTo(longest) < 0 ? pause : longest;
        }

        boolean isLast(int failures) {
            return tries > 0 && failures >= tries;
        }
    }
}
