package dev.musubi.relyingparty;

import dev.musubi.relyingparty.status.Status;
import dev.musubi.relyingparty.status.StatusAnswer;
import dev.musubi.relyingparty.status.StatusReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's status lists, kept here: what became of a private ID that was told before is looked up in memory, and the
 * issuer does not learn of whom. A list is fetched when it is first asked for; from then on it is kept young in the
 * background, by what changed in it where the issuer offers that.
 *
 * <p>What is too old is not believed: after a list's own end ({@code exp}), and earlier where {@link #notOlderThan} says so,
 * everything in it is unknown until a younger one is there. So is everything while the clock is set back.
 *
 * <p>Safe to use from many threads.
 */
public final class StatusLists implements AutoCloseable {

    /** More lists than an issuer of hundreds of millions has. */
    private static final int MOST_LISTS = 4096;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);

    private final Source source;
    private final SteadyClock clock;
    private final Map<URI, Kept> kept = new ConcurrentHashMap<>();
    private volatile @Nullable Duration longestAge;
    private @Nullable ScheduledExecutorService background;
    private @Nullable Future<?> refreshing;

    StatusLists(Source source, SteadyClock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Where lists come from. */
    interface Source {
        /**
         * The list as it is now, verified.
         *
         * @param before the one that is here already
         */
        StatusList fetch(URI uri, @Nullable StatusList before) throws TransportException;
    }

    /** A list that somebody asked for. One at a time fetches it; the others read what there is. */
    private static final class Kept {
        private volatile @Nullable StatusList list;
        private volatile Instant lookAgain = Instant.MIN;
    }

    /**
     * From now on a list is believed no longer than this after it was signed, although the issuer may mean it for longer.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public StatusLists notOlderThan(Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("a list may be older than nothing");
        }
        longestAge = age;
        return this;
    }

    /** What the list here says, asking nobody: in memory, in well under a microsecond. */
    public StatusAnswer known(StatusReference reference) {
        Kept found = kept.get(reference.list());
        StatusList list = found == null ? null : found.list;
        Optional<Instant> now = list == null ? Optional.empty() : clock.reliable();
        if (list == null || now.isEmpty() || !isGood(list, now.get())) {
            return StatusAnswer.unknown();
        }
        Status status = list.get(reference.index());
        return status == Status.UNKNOWN ? StatusAnswer.unknown() : new StatusAnswer(status, list.issuedAt());
    }

    /** The same, but where there is no list yet, or it is due to be looked for again, that is fetched first. */
    public StatusAnswer of(StatusReference reference) {
        keep(reference.list());
        return known(reference);
    }

    /**
     * Fetches a list and keeps it young from then on, so that {@link #known} has an answer later. False if there is none that
     * can be believed; it is tried again in the background.
     */
    public boolean keep(URI list) {
        if (!kept.containsKey(list) && kept.size() >= MOST_LISTS) {
            return false;
        }
        Kept entry = kept.computeIfAbsent(list, each -> new Kept());
        start();
        synchronized (entry) {
            if (!clock.latest().isBefore(entry.lookAgain)) {
                refresh(list, entry);
            }
            StatusList now = entry.list;
            return now != null && isGood(now, clock.latest());
        }
    }

    private boolean isGood(StatusList list, Instant now) {
        Duration longest = longestAge;
        return now.isBefore(list.expiresAt())
                // One from the future is from nobody whose clock can be trusted.
                && !list.issuedAt().isAfter(now.plus(clock.skew()))
                && (longest == null || now.isBefore(list.issuedAt().plus(longest)));
    }

    /** What was fetched takes the place of what there was only if it is not older. */
    private void refresh(URI uri, Kept entry) {
        Instant now = clock.latest();
        StatusList before = entry.list;
        try {
            StatusList fetched = source.fetch(uri, before);
            if (before == null || !fetched.issuedAt().isBefore(before.issuedAt())) {
                entry.list = fetched;
            }
            // Some before the end of its time, so that nobody finds it over.
            entry.lookAgain = now.plus(fetched.timeToLive().multipliedBy(4).dividedBy(5));
        } catch (TransportException e) {
            Log.trouble("status list", Trouble.of(e.why(), e));
            entry.lookAgain = now.plus(TRY_AGAIN);
        }
    }

    private synchronized void start() {
        if (background == null) {
            background = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "musubi-status-lists");
                thread.setDaemon(true);
                return thread;
            });
            refreshing = background.scheduleWithFixedDelay(
                    this::refreshDue, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What is due, one after the other. One that fails in a way nobody foresaw must not end the others. */
    void refreshDue() {
        kept.forEach((uri, entry) -> {
            try {
                synchronized (entry) {
                    if (!clock.latest().isBefore(entry.lookAgain)) {
                        refresh(uri, entry);
                    }
                }
            } catch (RuntimeException unforeseen) {
                entry.lookAgain = clock.latest().plus(TRY_AGAIN);
                Log.trouble("status list", Trouble.of(Trouble.Why.NOT_UNDERSTOOD, unforeseen));
            }
        });
    }

    /** Lets go of the background thread; what is known stays known until it is too old. */
    @Override
    public synchronized void close() {
        if (refreshing != null) {
            refreshing.cancel(true);
        }
        if (background != null) {
            background.shutdownNow();
        }
    }
}
