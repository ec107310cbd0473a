package dev.musubi.issuer.dpop;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.database.SingleUse;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.KeyedHash;
import java.net.URI;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Proofs of possession (DPoP, RFC 9449). A proof is good once, for the one request it names, and only with a nonce of
 * ours that is two minutes old at most, so that none can be made in advance. Nonces need no table: they are keyed hashes
 * of the minute.
 */
@Component
public class Proofs {

    /** The algorithms a proof may be signed with. */
    public static final List<JWSAlgorithm> ALGORITHMS = List.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256);

    private static final Duration STEP = Duration.ofMinutes(1);

    /** Longer than a nonce is good for, and with it a proof. */
    private static final Duration REMEMBERED = Duration.ofMinutes(6);

    private final KeyedHash keyedHash;
    private final SingleUse singleUse;
    private final MachineClock machine;

    Proofs(KeyedHash keyedHash, SingleUse singleUse, MachineClock machine) {
        this.keyedHash = keyedHash;
        this.singleUse = singleUse;
        this.machine = machine;
    }

    /** What came of a proof. */
    public sealed interface Outcome {
        /** It holds; the SHA-256 thumbprint of its key. */
        record Holds(String thumbprint) implements Outcome {}

        /** It would, but for a nonce of ours: try again with the one sent along. */
        record WantsNonce() implements Outcome {}

        /**
         * It does not hold.
         *
         * @param why which check failed, in a sentence that quotes nothing
         */
        record Refused(String why) implements Outcome {}
    }

    /**
     * A proof sent to an endpoint without a token, by whoever has its key.
     *
     * @param sender whom the proof's {@code jti} is one of, so that nobody can use up another's
     */
    public Outcome atEndpoint(URI endpoint, String sender, SignedJWT proof) {
        return check(ProofRules.check(proof, "POST", endpoint, null), sender, null);
    }

    /** A proof sent along with an access token that is bound to a key. */
    public Outcome withToken(
            String method, URI uri, String sender, SignedJWT proof, String accessToken, String thumbprint) {
        return check(ProofRules.check(proof, method, uri, accessToken), sender, thumbprint);
    }

    private Outcome check(ProofRules.Checked checked, String sender, @Nullable String bound) {
        return switch (checked) {
            case ProofRules.Bad(String why) -> new Outcome.Refused(why);
            case ProofRules.Good good -> {
                if (bound != null && !bound.equals(good.thumbprint())) {
                    yield new Outcome.Refused("The proof is by another key than the access token is bound to.");
                }
                if (!isOurs(good.nonce())) {
                    yield new Outcome.WantsNonce();
                }
                yield singleUse.first(
                                "dpop",
                                sender + "\n" + good.id(),
                                machine.instant().plus(REMEMBERED))
                        ? new Outcome.Holds(good.thumbprint())
                        : new Outcome.Refused("The proof was shown before.");
            }
        };
    }

    /**
     * True if a proof has no nonce of ours, whatever else it says. It will have to be made again; so nothing else in its
     * request needs to be looked at, or used up, before that is said. A client may send the rest once more as it was.
     */
    public boolean lacksNonce(SignedJWT proof) {
        try {
            return !isOurs(proof.getJWTClaimsSet().getStringClaim("nonce"));
        } catch (ParseException notAString) {
            return true;
        }
    }

    private boolean isOurs(@Nullable String nonce) {
        long step = step();
        return nonce != null && (nonce.equals(nonce(step)) || nonce.equals(nonce(step - 1)));
    }

    /** The nonce to send along now (RFC 9449 section 8). */
    public String nonce() {
        return nonce(step());
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
}
