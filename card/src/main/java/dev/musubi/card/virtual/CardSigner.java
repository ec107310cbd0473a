package dev.musubi.card.virtual;

import dev.musubi.jpki.profile.KeyAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import javax.crypto.Cipher;

/** The private key operation of one key of a card. Padding is the card's own work. */
public interface CardSigner {

    /** What kind of key it is. */
    KeyAlgorithm algorithm();

    /**
     * Uses the key on one block.
     *
     * @param block for RSA the padded block, as long as the modulus (RFC 8017 section 5.2.1, RSASP1); for ECDSA the digest
     * @return for RSA as many bytes as the modulus; for ECDSA r and s, 48 bytes each
     * @throws GeneralSecurityException if the key cannot be used; the card then answers {@code 6F00}
     */
    byte[] sign(byte[] block) throws GeneralSecurityException;

    /** Signs with a private key of the JDK, or of any provider that knows raw RSA and raw ECDSA. */
    static CardSigner of(KeyAlgorithm algorithm, PrivateKey key) {
        return new CardSigner() {
            @Override
            public KeyAlgorithm algorithm() {
                return algorithm;
            }

            @Override
            public byte[] sign(byte[] block) throws GeneralSecurityException {
                return switch (algorithm) {
                    case RSA_2048_SHA_256 -> {
                        Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding");
                        rsa.init(Cipher.DECRYPT_MODE, key);
                        yield rsa.doFinal(block);
                    }
                    case ECDSA_P384_SHA_384 -> {
                        Signature ecdsa = Signature.getInstance("NONEwithECDSAinP1363Format");
                        ecdsa.initSign(key);
                        ecdsa.update(block);
                        yield ecdsa.sign();
                    }
                };
            }
        };
    }
}
