package dev.musubi.issuer.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Finds again what may not be written down: HMAC-SHA-256 under a key of the issuer's. Whoever has the database alone
 * can neither read nor guess the numbers behind the hashes, although there are few enough of them to try.
 */
public final class KeyedHash {

    private final SecretKey key;

    /** With a key of at least 256 bits, used for nothing else. */
    public KeyedHash(SecretKey key) {
        this.key = key;
    }

    /** The hash of {@code value} among values of one kind. */
    public byte[] of(String kind, byte[] value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(kind.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new VaultException("HMAC-SHA-256 is not to be had", e);
        }
    }
}
