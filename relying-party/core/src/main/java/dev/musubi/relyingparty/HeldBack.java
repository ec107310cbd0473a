package dev.musubi.relyingparty;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Whose signals have to wait, since one could not be handled: each subject for itself, so that the others go on, and all later
 * ones of the same subject with it, so that none overtakes it. Where it cannot be told whose a signal is, that signal alone.
 * Waits grow from a second to a minute. Used by one thread.
 */
final class HeldBack {

    /** Beyond that the one that waits longest is tried again sooner. */
    private static final int MOST = 10_000;

    /**
     * One that could not be handled.
     *
     * @param until by the ticker
     */
    private record Wait(String id, Duration pause, long until) {}

    private final LongSupplier ticker;
    private final Map<Object, Wait> waits = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Wait> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Nobody yet.
     *
     * @param ticker nanoseconds that only ever grow
     */
    HeldBack(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Whether a signal has to wait.
     *
     * @param whose its subject, or its id
     * @param beside the ids of all that came with it
     */
    boolean holds(Object whose, String id, Set<?> beside) {
        Wait wait = waits.get(whose);
        return wait != null
                && (ticker.getAsLong() - wait.until() < 0 || (!wait.id().equals(id) && beside.contains(wait.id())));
    }

    /** It could not be handled. */
    void wait(Object whose, String id) {
        Wait before = waits.remove(whose);
        Duration pause = PollPace.longer(before == null ? Duration.ZERO : before.pause());
        waits.put(whose, new Wait(id, pause, ticker.getAsLong() + pause.toNanos()));
    }

    /** It was handled, or is not to be. */
    void letGo(Object whose) {
        waits.remove(whose);
    }
}
