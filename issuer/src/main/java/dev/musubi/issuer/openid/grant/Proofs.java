package dev.musubi.issuer.openid.grant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProofUse;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPNonceException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.util.singleuse.AlreadyUsedException;
import com.nimbusds.oauth2.sdk.util.singleuse.SingleUseChecker;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.musubi.issuer.database.SingleUse;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Proofs of possession (DPoP, RFC 9449). A proof is good once, for the one request it names, and only with a nonce of
 * ours that is two minutes old at most, so that none can be made in advance. Nonces need no table: they are keyed hashes
 * of the minute.
 */
@Component
public class Proofs {

    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256);

    private final KeyedHash keyedHash;
    private final MachineClock machine;
    private final SingleUseChecker<DPoPProofUse> once;

    private final DPoPProtectedResourceRequestVerifier resource;
    private final ConcurrentHashMap<URI, DPoPTokenRequestVerifier> token = new ConcurrentHashMap<>();

    Proofs(KeyedHash keyedHash, SingleUse singleUse, MachineClock machine) {
        this.keyedHash = keyedHash;
        this.machine = machine;
        this.once = use -> {
            if (!singleUse.first(
                    "dpop",
                    use.getIssuer().getValue() + "\n" + use.getJWTID().getValue(),
                    machine.instant().plus(OLDEST).plus(SKEW))) {
                throw new AlreadyUsedException("this proof was shown before");
            }
        };
        this.resource =
                new DPoPProtectedResourceRequestVerifier(algorithms(), SKEW.toSeconds(), OLDEST.toSeconds(), once);
    }

    /** The library strikes out what it does not support, so it gets a set of its own. */
    private static Set<JWSAlgorithm> algorithms() {
        return new HashSet<>(ALGORITHMS);
    }

    /** What came of a proof. */
    public sealed interface Outcome {
        /** It holds; the SHA-256 thumbprint of its key. */
        record Holds(String thumbprint) implements Outcome {}

        /** It would, but for a nonce of ours: try again with the one sent along. */
        record WantsNonce() implements Outcome {}

        /** It does not hold. */
        record Refused() implements Outcome {}
    }

    /** A proof sent to an endpoint of the authorization server. */
    public Outcome atEndpoint(URI endpoint, String clientId, SignedJWT proof) {
        try {
            JWKThumbprintConfirmation confirmation = token.computeIfAbsent(
                            endpoint,
                            uri -> new DPoPTokenRequestVerifier(
                                    algorithms(), uri, SKEW.toSeconds(), OLDEST.toSeconds(), once))
                    .verify(new DPoPIssuer(clientId), proof, nonces());
            return new Outcome.Holds(confirmation.getValue().toString());
        } catch (InvalidDPoPNonceException nonce) {
            return new Outcome.WantsNonce();
        } catch (InvalidDPoPProofException | JOSEException refused) {
            return new Outcome.Refused();
        }
    }

    /** A proof sent along with an access token that is bound to a key. */
    public Outcome withToken(
            String method, URI uri, String clientId, SignedJWT proof, String accessToken, String thumbprint) {
        try {
            resource.verify(
                    method,
                    uri,
                    new DPoPIssuer(clientId),
                    proof,
                    new DPoPAccessToken(accessToken),
                    new JWKThumbprintConfirmation(new com.nimbusds.jose.util.Base64URL(thumbprint)),
                    nonces(),
                    null);
            return new Outcome.Holds(thumbprint);
        } catch (InvalidDPoPNonceException nonce) {
            return new Outcome.WantsNonce();
        } catch (InvalidDPoPProofException | AccessTokenValidationException | JOSEException refused) {
            return new Outcome.Refused();
        }
    }

    /** The nonce to send along now (RFC 9449 section 8). */
    public String nonce() {
        return nonce(step());
    }

    private Set<Nonce> nonces() {
        long step = step();
        return Set.of(new Nonce(nonce(step)), new Nonce(nonce(step - 1)));
    }

    private long step() {
        return machine.instant().getEpochSecond() / STEP.toSeconds();
    }

    private String nonce(long step) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keyedHash.of(
                        "dpop-nonce",
                        ByteBuffer.allocate(Long.BYTES).putLong(step).array()));
    }

    /** The thumbprint a proof's key has, without believing the proof; empty if it has none. */
    public static Optional<String> thumbprint(SignedJWT proof) {
        try {
            return proof.getHeader().getJWK() == null
                    ? Optional.empty()
                    : Optional.of(proof.getHeader().getJWK().computeThumbprint().toString());
        } catch (JOSEException none) {
            return Optional.empty();
        }
    }
}
