package dev.musubi.card.virtual;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * A key with its certificate and its authority's certificate, as they are put on a virtual card.
 *
 * <p>A certificate must have 256 to 65,535 bytes: programs take its length from the first four bytes, in the form
 * {@code 30 82 hh ll}. {@link #toString()} gives nothing away.
 */
public final class KeyOnCard {

    private final CardSigner signer;
    private final byte[] certificate;
    private final byte[] authority;

    /** @throws IllegalArgumentException if a certificate is shorter or longer than a card can hold */
    public KeyOnCard(CardSigner signer, byte[] certificate, byte[] authority) {
        this.signer = signer;
        this.certificate = requireLongForm(certificate);
        this.authority = requireLongForm(authority);
    }

    /** The same, from certificates as the JDK has them. */
    public static KeyOnCard of(CardSigner signer, X509Certificate certificate, X509Certificate authority) {
        try {
            return new KeyOnCard(signer, certificate.getEncoded(), authority.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("this certificate has no encoding", e);
        }
    }

    private static byte[] requireLongForm(byte[] der) {
        boolean fits = der.length >= 4 + 256
                && der.length <= 4 + 0xFFFF
                && (der[0] & 0xFF) == 0x30
                && (der[1] & 0xFF) == 0x82
                && ((der[2] & 0xFF) << 8 | (der[3] & 0xFF)) + 4 == der.length;
        if (!fits) {
            throw new IllegalArgumentException("a certificate on a card begins with 30 82 and its length");
        }
        return der.clone();
    }

    CardSigner signer() {
        return signer;
    }

    byte[] certificate() {
        return certificate;
    }

    byte[] authority() {
        return authority;
    }

    @Override
    public String toString() {
        return "KeyOnCard[" + signer.algorithm() + "]";
    }
}
