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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's status lists, kept here: what became of a private ID that was told before is looked up in memory, and the
 * issuer does not learn of whom. A list is fetched when it is first asked for; from then on it is kept young in the
 * background, by what changed in it where the issuer offers that. While a good list is here nobody waits for a younger one,
 * however long whoever serves it takes.
 *
 * <p>What is too old is not believed: after a list's own end ({@code exp}), and earlier where {@link #notOlderThan} says so,
 * everything in it is unknown until a younger one is there. So is everything while the clock is set back. A list that is
 * not good when it comes, being over or from a time to come, is not kept: it takes no good one's place, now or later.
 *
 * <p>Safe to use from many threads.
 */
public final class StatusLists implements AutoCloseable {

    /** More lists than an issuer of hundreds of millions has. */
    private static final int MOST_LISTS = 4096;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofSeconds(5);
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

    /** A list that somebody asked for. One at a time fetches it; the others read what there is, without this lock. */
    private static final class Kept {
        private final ReentrantLock fetching = new ReentrantLock();
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
        // Those that are here may be over sooner now than when it was said when to look again.
        kept.values().forEach(each -> each.lookAgain = Instant.MIN);
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

    /**
     * The same, but where there is no list that is good now, it is fetched first, unless that failed within the last half
     * minute. Who asks meanwhile waits for the one who fetches.
     */
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
        if (!isGood(entry.list, clock.latest())) {
            refreshIfDue(list, entry);
        }
        return isGood(entry.list, clock.latest());
    }

    private boolean isGood(@Nullable StatusList list, Instant now) {
        return list != null
                && now.isBefore(goodUntil(list))
                // One from the future is from nobody whose clock can be trusted.
                && !list.issuedAt().isAfter(now.plus(clock.skew()));
    }

    private Instant goodUntil(StatusList list) {
        Duration longest = longestAge;
        Instant end = longest == null ? list.expiresAt() : list.issuedAt().plus(longest);
        return end.isBefore(list.expiresAt()) ? end : list.expiresAt();
    }

    private void refreshIfDue(URI uri, Kept entry) {
        entry.fetching.lock();
        try {
            if (!clock.latest().isBefore(entry.lookAgain)) {
                refresh(uri, entry);
            }
        } finally {
            entry.fetching.unlock();
        }
    }

    private void refresh(URI uri, Kept entry) {
        try {
            StatusList before = entry.list;
            StatusList fetched = good(uri, before);
            Instant now = clock.latest();
            // A good one takes the place of any that is not, and of one that is if it is not older.
            StatusList holds = before != null && isGood(before, now) && fetched.isOlderThan(before) ? before : fetched;
            entry.list = holds;
            entry.lookAgain = now.plus(untilLook(fetched.timeToLive(), Duration.between(now, goodUntil(holds))));
        } catch (TransportException e) {
            Log.trouble("status list", Trouble.of(e.why(), e));
            entry.lookAgain = clock.latest().plus(TRY_AGAIN);
        } catch (RuntimeException unforeseen) {
            Log.trouble("status list", Trouble.of(Trouble.Why.NOT_UNDERSTOOD, unforeseen));
            entry.lookAgain = clock.latest().plus(TRY_AGAIN);
        }
    }

    /** One that is good now. What changes lead to may be over where a cache held them back: then the list is fetched whole. */
    private StatusList good(URI uri, @Nullable StatusList before) throws TransportException {
        StatusList fetched = source.fetch(uri, before);
        if (before != null && !isGood(fetched, clock.latest())) {
            fetched = source.fetch(uri, null);
        }
        if (!isGood(fetched, clock.latest())) {
            throw new TransportException(Trouble.Why.NOT_CURRENT);
        }
        return fetched;
    }

    /** Some before the end of its time, so that nobody finds it over. */
    private static Duration untilLook(Duration timeToLive, Duration good) {
        Duration end = timeToLive.compareTo(good) < 0 ? timeToLive : good;
        Duration some = end.multipliedBy(4).dividedBy(5);
        return some.compareTo(SHORTEST) < 0 ? SHORTEST : some;
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

    /** What is due, one after the other. */
    void refreshDue() {
        kept.forEach(this::refreshIfDue);
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
