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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a proof of possession has to be, by itself and for its request: the checks of RFC 9449 section 4.3. */
final class ProofRules {

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final int LONGEST_ID = 200;
    private static final int SMALLEST_RSA = 2048;

    private ProofRules() {}

    /** What came of checking a proof. */
    sealed interface Checked {}

    /**
     * A proof that is what it has to be; whether it has been here before, and whether its nonce is ours, is another
     * question.
     *
     * @param thumbprint its key's (RFC 7638, SHA-256)
     * @param id its {@code jti}
     * @param nonce its nonce, if it has one
     */
    record Good(String thumbprint, String id, @Nullable String nonce) implements Checked {}

    /**
     * A proof that is not.
     *
     * @param why which check failed, in a sentence that quotes nothing
     */
    record Bad(String why) implements Checked {}

    /**
     * Checks a proof. When it was made it has to say ({@code iat}), but that is not measured: a nonce of ours is wanted in
     * any case and is minutes old at most, and stands for the time, so that a device whose clock is wrong gets through (RFC
     * 9449 section 11.1).
     *
     * @param method the request's method
     * @param uri the request's address
     * @param accessToken the access token sent along, if any
     */
    static Checked check(SignedJWT proof, String method, URI uri, @Nullable String accessToken) {
        try {
            JWTClaimsSet claims = proof.getJWTClaimsSet();
            JWK key = proof.getHeader().getJWK();
            for (Optional<String> fault :
                    List.of(header(proof, key), request(claims, method, uri), token(claims, accessToken))) {
                if (fault.isPresent()) {
                    return new Bad(fault.get());
                }
            }
            return new Good(
                    Objects.requireNonNull(key).computeThumbprint().toString(),
                    claims.getJWTID(),
                    claims.getStringClaim("nonce"));
        } catch (ParseException | JOSEException refused) {
            return new Bad("A claim of the proof is of another type than it has to be, or its key is none.");
        }
    }

    private static Optional<String> header(SignedJWT proof, @Nullable JWK key) {
        JWSHeader header = proof.getHeader();
        if (!TYPE.equals(header.getType())) {
            return Optional.of("The proof's typ is not dpop+jwt.");
        }
        if (!Proofs.ALGORITHMS.contains(header.getAlgorithm())) {
            return Optional.of("The proof's alg is not one of " + Proofs.ALGORITHMS + ".");
        }
        if (key == null || key.isPrivate()) {
            return Optional.of("The proof has no public key (jwk) in its header.");
        }
        if (key.getKeyType().equals(KeyType.RSA) && key.size() < SMALLEST_RSA) {
            return Optional.of("The proof's key is smaller than " + SMALLEST_RSA + " bits.");
        }
        return isSigned(proof, key) ? Optional.empty() : Optional.of("The proof's signature is not by its key.");
    }

    private static boolean isSigned(SignedJWT proof, JWK key) {
        try {
            return key instanceof AsymmetricJWK pair
                    && proof.verify(
                            new DefaultJWSVerifierFactory().createJWSVerifier(proof.getHeader(), pair.toPublicKey()));
        } catch (JOSEException notByIt) {
            return false;
        }
    }

    private static Optional<String> request(JWTClaimsSet claims, String method, URI uri) throws ParseException {
        String id = claims.getJWTID();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return Optional.of("The proof's jti is missing, or longer than " + LONGEST_ID + " characters.");
        }
        if (!method.equals(claims.getStringClaim("htm"))) {
            return Optional.of("The proof's htm is not this request's method.");
        }
        String htu = claims.getStringClaim("htu");
        if (htu == null || !HttpAddress.same(htu, uri)) {
            return Optional.of("The proof's htu is not this request's address.");
        }
        return claims.getIssueTime() == null ? Optional.of("The proof's iat is missing.") : Optional.empty();
    }

    private static Optional<String> token(JWTClaimsSet claims, @Nullable String accessToken)
            throws ParseException, JOSEException {
        return accessToken == null
                        || DPoPUtils.computeSHA256(new DPoPAccessToken(accessToken))
                                .toString()
                                .equals(claims.getStringClaim("ath"))
                ? Optional.empty()
                : Optional.of("The proof's ath is not this access token's hash.");
    }
}
