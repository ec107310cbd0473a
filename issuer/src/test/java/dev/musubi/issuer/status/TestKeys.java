package dev.musubi.issuer.status;

import dev.musubi.issuer.vault.KeyedHash;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;

/** Keys of status lists, each from a number. */
final class TestKeys {

    private TestKeys() {}

    static StatusKey key(long seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return new StatusKey(new KeyedHash(new SecretKeySpec(bytes, "HmacSHA256")));
    }
}
