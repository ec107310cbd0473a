package dev.musubi.sandbox.authority;

import dev.musubi.sandbox.register.CertificateRecord;
import java.security.PrivateKey;

/** A certificate with its DER and the holder's private key. {@link #toString()} gives nothing away. */
public record IssuedCertificate(CertificateRecord record, PrivateKey privateKey, byte[] der) {

    @Override
    public String toString() {
        return "IssuedCertificate[redacted]";
    }
}
