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
import java.util.Optional;
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
 * stream by one node at a time. An event may come twice. One that is not taken while others of its stream are is held back by
 * itself, and given up after some such tries; a receiver that takes nothing for some hours has its stream paused, and an
 * operator finds it among the dead letters.
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

    /** What a receiver says of itself and of no event: it wants them more slowly. */
    private static final String TOO_MANY_REQUESTS = "http_429";

    private static final Duration NOT_NOW = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final PlacesPerClient places = new PlacesPerClient(AT_ONCE_PER_CLIENT);

    private final WorkLoop loop;
    private final EventQueue queue;
    private final WaitingEvents waiting;
    private final EventOutcomes outcomes;
    private final PushClaims claims;
    private final Streams streams;
    private final ClientRegistry clients;
    private final SecurityEventTokens tokens;
    private final SignalReceivers receivers;
    private final MachineClock machine;

    PushDelivery(
            WorkLoop loop,
            EventQueue queue,
            WaitingEvents waiting,
            EventOutcomes outcomes,
            PushClaims claims,
            Streams streams,
            ClientRegistry clients,
            SecurityEventTokens tokens,
            SignalReceivers receivers,
            MachineClock machine) {
        this.loop = loop;
        this.queue = queue;
        this.waiting = waiting;
        this.outcomes = outcomes;
        this.claims = claims;
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
        String clientId = piece.payload().clientId();
        if (!places.tryEnter(clientId)) {
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
            Optional<PushClaims.Claim> claim = claims.claim(id);
            if (claim.isEmpty()) {
                return later("pushed_elsewhere", SOON);
            }
            try {
                return deliver(new Held(stream.get(), client.get(), claim.get()), piece.failures());
            } finally {
                claims.release(claim.get());
            }
        } finally {
            places.leave(clientId);
        }
    }

    private WorkOutcome later(String code, Duration pause) {
        return new WorkOutcome.NotNow(code, machine.instant().plus(pause));
    }

    /** A stream that nobody else pushes now. */
    private record Held(EventStream stream, OpenIdClient client, PushClaims.Claim claim) {
        StreamId id() {
            return stream.id();
        }
    }

    /** What came of one event after another of a subject's, up to the first that was not taken. */
    private record Tried(QueuedEvent event, SignalReceivers.Told told) {}

    private WorkOutcome deliver(Held held, int failures) {
        List<QueuedEvent> first = waiting.fairly(held.id(), BATCH);
        boolean gaveUp = queue.status(held.id()).filter(PushDelivery::gaveUp).isPresent();
        if (first.isEmpty() && gaveUp) {
            // An operator has it tried once more: it goes on if its receiver takes what is first.
            first = waiting.whateverStatus(held.id(), 1);
        }
        Collection<Tried> tried = send(held, bySubject(first));
        boolean any = tried.stream().anyMatch(each -> each.told() instanceof SignalReceivers.Told.Taken);
        @Nullable String failed = null;
        @Nullable String untried = null;
        for (Tried each : tried) {
            switch (each.told()) {
                case SignalReceivers.Told.Taken taken -> {}
                case SignalReceivers.Told.Gone gone -> {}
                case SignalReceivers.Told.Refused(String code) ->
                    outcomes.refused(
                            held.id(), each.event().jti(), code, held.client().id());
                case SignalReceivers.Told.Untried(String code) -> untried = code;
                case SignalReceivers.Told.Later(String code) -> {
                    notTaken(held, each.event().jti(), code, any);
                    failed = code;
                }
            }
        }
        if (any && gaveUp) {
            queue.setByUs(held.id(), StreamStatus.Value.ENABLED, "The receiver takes events again.");
        }
        return outcome(held.id(), failures, any, failed, untried);
    }

    /** While nothing at all is taken it is nobody's fault but the receiver's, however long that lasts. */
    private void notTaken(Held held, String jti, String code, boolean othersAre) {
        if (othersAre) {
            outcomes.later(held.id(), jti, code, held.client().id(), !code.equals(TOO_MANY_REQUESTS));
        } else {
            outcomes.tried(held.id(), jti);
        }
    }

    private WorkOutcome outcome(
            StreamId stream, int failures, boolean any, @Nullable String failed, @Nullable String untried) {
        Instant now = machine.instant();
        if (failed != null && !any) {
            if (PushWork.isLast(failures)) {
                queue.pauseQuietly(stream, TAKES_NOTHING);
            }
            return new WorkOutcome.Failed(failed);
        }
        if (untried != null) {
            Instant again = now.plus(NOT_NOW);
            return any ? new WorkOutcome.Again(untried, again) : new WorkOutcome.NotNow(untried, again);
        }
        Optional<Instant> next = waiting.next(stream);
        if (next.isPresent()) {
            return new WorkOutcome.Again(next.get().isAfter(machine.instant()) ? "held_back" : "more", next.get());
        }
        // Once more after a failure: what came meanwhile was left to this piece.
        return failures == 0 ? new WorkOutcome.Done() : new WorkOutcome.Again("more", now);
    }

    private static boolean gaveUp(StreamStatus status) {
        return status.ours() && status.value() == StreamStatus.Value.PAUSED && TAKES_NOTHING.equals(status.reason());
    }

    /** Those of one subject together; those of the stream itself are of one, too. */
    private static Collection<List<QueuedEvent>> bySubject(List<QueuedEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        each -> each.subject() == null ? "" : each.subject(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private Collection<Tried> send(Held held, Collection<List<QueuedEvent>> subjects) {
        Collection<Tried> tried = new ConcurrentLinkedQueue<>();
        Semaphore atOnce = new Semaphore(SUBJECTS_AT_ONCE);
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<QueuedEvent> ofOne : subjects) {
                each.execute(() -> {
                    atOnce.acquireUninterruptibly();
                    try {
                        for (QueuedEvent event : ofOne) {
                            SignalReceivers.Told told = send(held, event);
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

    private SignalReceivers.Told send(Held held, QueuedEvent event) {
        try {
            SignalReceivers.Told told = sendIfItStillMay(held, event);
            if (told instanceof SignalReceivers.Told.Taken) {
                outcomes.taken(held.id(), List.of(event.jti()));
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

    /**
     * Much may have been said since a batch was read, of which each call may take seconds: a holder's word, the receiver's own
     * on its stream, another address, another header.
     */
    private SignalReceivers.Told sendIfItStillMay(Held held, QueuedEvent event) {
        Optional<PushClaims.Look> look = claims.look(held.claim(), event);
        if (look.isPresent() && !look.get().held()) {
            return new SignalReceivers.Told.Untried("pushed_elsewhere");
        }
        boolean may = look.filter(
                        each -> each.waits() && (each.status().delivers(event.type()) || gaveUp(each.status())))
                .isPresent();
        Optional<Delivery.Push> push = streams.find(held.id())
                .map(EventStream::delivery)
                .filter(Delivery.Push.class::isInstance)
                .map(Delivery.Push.class::cast);
        return may && push.isPresent()
                ? receivers.push(held.client(), push.get(), tokens.of(held.stream(), held.client(), event))
                : new SignalReceivers.Told.Gone();
    }
}
