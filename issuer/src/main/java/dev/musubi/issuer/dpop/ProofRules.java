package dev.musubi.issuer.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DPoPUtils;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a proof of possession has to be, by itself and for its request: the checks of RFC 9449 section 4.3. */
final class ProofRules {

    /** How long ago a proof may have been made. */
    static final Duration OLDEST = Duration.ofMinutes(5);

    /** How far the client's clock may be ahead of ours. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final int LONGEST_ID = 200;
    private static final int SMALLEST_RSA = 2048;

    private ProofRules() {}

    /**
     * A proof that is what it has to be; whether it has been here before, and whether its nonce is ours, is another
     * question.
     *
     * @param thumbprint its key's (RFC 7638, SHA-256)
     * @param id its {@code jti}
     * @param nonce its nonce, if it has one
     */
    record Good(String thumbprint, String id, @Nullable String nonce) {}

    /**
     * Checks a proof.
     *
     * @param method the request's method
     * @param uri the request's address
     * @param accessToken the access token sent along, if any
     */
    static Optional<Good> check(SignedJWT proof, String method, URI uri, @Nullable String accessToken, Instant now) {
        try {
            JWTClaimsSet claims = proof.getJWTClaimsSet();
            String id = claims.getJWTID();
            String htu = claims.getStringClaim("htu");
            JWK key = proof.getHeader().getJWK();
            boolean holds = key != null
                    && id != null
                    && !id.isBlank()
                    && id.length() <= LONGEST_ID
                    && method.equals(claims.getStringClaim("htm"))
                    && htu != null
                    && HttpAddress.same(htu, uri)
                    && isOfNow(claims, now)
                    // What anybody can make us work out comes last.
                    && isSigned(proof, key)
                    && (accessToken == null
                            || DPoPUtils.computeSHA256(new DPoPAccessToken(accessToken))
                                    .toString()
                                    .equals(claims.getStringClaim("ath")));
            return holds
                    ? Optional.of(new Good(key.computeThumbprint().toString(), id, claims.getStringClaim("nonce")))
                    : Optional.empty();
        } catch (ParseException | JOSEException refused) {
            return Optional.empty();
        }
    }

    private static boolean isSigned(SignedJWT proof, JWK key) throws JOSEException {
        JWSHeader header = proof.getHeader();
        return TYPE.equals(header.getType())
                && Proofs.ALGORITHMS.contains(header.getAlgorithm())
                && !key.isPrivate()
                && key instanceof AsymmetricJWK pair
                && (!key.getKeyType().equals(KeyType.RSA) || key.size() >= SMALLEST_RSA)
                && proof.verify(new DefaultJWSVerifierFactory().createJWSVerifier(header, pair.toPublicKey()));
    }

    private static boolean isOfNow(JWTClaimsSet claims, Instant now) {
        Date made = claims.getIssueTime();
        Date begins = claims.getNotBeforeTime();
        Date ends = claims.getExpirationTime();
        return made != null
                && !made.toInstant().isBefore(now.minus(OLDEST))
                && !made.toInstant().isAfter(now.plus(SKEW))
                && (begins == null || !begins.toInstant().isAfter(now.plus(SKEW)))
                && (ends == null || ends.toInstant().isAfter(now.minus(SKEW)));
    }
}
