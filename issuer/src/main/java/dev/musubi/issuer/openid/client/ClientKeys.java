package dev.musubi.issuer.openid.client;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a client's keys is for what, by what each says of itself: {@code use}, {@code key_ops} and {@code alg} (RFC 7517
 * sections 4.2 to 4.4). One that says it is for something else is not taken, whichever of the three says so.
 */
public final class ClientKeys {

    /** What a public key does when somebody encrypts to it; agreement on a key needs nothing of the public one. */
    private static final Set<KeyOperation> ENCRYPTING =
            EnumSet.of(KeyOperation.ENCRYPT, KeyOperation.WRAP_KEY, KeyOperation.DERIVE_KEY, KeyOperation.DERIVE_BITS);

    private ClientKeys() {}

    /** The client's key that something is encrypted to by this algorithm, if it registered one. */
    public static Optional<JWK> forEncryption(OIDCClientMetadata metadata, JWEAlgorithm algorithm) {
        boolean rsa = JWEAlgorithm.Family.RSA.contains(algorithm);
        return metadata.getJWKSet() == null
                ? Optional.empty()
                : metadata.getJWKSet().getKeys().stream()
                        .filter(key -> rsa ? key instanceof RSAKey : key instanceof ECKey)
                        .filter(key -> isAbsentOr(KeyUse.ENCRYPTION, key.getKeyUse()))
                        .filter(key -> isAbsentOr(algorithm, key.getAlgorithm()))
                        .filter(key -> isFor(ENCRYPTING, key))
                        // A key that says it is for this stands before one that does not say.
                        .min(Comparator.comparingInt(ClientKeys::silence));
    }

    /** The client's keys that may have signed what has this header. */
    public static List<JWK> forVerification(OIDCClientMetadata metadata, JWSHeader header) {
        return metadata.getJWKSet() == null
                ? List.of()
                : new JWKSelector(JWKMatcher.forJWSHeader(header))
                        .select(metadata.getJWKSet()).stream()
                                .filter(key -> isFor(EnumSet.of(KeyOperation.VERIFY), key))
                                .toList();
    }

    private static int silence(JWK key) {
        return (key.getAlgorithm() == null ? 1 : 0)
                + (key.getKeyUse() == null ? 1 : 0)
                + (key.getKeyOperations() == null ? 1 : 0);
    }

    private static boolean isFor(Set<KeyOperation> wanted, JWK key) {
        Set<KeyOperation> said = key.getKeyOperations();
        return said == null || said.stream().anyMatch(wanted::contains);
    }

    private static boolean isAbsentOr(Object wanted, @Nullable Object said) {
        return said == null || said.equals(wanted);
    }
}
