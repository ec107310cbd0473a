package dev.musubi.jpki.trust;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.NameParts;
import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.Environment;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks whether a certificate is one of a root authority of the environment (RFC 5280 section 4.2; CA profile of JPKI). */
final class AuthorityExamination {

    private static final String SUBJECT_KEY_ID = "2.5.29.14";
    /**
     * Those that may be critical: key usage and basic constraints. What would
     * constrain names or paths is not looked at when a path is validated from a root (RFC 5280 section 6.1.1), so a root that
     * says it must be is refused.
     */
    private static final Set<String> UNDERSTOOD = Set.of("2.5.29.15", "2.5.29.19");

    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private AuthorityExamination() {}

    static TrustedAuthority examine(X509Certificate certificate, JpkiProfile profile, Set<String> extraFingerprints) {
        try {
            byte[] der = certificate.getEncoded();
            DerShape.requireOneValue(der);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der));
            AuthorityRole role = role(certificate, profile)
                    .orElseThrow(() -> new AuthorityRefusedException(AuthorityFault.WRONG_NAME, sha256));
            requireAuthority(certificate, profile, sha256);
            AuthorityKeyId keyId =
                    keyId(certificate).orElseThrow(() -> new AuthorityRefusedException(AuthorityFault.KEY_ID, sha256));
            String label = KnownRoots.label(sha256).orElse(sha256.substring(0, 16));
            if (profile.environment() == Environment.PRODUCTION
                    && KnownRoots.label(sha256).isEmpty()
                    && !extraFingerprints.contains(sha256)) {
                throw new AuthorityRefusedException(AuthorityFault.UNKNOWN_FINGERPRINT, sha256);
            }
            return new TrustedAuthority(keyId, role, label, certificate, sha256);
        } catch (CertificateEncodingException | DerException e) {
            throw new AuthorityRefusedException(AuthorityFault.MALFORMED, "");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static Optional<AuthorityRole> role(X509Certificate certificate, JpkiProfile profile) throws DerException {
        NameParts name = NameParts.read(certificate.getSubjectX500Principal().getEncoded());
        if (!name.has(0, NameParts.COUNTRY, "JP") || !name.has(1, NameParts.ORGANIZATION, profile.organization())) {
            return Optional.empty();
        }
        for (AuthorityRole role : AuthorityRole.values()) {
            if (name.has(2, NameParts.UNIT, profile.issuerUnit(role))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    private static void requireAuthority(X509Certificate certificate, JpkiProfile profile, String sha256) {
        boolean @Nullable [] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || usage == null || !usage[KEY_CERT_SIGN] || !usage[CRL_SIGN]) {
            throw new AuthorityRefusedException(AuthorityFault.NOT_AN_AUTHORITY, sha256);
        }
        if (!UNDERSTOOD.containsAll(certificate.getCriticalExtensionOIDs())) {
            throw new AuthorityRefusedException(AuthorityFault.UNKNOWN_CRITICAL_EXTENSION, sha256);
        }
        Optional<KeyAlgorithm> algorithm = KeyAlgorithm.of(certificate.getPublicKey());
        if (algorithm.filter(profile.algorithms()::contains).isEmpty()
                || !algorithm.get().signatureOid().equals(certificate.getSigAlgOID())) {
            throw new AuthorityRefusedException(AuthorityFault.ALGORITHM_NOT_ALLOWED, sha256);
        }
        try {
            if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
                throw new AuthorityRefusedException(AuthorityFault.NOT_SELF_SIGNED, sha256);
            }
            if (!algorithm.get().isSignatureValue(certificate.getSignature())) {
                throw new AuthorityRefusedException(AuthorityFault.MALFORMED, sha256);
            }
            certificate.verify(certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new AuthorityRefusedException(AuthorityFault.NOT_SELF_SIGNED, sha256);
        }
    }

    private static Optional<AuthorityKeyId> keyId(X509Certificate certificate) throws DerException {
        byte @Nullable [] extension = certificate.getExtensionValue(SUBJECT_KEY_ID);
        if (extension == null) {
            return Optional.empty();
        }
        byte[] id = new DerReader(extension).enterOctetString().content(Tag.OCTET_STRING);
        return id.length == AuthorityKeyId.LENGTH ? Optional.of(AuthorityKeyId.of(id)) : Optional.empty();
    }
}
