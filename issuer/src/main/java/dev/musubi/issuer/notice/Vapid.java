package dev.musubi.issuer.notice;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;

/** Says to a push service who sends (Voluntary Application Server Identification, RFC 8292). */
final class Vapid {

    /** RFC 8292 section 2: a day at most. Half of it, for clocks that differ. */
    private static final Duration TERM = Duration.ofHours(12);

    private Vapid() {}

    /** The public key as browsers and push services get it (RFC 8292 section 3.2). */
    static String publicKey(ECKey key) {
        return Base64URL.encode(PushSubscription.point(key)).toString();
    }

    /**
     * The header {@code Authorization} (RFC 8292 section 3), good for this push service alone.
     *
     * @param subject where a push service reaches the operator (RFC 8292 section 2.1)
     */
    static String authorization(ECKey key, URI subject, URI endpoint, Instant now) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .build(),
                new JWTClaimsSet.Builder()
                        .audience(origin(endpoint))
                        .expirationTime(Date.from(now.plus(TERM)))
                        .subject(subject.toString())
                        .build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the key for push services does not sign", e);
        }
        return "vapid t=" + token.serialize() + ", k=" + publicKey(key);
    }

    /** RFC 6454 section 6.1: scheme, host, and the port where it is not the usual one. */
    private static String origin(URI endpoint) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        boolean usual = endpoint.getPort() < 0 || endpoint.getPort() == 443;
        return "https://" + host + (usual ? "" : ":" + endpoint.getPort());
    }
}
