package dev.musubi.jpki.trust;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.profile.AuthorityRole;
import java.security.PublicKey;
import java.security.cert.X509Certificate;

/**
 * One key generation of one of the two JPKI authorities: a self-signed root that signs end-entity certificates, CRLs and
 * OCSP responders' certificates directly. Only {@link TrustedAuthorities} decides that one is trusted.
 *
 * @param keyId the subject key identifier, which the certificates it signed name as their authority key identifier
 * @param role which of the two authorities
 * @param label a name for operators, such as {@code signature 03} or the start of the fingerprint
 * @param certificate the root certificate
 * @param sha256 the SHA-256 fingerprint of the certificate, 64 lower-case hexadecimal digits
 */
public record TrustedAuthority(
        AuthorityKeyId keyId, AuthorityRole role, String label, X509Certificate certificate, String sha256) {

    /** The authority's public key. */
    public PublicKey publicKey() {
        return certificate.getPublicKey();
    }

    @Override
    public String toString() {
        return "TrustedAuthority[" + role + ", " + label + ", " + keyId.hex() + "]";
    }
}
