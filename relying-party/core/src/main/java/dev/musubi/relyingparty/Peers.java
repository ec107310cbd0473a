package dev.musubi.relyingparty;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The hosts that are called. Each has a bulkhead of its own, so that a slow one takes no thread of another's calls, and a
 * breaker of its own, so that one that fails is not waited for at every call.
 */
final class Peers {

    /** The last so many calls count; with fewer than the least nothing is concluded. */
    private static final int WINDOW = 20;

    private static final int LEAST_CALLS = 10;
    private static final int FAILURES_PERCENT = 50;
    private static final int TRIED_AFTER_REST = 2;

    /** How long a peer that failed is left alone. */
    static final Duration REST = Duration.ofSeconds(5);

    private final BulkheadConfig bulkhead;
    private final CircuitBreakerConfig breaker;
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    /**
     * Of calls at once to each.
     *
     * @param wait how long a call may wait for one of them to end
     * @param ticker nanoseconds that only ever grow; a breaker must not rest longer because the clock was set back
     */
    Peers(int atOnce, Duration wait, LongSupplier ticker) {
        this.bulkhead = BulkheadConfig.custom()
                .maxConcurrentCalls(atOnce)
                .maxWaitDuration(wait)
                .build();
        this.breaker = CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW, LEAST_CALLS, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILURES_PERCENT)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(TRIED_AFTER_REST)
                .recordException(thrown -> true)
                .recordResult(answer -> answer instanceof Transport.Answer given && given.status() >= 500)
                .currentTimestampFunction(clock -> ticker.getAsLong(), TimeUnit.NANOSECONDS)
                .clock(new Ticking(ticker))
                .build();
    }

    /** One call. */
    interface Call {
        Transport.Answer make() throws TransportException;
    }

    Transport.Answer call(URI uri, Call call) throws TransportException {
        return peers.computeIfAbsent(uri.getHost() + ":" + (uri.getPort() < 0 ? 443 : uri.getPort()), this::peer)
                .call(call);
    }

    private Peer peer(String name) {
        CircuitBreaker made = CircuitBreaker.of(name, breaker);
        made.getEventPublisher()
                .onStateTransition(event -> Log.breaker(
                        name, event.getStateTransition().getToState().name()));
        return new Peer(Bulkhead.of(name, bulkhead), made);
    }

    private record Peer(Bulkhead bulkhead, CircuitBreaker breaker) {

        Transport.Answer call(Call call) throws TransportException {
            if (!breaker.tryAcquirePermission()) {
                throw new TransportException(Trouble.Why.RESTING);
            }
            if (!bulkhead.tryAcquirePermission()) {
                breaker.releasePermission();
                throw new TransportException(Trouble.Why.TOO_MANY_AT_ONCE);
            }
            long begun = breaker.getCurrentTimestamp();
            boolean counted = false;
            try {
                Transport.Answer answer = call.make();
                counted = true;
                breaker.onResult(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit(), answer);
                return answer;
            } catch (TransportException e) {
                // Whoever gave up by themselves say nothing about the peer.
                if (e.why() != Trouble.Why.INTERRUPTED) {
                    counted = true;
                    breaker.onError(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit(), e);
                }
                throw e;
            } finally {
                if (!counted) {
                    breaker.releasePermission();
                }
                bulkhead.onComplete();
            }
        }
    }

    /** The ticker as the clock that a breaker rests by. */
    private static final class Ticking extends Clock {
        private final LongSupplier ticker;

        Ticking(LongSupplier ticker) {
            this.ticker = ticker;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(ticker.getAsLong());
        }
    }
}
