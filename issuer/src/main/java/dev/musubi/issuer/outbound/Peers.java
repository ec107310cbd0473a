package dev.musubi.issuer.outbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bulkhead and a circuit breaker for each peer of a line. Those of peers nobody calls any more are forgotten: clients come
 * and go, and the memory for them is bounded.
 */
final class Peers {

    private static final Logger log = LoggerFactory.getLogger(Peers.class);

    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final float FAILURES_PERCENT = 60;
    private static final int TRIALS = 2;

    private final String line;
    private final BulkheadConfig bulkhead;
    private final CircuitBreakerConfig breaker;
    private final Cache<String, Peer> peers = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(REMEMBERED)
            .build();

    Peers(String line, OutboundSettings settings) {
        this.line = line;
        this.bulkhead = BulkheadConfig.custom()
                .maxConcurrentCalls(settings.atOnce())
                .maxWaitDuration(settings.patience())
                .build();
        this.breaker = CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(2 * settings.breakAfter())
                .minimumNumberOfCalls(settings.breakAfter())
                .failureRateThreshold(FAILURES_PERCENT)
                .waitDurationInOpenState(settings.breakFor())
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .build();
    }

    /** What stands between us and one peer. */
    record Peer(Bulkhead bulkhead, CircuitBreaker breaker) {}

    Peer of(String name) {
        return peers.get(name, this::make);
    }

    private Peer make(String name) {
        CircuitBreaker made = CircuitBreaker.of(line, breaker);
        made.getEventPublisher()
                .onStateTransition(event -> log.warn(
                        "outbound.breaker line={} peer={} state={}",
                        line,
                        name,
                        event.getStateTransition().getToState()));
        return new Peer(Bulkhead.of(line, bulkhead), made);
    }
}
