package dev.musubi.mynaapp;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The server's keys for ID tokens, fetched when first needed, when they are ten minutes old, and when a token names one that is not
 * among them, that no more often than every half minute.
 */
final class ServerKeys {

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration FLOOR = Duration.ofSeconds(30);

    private final ServerCalls calls;
    private final URI certs;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Instant.MIN, 0, null);

    /**
     * What the last question brought.
     *
     * @param questions how many there were
     * @param failure why the last brought nothing; the keys are those of an earlier one
     */
    private record Known(
            List<JWK> keys,
            Instant fetchedAt,
            long questions,
            @Nullable MynaException failure) {

        /** A moment to come is no age: then the clock was set back, and the keys are fetched anew. */
        boolean isOf(Instant now, Duration age) {
            return !fetchedAt.isAfter(now) && fetchedAt.isAfter(now.minus(age));
        }

        Optional<ECKey> key(String kid) {
            return keys.stream()
                    .filter(key -> isFor(key, kid))
                    .map(JWK::toECKey)
                    .findFirst();
        }

        boolean answers(String kid, Instant now) {
            return isOf(now, key(kid).isPresent() ? FRESH : FLOOR);
        }
    }

    ServerKeys(ServerCalls calls, URI certs) {
        this.calls = calls;
        this.certs = certs;
    }

    /** The P-256 key of this id. */
    ECKey key(String kid, Instant now) throws MynaException {
        Known found = known;
        if (!found.answers(kid, now)) {
            found = asked(found, now);
        }
        return found.key(kid).orElseThrow(() -> new MynaException(MynaProblem.TOKEN_NOT_VALID));
    }

    /** Whoever waits while somebody asks has that answer, or that failure, and does not ask a slow server once more each. */
    private Known asked(Known seen, Instant now) throws MynaException {
        fetching.lock();
        try {
            if (known.questions() == seen.questions()) {
                known = fetched(seen, now);
            }
            Known found = known;
            if (found.failure() != null) {
                throw found.failure();
            }
            return found;
        } finally {
            fetching.unlock();
        }
    }

    private static boolean isFor(JWK key, String kid) {
        return kid.equals(key.getKeyID())
                && key instanceof ECKey ec
                && Curve.P_256.equals(ec.getCurve())
                && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals(Dialect.ID_TOKEN_ALGORITHM));
    }

    private Known fetched(Known before, Instant now) {
        long questions = before.questions() + 1;
        try {
            return new Known(fetch(), now, questions, null);
        } catch (MynaException e) {
            return new Known(before.keys(), before.fetchedAt(), questions, e);
        }
    }

    private List<JWK> fetch() throws MynaException {
        ServerCalls.Answer answer = calls.get(certs);
        if (answer.status() != 200) {
            throw ServerErrors.inAnswer(answer.status(), answer.error());
        }
        try {
            return JWKSet.parse(answer.members()).getKeys();
        } catch (ParseException e) {
            throw MynaException.notUnderstood();
        }
    }
}
