package dev.musubi.issuer.outbound;

import dev.musubi.issuer.outbound.CheckedNames.NameService;
import dev.musubi.issuer.outbound.Outcome.Answered;
import dev.musubi.issuer.outbound.Outcome.BreakerOpen;
import dev.musubi.issuer.outbound.Outcome.Busy;
import dev.musubi.issuer.outbound.Outcome.Failed;
import dev.musubi.issuer.outbound.Outcome.RefusedAddress;
import dev.musubi.issuer.outbound.Outcome.TimedOut;
import dev.musubi.issuer.outbound.Outcome.Unreachable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kind of calls to the outside, such as to J-LIS's services or to relying parties. Each call waits for nobody but its own
 * peer, has one deadline for all of it, and ends in a typed {@link Outcome}; nothing is tried twice.
 *
 * <p>The exchange runs on a thread of its own, so that whoever called is free at the deadline even where something cannot be
 * broken off, such as the look-up of a name; the peer's place in the bulkhead stays taken until that too has ended.
 */
public final class Line implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Line.class);

    private static final int SERVER_ERROR = 500;

    private final LineOptions options;
    private final OutboundSettings settings;
    private final Peers peers;
    private final Semaphore inAll;
    private final LineMeter meter;
    private final ExchangeClient client;

    /** With connections of its own: one that is open already is not looked at again. */
    private final ExchangeClient strict;

    private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();

    Line(LineOptions options, OutboundSettings settings, Semaphore inAll, NameService names, LineMeter meter) {
        this.options = options;
        this.meter = meter;
        this.settings = settings;
        this.peers = new Peers(options.name(), settings);
        this.inAll = inAll;
        this.client = new ExchangeClient(options, new CheckedNames(options.rules(), names));
        this.strict = new ExchangeClient(options, new CheckedNames(AddressRules.strict(), names));
    }

    /** Makes a call and waits for the whole answer, with its body in memory. */
    public Outcome send(Call call) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Outcome outcome = noted(call, body);
        return outcome instanceof Answered answered
                ? new Answered(answered.status(), answered.headers(), body.toByteArray())
                : outcome;
    }

    /**
     * Makes a call whose body goes into a file, which exists already or is made. Unless the outcome is {@link Answered},
     * what is in the file means nothing.
     */
    public Outcome receive(Call call, Path file) {
        try (OutputStream body = Files.newOutputStream(file)) {
            return noted(call, body);
        } catch (IOException e) {
            return note(call, new Unreachable(Unreachable.Cause.DISK));
        }
    }

    private Outcome noted(Call call, OutputStream body) {
        long begun = System.nanoTime();
        Outcome outcome = guarded(call, body);
        meter.note(options.name(), outcome, System.nanoTime() - begun);
        return note(call, outcome);
    }

    private Outcome note(Call call, Outcome outcome) {
        if (outcome instanceof Failed failed) {
            log.warn(
                    "outbound.failed line={} peer={} outcome={}{}",
                    options.name(),
                    call.peer(),
                    failed.code(),
                    switch (failed) {
                        case Unreachable(var cause) -> " cause=" + cause;
                        case RefusedAddress(var why) -> " cause=" + why.code();
                        case TimedOut timedOut -> "";
                        case Outcome.TooLarge tooLarge -> "";
                        case Busy busy -> "";
                        case BreakerOpen open -> "";
                    });
        }
        return outcome;
    }

    private Outcome guarded(Call call, OutputStream body) {
        Optional<AddressRules.Refusal> refused = Schemes.refusal(call.uri());
        if (refused.isPresent()) {
            return new RefusedAddress(refused.get());
        }
        Peers.Peer peer = peers.of(call.peer());
        if (!peer.bulkhead().tryAcquirePermission()) {
            return new Busy();
        }
        Runnable leave = peer.bulkhead()::onComplete;
        try {
            if (!inAll.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                leave.run();
                return new Busy();
            }
        } catch (InterruptedException e) {
            leave.run();
            Thread.currentThread().interrupt();
            return new Unreachable(Unreachable.Cause.INTERRUPTED);
        }
        Runnable leaveBoth = () -> {
            inAll.release();
            leave.run();
        };
        if (!peer.breaker().tryAcquirePermission()) {
            leaveBoth.run();
            return new BreakerOpen();
        }
        return judged(peer.breaker(), exchange(call, body, leaveBoth));
    }

    private Outcome exchange(Call call, OutputStream body, Runnable leave) {
        ExchangeClient.Exchange exchange =
                (call.strict() ? strict : client).prepare(call, new LimitedOutput(body, options.mostBytes()));
        Future<Outcome> running = exchanges.submit(() -> {
            try {
                return exchange.run();
            } finally {
                leave.run();
            }
        });
        try {
            return running.get(options.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.abort();
            return new TimedOut();
        } catch (InterruptedException e) {
            exchange.abort();
            Thread.currentThread().interrupt();
            return new Unreachable(Unreachable.Cause.INTERRUPTED);
        } catch (ExecutionException e) {
            return new Unreachable(Unreachable.Cause.BROKEN);
        }
    }

    /** What a peer cannot help does not count against it. */
    private static Outcome judged(CircuitBreaker breaker, Outcome outcome) {
        switch (outcome) {
            case Answered answered when answered.status() < SERVER_ERROR -> breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            case RefusedAddress refused -> breaker.releasePermission();
            case Unreachable(var cause)
            when cause == Unreachable.Cause.INTERRUPTED || cause == Unreachable.Cause.DISK ->
                breaker.releasePermission();
            default -> breaker.onError(0, TimeUnit.NANOSECONDS, new PeerFailedException());
        }
        return outcome;
    }

    /** For the breaker, which counts exceptions. */
    private static final class PeerFailedException extends RuntimeException {
        PeerFailedException() {
            super("the peer failed", null, false, false);
        }
    }

    @Override
    public void close() {
        client.close();
        strict.close();
        exchanges.shutdownNow();
    }
}
