package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Work;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Pushes what waits in streams, until each event was taken; in order for each subject, several subjects at once, and one
 * stream by one node at a time. An event may come twice. A receiver that takes nothing for some hours has its stream paused,
 * and an operator finds it among the dead letters.
 */
@Component
class PushDelivery {

    private static final Logger log = LoggerFactory.getLogger(PushDelivery.class);

    static final String TAKES_NOTHING = "The receiver took no event for some hours.";

    /** Of which each ends within seconds; what is due beyond them stays in the queue. */
    private static final int AT_ONCE = 128;

    /** Of which so many are one client's: one that is slow leaves room for the others. */
    private static final int AT_ONCE_PER_CLIENT = 4;

    /** So many of a stream's are looked at together, and so many of them are on their way at once. */
    private static final int BATCH = 64;

    private static final int SUBJECTS_AT_ONCE = 8;

    /** After so many tries of one event, while others of its stream were taken, it is that event's own fault. */
    private static final int TRIES = 8;

    /** For a whole batch, of which each call ends by its own deadline. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private static final Duration NOT_NOW = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    private final WorkLoop loop;
    private final EventQueue queue;
    private final Streams streams;
    private final ClientRegistry clients;
    private final SecurityEventTokens tokens;
    private final SignalReceivers receivers;
    private final MachineClock machine;

    PushDelivery(
            WorkLoop loop,
            EventQueue queue,
            Streams streams,
            ClientRegistry clients,
            SecurityEventTokens tokens,
            SignalReceivers receivers,
            MachineClock machine) {
        this.loop = loop;
        this.queue = queue;
        this.streams = streams;
        this.clients = clients;
        this.tokens = tokens;
        this.receivers = receivers;
        this.machine = machine;
    }

    /** Whatever is due, many at once: a receiver that does not answer holds up none of the others. */
    @Scheduled(fixedDelayString = "${musubi.signals.tick:PT0.5S}", initialDelayString = "${musubi.signals.tick:PT1S}")
    void due() throws InterruptedException {
        loop.drain(PushWork.KIND, machine, AT_ONCE, this::deliver);
    }

    private WorkOutcome deliver(Work<PushWork.Stream> piece) {
        Semaphore ofClient =
                places.computeIfAbsent(piece.payload().clientId(), id -> new Semaphore(AT_ONCE_PER_CLIENT));
        if (!ofClient.tryAcquire()) {
            return later("busy", NOT_NOW);
        }
        try {
            StreamId id = piece.payload().id();
            Optional<EventStream> stream = streams.find(id).filter(each -> each.delivery() instanceof Delivery.Push);
            Optional<OpenIdClient> client =
                    stream.flatMap(each -> clients.find(each.clientId()).filter(each::isOf));
            if (client.isEmpty()) {
                return new WorkOutcome.Done();
            }
            if (!queue.claim(id, CLAIM)) {
                return later("pushed_elsewhere", SOON);
            }
            try {
                return deliver(stream.get(), client.get(), piece.failures());
            } finally {
                queue.release(id);
            }
        } finally {
            ofClient.release();
        }
    }

    private WorkOutcome later(String code, Duration pause) {
        return new WorkOutcome.NotNow(code, machine.instant().plus(pause));
    }

    /** What came of one event after another of a subject's, up to the first that was not taken. */
    private record Tried(QueuedEvent event, SignalReceivers.Told told) {}

