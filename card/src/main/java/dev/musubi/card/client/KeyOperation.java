package dev.musubi.card.client;

import dev.musubi.card.DigestAlgorithm;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import javax.crypto.Cipher;

/** What is sent to the card to have a digest signed, and whether what comes back is the signature. By kind of key. */
enum KeyOperation {
    /** A DigestInfo goes in; the card pads it by PKCS #1 v1.5. */
    RSA(KeyAlgorithm.RSA_2048_SHA_256) {
        @Override
        Optional<byte[]> input(CardDigest digest) {
            return Optional.of(digest.algorithm().digestInfo(digest.value()));
        }

        @Override
        boolean isSignature(PublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, key);
            return MessageDigest.isEqual(rsa.doFinal(signature), input);
        }
    },
    /** The bare SHA-384 digest goes in. Assumed: no card does this yet. */
    ECDSA(KeyAlgorithm.ECDSA_P384_SHA_384) {
        @Override
        Optional<byte[]> input(CardDigest digest) {
            return digest.algorithm() == DigestAlgorithm.SHA_384 ? Optional.of(digest.value()) : Optional.empty();
        }

        @Override
        boolean isSignature(PublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException {
            Signature ecdsa = Signature.getInstance("NONEwithECDSAinP1363Format");
            ecdsa.initVerify(key);
            ecdsa.update(input);
            return ecdsa.verify(signature);
        }
    };

    private final KeyAlgorithm algorithm;

    KeyOperation(KeyAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    static Optional<KeyOperation> of(PublicKey key) {
        return KeyAlgorithm.of(key).map(algorithm -> switch (algorithm) {
            case RSA_2048_SHA_256 -> RSA;
            case ECDSA_P384_SHA_384 -> ECDSA;
        });
    }

    KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** The data of COMPUTE DIGITAL SIGNATURE, or empty if this key is not used with this digest. */
    abstract Optional<byte[]> input(CardDigest digest);

    abstract boolean isSignature(PublicKey key, byte[] input, byte[] signature) throws GeneralSecurityException;
}
