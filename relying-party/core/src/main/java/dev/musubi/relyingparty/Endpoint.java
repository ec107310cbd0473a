package dev.musubi.relyingparty;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the provider's endpoints in the client's name: authenticated by a signed assertion (RFC 7523) or by the TLS
 * certificate alone (RFC 8705), and with a proof of possession where tokens are bound to a key (RFC 9449). The provider's
 * nonces are remembered and, where it wants another, the request is sent once more with that.
 */
final class Endpoint {

    private static final Duration ASSERTION_TERM = Duration.ofMinutes(1);
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final URI issuer;
    private final String clientId;
    private final @Nullable ClientKey key;
    private final Transport transport;
    private final SteadyClock clock;
    private final Map<URI, String> nonces = new ConcurrentHashMap<>();

    Endpoint(URI issuer, String clientId, @Nullable ClientKey key, Transport transport, SteadyClock clock) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.key = key;
        this.transport = transport;
        this.clock = clock;
    }

    /** Sends a form, authenticated. */
    Transport.Answer post(URI uri, Map<String, String> form, @Nullable ClientKey proofKey) throws NotSignedInException {
        return twice(uri, nonce -> {
            // An assertion is good once, so each try has its own.
            Map<String, String> all = new LinkedHashMap<>(form);
            all.put("client_id", clientId);
            if (key != null) {
                all.put("client_assertion_type", ASSERTION_TYPE);
                all.put("client_assertion", assertion(key));
            }
            return transport.post(
                    uri, all, proofKey == null ? Map.of() : Map.of("DPoP", proof(proofKey, "POST", uri, nonce, null)));
        });
    }

    /** Sends any request to a protected resource with an access token, JSON where there is a body, and with these headers. */
    Transport.Answer send(
            String method,
            URI uri,
            @Nullable Map<String, Object> body,
            Map<String, String> headers,
            String accessToken,
            @Nullable ClientKey proofKey)
            throws NotSignedInException {
        return twice(uri, nonce -> {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.putAll(showing(accessToken, proofKey, method, uri, nonce));
            return transport.send(method, uri, body, all);
        });
    }

    /** Gets a protected resource with an access token. */
    Transport.Answer get(URI uri, String accessToken, @Nullable ClientKey proofKey) throws NotSignedInException {
        return twice(uri, nonce -> transport.get(uri, showing(accessToken, proofKey, "GET", uri, nonce)));
    }

    private Map<String, String> showing(
            String accessToken, @Nullable ClientKey proofKey, String method, URI uri, @Nullable String nonce) {
        return proofKey == null
                ? Map.of("Authorization", "Bearer " + accessToken)
                : Map.of(
                        "Authorization",
                        "DPoP " + accessToken,
                        "DPoP",
                        proof(proofKey, method, uri, nonce, accessToken));
    }

    private interface Try {
        Transport.Answer with(@Nullable String nonce) throws TransportException;
    }

    private Transport.Answer twice(URI uri, Try request) throws NotSignedInException {
        try {
            Transport.Answer first = request.with(nonces.get(uri));
            Optional<String> nonce = first.header("DPoP-Nonce");
            nonce.ifPresent(given -> nonces.put(uri, given));
            boolean wanted = (first.status() == 400 || first.status() == 401)
                    && nonce.isPresent()
                    && (first.body().contains("use_dpop_nonce")
                            || first.header("WWW-Authenticate").orElse("").contains("use_dpop_nonce"));
            if (!wanted) {
                return first;
            }
            Transport.Answer second = request.with(nonce.get());
            second.header("DPoP-Nonce").ifPresent(given -> nonces.put(uri, given));
            return second;
        } catch (TransportException e) {
            throw NotSignedInException.unreachable(Trouble.of(e.why(), e));
        }
    }

    private String assertion(ClientKey key) {
        Instant now = clock.now();
        return key.sign(
                "JWT",
                new JWTClaimsSet.Builder()
                        .issuer(clientId)
                        .subject(clientId)
                        .audience(issuer.toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(ASSERTION_TERM)))
                        .jwtID(UUID.randomUUID().toString())
                        .build(),
                false);
    }

    private String proof(
            ClientKey proofKey, String method, URI uri, @Nullable String nonce, @Nullable String accessToken) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", withoutQuery(uri))
                .issueTime(Date.from(clock.now()));
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        if (accessToken != null) {
            claims.claim("ath", sha256(accessToken));
        }
        return proofKey.sign("dpop+jwt", claims.build(), true);
    }

    private static String withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    private static String sha256(String text) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
