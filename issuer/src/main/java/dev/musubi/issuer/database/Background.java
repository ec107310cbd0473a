package dev.musubi.issuer.database;

import java.util.function.Supplier;

/**
 * Whether a thread does what nobody waits for at a door: what the clock starts, and all threads that such a one starts. It
 * takes a part of the connections to the database alone ({@link Pool}).
 */
public final class Background {

    private static final InheritableThreadLocal<Boolean> HERE = new InheritableThreadLocal<>();

    private Background() {}

    /** The same work, in the background. */
    public static Runnable of(Runnable work) {
        return () -> {
            HERE.set(true);
            try {
                work.run();
            } finally {
                HERE.remove();
            }
        };
    }

    /**
     * What others wait for, in the background or not: renewing what is held, loading keys. It takes no part of the background's
     * connections, or those who wait for it would wait behind whoever waits for them.
     */
    public static <T> T urgently(Supplier<T> work) {
        Boolean before = HERE.get();
        HERE.remove();
        try {
            return work.get();
        } finally {
            if (before != null) {
                HERE.set(before);
            }
        }
    }

    /** Whether this thread does such work. */
    static boolean isHere() {
        return Boolean.TRUE.equals(HERE.get());
    }
}
