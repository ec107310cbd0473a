package dev.musubi.issuer.vault;

import javax.crypto.SecretKey;

/**
 * The key of pairwise subjects (AES-SIV, 512 bits). Changing it gives every holder a new name at every relying party.
 *
 * @param key the key
 */
public record SubjectKey(SecretKey key) {
    @Override
    public String toString() {
        return "SubjectKey[…]";
    }
}
