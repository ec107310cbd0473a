package dev.musubi.jpki.certificate;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An end-entity certificate that keeps every rule of its environment's profile that can be seen on the certificate
 * itself. Only {@link CertificateReader} makes one. Having one does not mean that it is trusted, in force or unrevoked.
 * {@link #toString()} gives away nothing but the kind.
 */
public final class JpkiCertificate {

    private final CertificateId id;
    private final CertificateKind kind;
    private final @Nullable FourAttributes attributes;
    private final CrlPartition crlPartition;
    private final @Nullable String ocspAddress;
    private final KeyAlgorithm keyAlgorithm;
    private final X509Certificate x509;
    private final byte[] der;

    JpkiCertificate(
            CertificateId id,
            CertificateKind kind,
            @Nullable FourAttributes attributes,
            CrlPartition crlPartition,
            @Nullable String ocspAddress,
            KeyAlgorithm keyAlgorithm,
            X509Certificate x509,
            byte[] der) {
        this.id = id;
        this.kind = kind;
        this.attributes = attributes;
        this.crlPartition = crlPartition;
        this.ocspAddress = ocspAddress;
        this.keyAlgorithm = keyAlgorithm;
        this.x509 = x509;
        this.der = der;
    }

    /** The authority's key (from the authority key identifier) and the serial. */
    public CertificateId id() {
        return id;
    }

    /** The kind, by policy. */
    public CertificateKind kind() {
        return kind;
    }

    /** The four attributes: always there on a signature certificate, never on an authentication certificate. */
    public Optional<FourAttributes> attributes() {
        return Optional.ofNullable(attributes);
    }

    /** Start of validity, inclusive. */
    public Instant notBefore() {
        return x509.getNotBefore().toInstant();
    }

    /** Validity, both ends inclusive. */
    public Validity validity() {
        return Validity.of(x509);
    }

    /** End of validity, inclusive; whether it is over says {@link #validity()}. */
    public Instant notAfter() {
        return x509.getNotAfter().toInstant();
    }

    /** The revocation list this certificate belongs to. */
    public CrlPartition crlPartition() {
        return crlPartition;
    }

    /** Where the certificate says OCSP is answered, {@code http} or {@code https} (RFC 5280 section 4.2.2.1). */
    public Optional<URI> ocspUri() {
        if (ocspAddress == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(ocspAddress);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The holder's public key, of an algorithm the profile accepts. */
    public PublicKey publicKey() {
        return x509.getPublicKey();
    }

    /** The algorithm of the holder's key, and of the signatures made with it. */
    public KeyAlgorithm keyAlgorithm() {
        return keyAlgorithm;
    }

    /** The certificate as the JDK has it. */
    public X509Certificate x509() {
        return x509;
    }

    /** The certificate's bytes. */
    public byte[] der() {
        return der.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof JpkiCertificate other && x509.equals(other.x509);
    }

    @Override
    public int hashCode() {
        return x509.hashCode();
    }

    @Override
    public String toString() {
        return "JpkiCertificate[" + kind + "]";
    }
}
