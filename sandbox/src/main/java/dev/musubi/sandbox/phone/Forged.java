package dev.musubi.sandbox.phone;

import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * What a phone sends for a signature.
 *
 * @param certificate what goes along with it, which a forger may have altered
 * @param instead a key that signs in place of the card's, or null where the card's own signature is sent
 */
record Forged(byte[] certificate, @Nullable PrivateKey instead) {

    @Override
    public String toString() {
        return "Forged[redacted]";
    }
}
