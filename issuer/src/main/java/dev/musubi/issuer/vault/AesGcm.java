package dev.musubi.issuer.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce before the ciphertext and a 128-bit tag behind it.
 *
 * <p>A data key seals a few dozen items in its life, so random nonces are far from their limit.
 */
public final class AesGcm {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    /** Nonce, ciphertext and tag in one array; {@code boundTo} is authenticated, not stored. */
    public static byte[] seal(SecretKey key, byte[] clear, byte[] boundTo) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(boundTo);
            byte[] sealed = cipher.doFinal(clear);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new VaultException("sealing failed", e);
        }
    }

    /**
     * The clear bytes.
     *
     * @throws VaultException if a bit of the sealed bytes, the key or {@code boundTo} differs
     */
    public static byte[] open(SecretKey key, byte[] sealed, byte[] boundTo) {
        if (sealed.length < NONCE + TAG_BITS / 8) {
            throw new VaultException("sealed bytes are too short");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, Arrays.copyOf(sealed, NONCE)));
            cipher.updateAAD(boundTo);
            return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new VaultException("what was sealed does not open: it was altered, or belongs elsewhere", e);
        }
    }
}
