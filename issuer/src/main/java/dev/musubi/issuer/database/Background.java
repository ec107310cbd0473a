package dev.musubi.issuer.database;

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

    /** Whether this thread does such work. */
    static boolean isHere() {
        return Boolean.TRUE.equals(HERE.get());
    }
}
