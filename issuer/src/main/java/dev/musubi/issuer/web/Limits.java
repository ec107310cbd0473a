package dev.musubi.issuer.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * How many requests somebody may make: a minute by address, client and holder (token buckets), and at once by peer. Kept in
 * memory, of so many peers at most; each node counts for itself.
 */
@Component
public final class Limits {

    private static final int MOST_PEERS = 100_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LimitSettings settings;
    private final Rate addresses;
    private final Rate costly;
    private final Rate clients;
    private final Rate holders;
    private final Cache<String, Semaphore> atOnce = Caffeine.newBuilder()
            .maximumSize(MOST_PEERS)
            .expireAfterAccess(MINUTE)
            .build();

    Limits(LimitSettings settings) {
        this.settings = settings;
        this.addresses = new Rate(settings.perAddress());
        this.costly = new Rate(settings.costlyPerAddress());
        this.clients = new Rate(settings.perClient());
        this.holders = new Rate(settings.perHolder());
    }

    /**
     * Counts a request of a client that is known by now.
     *
     * @throws ProblemException {@code too_many_requests}
     */
    public void client(String clientId) {
        refuseAfter(clients.take(clientId));
    }

    /**
     * Counts a request of a holder who is known by now.
     *
     * @param holder the holder's id, as text
     * @throws ProblemException {@code too_many_requests}
     */
    public void holder(String holder) {
        refuseAfter(holders.take(holder));
    }

    private static void refuseAfter(Optional<Duration> wait) {
        wait.ifPresent(duration -> {
            throw new ProblemException(Refusals.TOO_MANY, duration);
        });
    }

    /** Counts a request of an address; how long to wait if it is one too many. */
    Optional<Duration> address(String address) {
        return addresses.take(address);
    }

    /** The same for a request that makes the issuer ask J-LIS. */
    Optional<Duration> costly(String address) {
        return costly.take(address);
    }

    /** The places a peer has for requests at once. */
    Semaphore placesOf(String peer) {
        return atOnce.get(
                peer,
                key -> new Semaphore(settings.atOncePerPeer() == 0 ? Integer.MAX_VALUE : settings.atOncePerPeer()));
    }

    /** So many a minute, all of them at once if need be. */
    private static final class Rate {
        private final int perMinute;
        private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
                .maximumSize(MOST_PEERS)
                .expireAfterAccess(MINUTE.multipliedBy(2))
                .build();

        Rate(int perMinute) {
            this.perMinute = perMinute;
        }

        Optional<Duration> take(String key) {
            if (perMinute == 0) {
                return Optional.empty();
            }
            ConsumptionProbe probe = buckets.get(
                            key,
                            each -> Bucket.builder()
                                    .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                                    .build())
                    .tryConsumeAndReturnRemaining(1);
            return probe.isConsumed()
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }
}
