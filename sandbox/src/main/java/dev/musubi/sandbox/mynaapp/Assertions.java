package dev.musubi.sandbox.mynaapp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.Wire;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Which client calls, by its assertion (RFC 7523, section 3): for the token endpoint, short-lived, once. */
final class Assertions {

    private static final int LONGEST_ID = 255;

    private final Clients clients;
    private final Realm realm;
    private final InstantSource clock;
    private final Expiring<Boolean> seen;

    Assertions(Clients clients, Realm realm, InstantSource clock) {
        this.clients = clients;
        this.realm = realm;
        this.clock = clock;
        this.seen = new Expiring<>(clock);
    }

    Client client(Map<String, String> form) {
        String assertion = form.getOrDefault("client_assertion", "");
        if (!Wire.ASSERTION_TYPE.equals(form.get("client_assertion_type"))
                || assertion.isEmpty()
                || assertion.length() > Dialect.LARGEST_TOKEN) {
            throw OAuthProblem.invalidClient();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Client client = known(claims, form.get("client_id"));
            if (!isSigned(jwt, client)) {
                throw OAuthProblem.invalidClient();
            }
            requireOnce(client, claims);
            return client;
        } catch (ParseException | JOSEException e) {
            throw OAuthProblem.invalidClient();
        }
    }

    private Client known(JWTClaimsSet claims, @org.jspecify.annotations.Nullable String said) {
        String id = claims.getIssuer();
        if (id == null || !id.equals(claims.getSubject()) || (said != null && !said.equals(id))) {
            throw OAuthProblem.invalidClient();
        }
        return clients.find(id).orElseThrow(OAuthProblem::invalidClient);
    }

    private static boolean isSigned(SignedJWT jwt, Client client) throws JOSEException {
        if (!Dialect.ASSERTION_ALGORITHMS.contains(
                        jwt.getHeader().getAlgorithm().getName())
                || jwt.getHeader().getKeyID() == null) {
            return false;
        }
        JWK key = client.assertionKeys().getKeyByKeyId(jwt.getHeader().getKeyID());
        if (key == null) {
            return false;
        }
        JWSVerifier verifier = key instanceof RSAKey rsa ? new RSASSAVerifier(rsa) : new ECDSAVerifier(key.toECKey());
        return verifier.supportedJWSAlgorithms().contains(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
    }

    private void requireOnce(Client client, JWTClaimsSet claims) {
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null || !claims.getAudience().equals(List.of(realm.token()))) {
            throw OAuthProblem.invalidClient();
        }
        Instant expires = claims.getExpirationTime().toInstant();
        Instant earliest = now.minus(Dialect.CLOCK_SKEW);
        Instant latest = now.plus(Dialect.CLOCK_SKEW);
        boolean tooEarly = claims.getIssueTime() != null
                && claims.getIssueTime().toInstant().isAfter(latest);
        boolean notYet = claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(latest);
        boolean tooLong = expires.isAfter(latest.plus(Dialect.LONGEST_ASSERTION));
        String id = claims.getJWTID();
        if (!expires.isAfter(earliest) || tooEarly || notYet || tooLong || id == null || id.isEmpty()) {
            throw OAuthProblem.invalidClient();
        }
        boolean fresh =
                id.length() <= LONGEST_ID && seen.add(client.id() + " " + id, true, expires.plus(Dialect.CLOCK_SKEW));
        if (!fresh) {
            throw OAuthProblem.invalidClient();
        }
    }
}
