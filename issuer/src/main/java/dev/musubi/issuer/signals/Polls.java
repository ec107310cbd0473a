package dev.musubi.issuer.signals;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Polls that wait for an event (RFC 8936 section 2.4). Each has a virtual thread and no connection to the database; it looks
 * when an event comes into the stream on this node, and every other second for those of other nodes.
 */
@Component
class Polls {

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final SignalSettings settings;
    private final Semaphore places;
    private final PlacesPerClient ofClient;
    private final Map<StreamId, CountDownLatch> waiting = new ConcurrentHashMap<>();

    Polls(SignalSettings settings) {
        this.settings = settings;
        this.places = new Semaphore(settings.polls());
        this.ofClient = new PlacesPerClient(settings.pollsPerClient());
    }

    /** Waits until there is something, or for as long as a poll waits; not at all where as many wait as may. */
    void await(EventStream stream, BooleanSupplier isThere) {
        if (!ofClient.tryEnter(stream.clientId())) {
            return;
        }
        try {
            if (places.tryAcquire()) {
                try {
                    await(stream.id(), isThere);
                } finally {
                    places.release();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            ofClient.leave(stream.clientId());
        }
    }

    private void await(StreamId stream, BooleanSupplier isThere) throws InterruptedException {
        long until = System.nanoTime() + settings.longestPoll().toNanos();
        while (!isThere.getAsBoolean()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return;
            }
            CountDownLatch next = waiting.computeIfAbsent(stream, each -> new CountDownLatch(1));
            if (isThere.getAsBoolean()) {
                return;
            }
            boolean woken = next.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            if (!woken) {
                waiting.remove(stream, next);
            }
        }
    }

    /** Something came into a stream; where a transaction is under way, once it is committed, since nobody sees it before. */
    void wake(StreamId stream) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            wakeNow(stream);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wakeNow(stream);
            }
        });
    }

    private void wakeNow(StreamId stream) {
        CountDownLatch waits = waiting.remove(stream);
        if (waits != null) {
            waits.countDown();
        }
    }
}
