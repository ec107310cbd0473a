package dev.musubi.sandbox.phone;

import java.security.PrivateKey;

/** A private key and the certificate that is sent along with its signatures. */
record Signer(PrivateKey key, byte[] certificate) {

    @Override
    public String toString() {
        return "Signer[redacted]";
    }
}
