package dev.musubi.issuer.database;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Works on what is due: takes pieces from the {@link WorkQueue}, a few at once, renews their leases while they are worked
 * on, and notes what came of each. A piece that fails in a way nobody foresaw counts as failed and stops no other; one that
 * takes long holds up none but itself, since its place is the only one it takes.
 */
@Component
public class WorkLoop {

    private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);
    private static final int LOOK_AGAIN_MILLIS = 200;

    private final WorkQueue queue;
    private final Set<Work<?>> held = ConcurrentHashMap.newKeySet();
    private final Queue<Unsettled> unsettled = new ConcurrentLinkedQueue<>();

    WorkLoop(WorkQueue queue) {
        this.queue = queue;
    }

    private record Unsettled(Work<?> work, WorkOutcome outcome, InstantSource clock) {}

    /** Works on one piece. */
    public interface Worker<P> {
        /** Does so, in transactions of its own; must bear to be repeated. */
        WorkOutcome work(Work<P> piece);
    }

    /**
     * Works on everything of one kind that is due, and returns once nothing is and nothing is being worked on here.
     *
     * @param clock the clock the kind goes by
     * @param atOnce how many at once
     * @return how many were worked on
     */
    public <P> int drain(WorkKind<P> kind, InstantSource clock, int atOnce, Worker<P> worker)
            throws InterruptedException {
        Semaphore places = new Semaphore(atOnce);
        int count = 0;
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                places.acquire();
                int free = 1 + places.drainPermits();
                List<Work<P>> taken = queue.take(kind, clock.instant(), free);
                count += taken.size();
                held.addAll(taken);
                for (Work<P> piece : taken) {
                    each.execute(() -> {
                        try {
                            workOn(piece, clock, worker);
                        } finally {
                            places.release();
                        }
                    });
                }
                places.release(free - taken.size());
                if (taken.isEmpty()) {
                    if (free == atOnce) {
                        return count;
                    }
                    // Others are being worked on: what becomes due meanwhile does not wait for them.
                    if (places.tryAcquire(atOnce, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                        places.release(atOnce);
                    }
                }
            }
        }
    }

    private <P> void workOn(Work<P> piece, InstantSource clock, Worker<P> worker) {
        WorkOutcome outcome;
        try {
            outcome = worker.work(piece);
        } catch (RuntimeException | Error unforeseen) {
            StackTraceElement[] trace = unforeseen.getStackTrace();
            log.error(
                    "work.failed kind={} failure={} at={}",
                    piece.kind().name(),
                    unforeseen.getClass().getName(),
                    trace.length == 0 ? "unknown" : trace[0]);
            outcome = new WorkOutcome.Failed("internal_error");
        }
        held.remove(piece);
        settle(new Unsettled(piece, outcome, clock));
    }

    private boolean settle(Unsettled each) {
        try {
            queue.settle(each.work(), each.outcome(), each.clock().instant());
            return true;
        } catch (RuntimeException databaseAway) {
            log.warn(
                    "work.not_settled kind={} failure={}",
                    each.work().kind().name(),
                    databaseAway.getClass().getName());
            unsettled.add(each);
            return false;
        }
    }

    /** What is worked on stays ours; and what could not be noted while the database was away is noted now. */
    @Scheduled(fixedDelayString = "${musubi.work.renew:PT5S}", initialDelayString = "${musubi.work.renew:PT5S}")
    void renew() {
        Map<Integer, List<Work<?>>> byBucket = held.stream().collect(Collectors.groupingBy(Work::bucket));
        Background.urgently(() -> {
            byBucket.forEach((bucket, pieces) -> queue.renew(bucket, leases(pieces)));
            return byBucket;
        });
        for (Unsettled next = unsettled.poll(); next != null; next = unsettled.poll()) {
            if (!settle(next)) {
                return;
            }
        }
    }

    private static List<LeaseId> leases(Collection<Work<?>> pieces) {
        return pieces.stream().map(Work::lease).distinct().toList();
    }
}