    private WorkOutcome deliver(EventStream stream, OpenIdClient client, int failures) {
        List<QueuedEvent> first = queue.first(stream.id(), BATCH);
        boolean gaveUp = gaveUp(stream.id());
        if (first.isEmpty() && gaveUp) {
            // An operator has it tried once more: it goes on if its receiver takes what is first.
            first = queue.firstOfAll(stream.id(), 1);
        }
        Collection<Tried> tried = send(stream, client, bySubject(first));
        boolean any = tried.stream().anyMatch(each -> each.told() instanceof SignalReceivers.Told.Taken);
        @Nullable String failed = null;
        @Nullable String untried = null;
        for (Tried each : tried) {
            switch (each.told()) {
                case SignalReceivers.Told.Taken taken -> {}
                case SignalReceivers.Told.Refused(String code) ->
                    queue.refused(stream.id(), each.event().jti(), code, client.id());
                case SignalReceivers.Told.Untried(String code) -> untried = code;
                case SignalReceivers.Told.Later(String code) -> {
                    queue.tried(stream.id(), each.event().jti());
                    if (any && each.event().attempts() + 1 >= TRIES) {
                        queue.refused(stream.id(), each.event().jti(), code, client.id());
                    } else {
                        failed = code;
                    }
                }
            }
        }
        if (any && gaveUp) {
            queue.setByUs(stream.id(), StreamStatus.Value.ENABLED, "The receiver takes events again.");
        }
        return outcome(stream, failures, any, failed, untried);
    }

    private WorkOutcome outcome(
            EventStream stream, int failures, boolean any, @Nullable String failed, @Nullable String untried) {
        Instant now = machine.instant();
        if (failed != null) {
            if (any) {
                return new WorkOutcome.Again(
                        failed, now.plus(PushWork.KIND.retry().first()));
            }
            if (PushWork.isLast(failures)) {
                queue.pauseQuietly(stream.id(), TAKES_NOTHING);
            }
            return new WorkOutcome.Failed(failed);
        }
        if (untried != null) {
            return new WorkOutcome.NotNow(untried, now.plus(NOT_NOW));
        }
        // Once more after a failure: what came meanwhile was left to this piece.
        return queue.first(stream.id(), 1).isEmpty() && failures == 0
                ? new WorkOutcome.Done()
                : new WorkOutcome.Again("more", now);
    }

    private boolean gaveUp(StreamId stream) {
        return queue.status(stream)
                .filter(each ->
                        each.ours() && each.value() == StreamStatus.Value.PAUSED && TAKES_NOTHING.equals(each.reason()))
                .isPresent();
    }

    /** Those of one subject together; those of the stream itself are of one, too. */
    private static Collection<List<QueuedEvent>> bySubject(List<QueuedEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        each -> each.subject() == null ? "" : each.subject(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private Collection<Tried> send(EventStream stream, OpenIdClient client, Collection<List<QueuedEvent>> subjects) {
        Delivery.Push push = (Delivery.Push) stream.delivery();
        Collection<Tried> tried = new ConcurrentLinkedQueue<>();
        Semaphore atOnce = new Semaphore(SUBJECTS_AT_ONCE);
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<QueuedEvent> ofOne : subjects) {
                each.execute(() -> {
                    atOnce.acquireUninterruptibly();
                    try {
                        for (QueuedEvent event : ofOne) {
                            SignalReceivers.Told told = send(stream, client, push, event);
                            tried.add(new Tried(event, told));
                            if (told instanceof SignalReceivers.Told.Later
                                    || told instanceof SignalReceivers.Told.Untried) {
                                return;
                            }
                        }
                    } finally {
                        atOnce.release();
                    }
                });
            }
        }
        return tried;
    }

    private SignalReceivers.Told send(EventStream stream, OpenIdClient client, Delivery.Push push, QueuedEvent event) {
        try {
            SignalReceivers.Told told = receivers.push(client.id(), push, tokens.of(stream, client, event));
            if (told instanceof SignalReceivers.Told.Taken) {
                queue.taken(stream.id(), List.of(event.jti()));
            }
            return told;
        } catch (RuntimeException unforeseen) {
            StackTraceElement[] trace = unforeseen.getStackTrace();
            log.error(
                    "signals.push_failed failure={} at={}",
                    unforeseen.getClass().getName(),
                    trace.length == 0 ? "unknown" : trace[0]);
            return new SignalReceivers.Told.Later("internal_error");
        }
    }
}
