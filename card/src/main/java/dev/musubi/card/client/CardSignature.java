package dev.musubi.card.client;

import dev.musubi.jpki.profile.KeyAlgorithm;

/** A signature by a card, checked against the certificate beside it. {@link #toString()} gives nothing away. */
public final class CardSignature {

    private final byte[] value;
    private final KeyAlgorithm algorithm;
    private final CardCertificate certificate;

    CardSignature(byte[] value, KeyAlgorithm algorithm, CardCertificate certificate) {
        this.value = value;
        this.algorithm = algorithm;
        this.certificate = certificate;
    }

    /** For RSA 256 bytes of PKCS #1 v1.5, as in JWS RS256 and CMS; for ECDSA r and s, 48 bytes each, as in JWS ES384. */
    public byte[] value() {
        return value.clone();
    }

    /** The kind of key. */
    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** The certificate of the key. */
    public CardCertificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "CardSignature[" + algorithm + "]";
    }
}
