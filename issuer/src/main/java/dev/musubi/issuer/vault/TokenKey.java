package dev.musubi.issuer.vault;

import javax.crypto.SecretKey;

/**
 * The key under which codes, tokens and cookies are sealed (256 bits). Changing it ends all of them.
 *
 * @param key the key
 */
public record TokenKey(SecretKey key) {
    @Override
    public String toString() {
        return "TokenKey[…]";
    }
}
