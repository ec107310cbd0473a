package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.certificate.CertificateId;

/** A request ready to send, with what is needed to judge the answer. {@link #toString()} gives nothing away. */
public final class OcspRequest {

    private final CertificateId certificate;
    private final byte[] nonce;
    private final byte[] der;

    OcspRequest(CertificateId certificate, byte[] nonce, byte[] der) {
        this.certificate = certificate;
        this.nonce = nonce;
        this.der = der;
    }

    /** The certificate asked about. */
    public CertificateId certificate() {
        return certificate;
    }

    /** The DER of the OCSPRequest. */
    public byte[] der() {
        return der.clone();
    }

    /** The nonce sent (RFC 9654). */
    public byte[] nonce() {
        return nonce.clone();
    }

    @Override
    public String toString() {
        return "OcspRequest[redacted]";
    }
}
