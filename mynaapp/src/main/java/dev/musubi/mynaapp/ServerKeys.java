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
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

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
    private List<JWK> keys = List.of();
    private Instant fetchedAt = Instant.MIN;

    ServerKeys(ServerCalls calls, URI certs) {
        this.calls = calls;
        this.certs = certs;
    }

    /** The P-256 key of this id. */
    ECKey key(String kid, Instant now) throws MynaException {
        fetching.lock();
        try {
            // A moment to come is no age: then the clock was set back, and the keys are fetched anew.
            boolean fresh = !fetchedAt.isAfter(now) && fetchedAt.isAfter(now.minus(FRESH));
            boolean mayAsk = fetchedAt.isAfter(now) || !fetchedAt.isAfter(now.minus(FLOOR));
            if (!fresh || (mayAsk && !has(kid))) {
                fetch(now);
            }
            for (JWK key : keys) {
                if (isFor(key, kid)) {
                    return key.toECKey();
                }
            }
            throw new MynaException(MynaProblem.TOKEN_NOT_VALID);
        } finally {
            fetching.unlock();
        }
    }

    private boolean has(String kid) {
        return keys.stream().anyMatch(key -> isFor(key, kid));
    }

    private static boolean isFor(JWK key, String kid) {
        return kid.equals(key.getKeyID())
                && key instanceof ECKey ec
                && Curve.P_256.equals(ec.getCurve())
                && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals(Dialect.ID_TOKEN_ALGORITHM));
    }

    private void fetch(Instant now) throws MynaException {
        ServerCalls.Answer answer = calls.get(certs);
        if (answer.status() != 200) {
            throw ServerErrors.inAnswer(answer.status(), answer.error());
        }
        Map<String, Object> members = answer.members();
        try {
            keys = JWKSet.parse(members).getKeys();
            fetchedAt = now;
        } catch (ParseException e) {
            throw MynaException.notUnderstood();
        }
    }
}
