package dev.musubi.jpki.verification;

import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.verification.VerificationOutcome.Refused;
import dev.musubi.jpki.verification.VerificationOutcome.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verifies documents signed with a JPKI certificate: signature, certificate, path. Documents that state a holder's will
 * and answers to a sign-in challenge have entries of their own, so that the signature certificate and the authentication
 * certificate are never taken for each other. Thread-safe.
 *
 * <p>It does not ask about revocation; see {@link dev.musubi.jpki.revocation}.
 */
public final class SignatureVerifier {

    /** The largest JWS looked at, in characters. */
    public static final int MAXIMUM_JWS_CHARACTERS = 512 * 1024;
    /** The largest detached CMS signature looked at, in bytes. */
    public static final int MAXIMUM_CMS_BYTES = 64 * 1024;
    /** The largest content of a detached CMS signature looked at, in bytes. */
    public static final int MAXIMUM_CMS_CONTENT_BYTES = 64 * 1024 * 1024;

    private final CertificatePathValidator paths;

    /**
     * @param profile the environment's rules
     * @param authorities those trusted; must be of the same environment
     * @param clockSkew how long before its start a certificate is accepted already; its end is exact
     */
    public SignatureVerifier(JpkiProfile profile, TrustedAuthorities authorities, Duration clockSkew) {
        this.paths = new CertificatePathValidator(profile, authorities, clockSkew);
    }

    /**
     * Verifies a JWS, compact (RFC 7515 section 7.1) or flattened JSON (section 7.2.2), whose {@code x5c} header (section
     * 4.1.6; in the flattened form an unprotected one) holds the signature certificate. Headers that point to keys elsewhere ({@code jku}, {@code jwk}, {@code x5u}) and {@code crit} are
     * refused.
     */
    public VerificationOutcome verifyJws(String jws, Instant at) {
        return verify(jws, at, AuthorityRole.SIGNATURE);
    }

    /**
     * Verifies a detached CMS signature (RFC 5652 section 5) over a content: one signer, with signed attributes, its
     * signature certificate in it.
     */
    public VerificationOutcome verifyCms(byte[] content, byte[] detachedSignature, Instant at) {
        return verify(content, detachedSignature, at, AuthorityRole.SIGNATURE);
    }

    /** Like {@link #verifyJws}, for an answer made with the authentication certificate. */
    public VerificationOutcome verifyAuthenticationJws(String compact, Instant at) {
        return verify(compact, at, AuthorityRole.AUTHENTICATION);
    }

    /** Like {@link #verifyCms}, for an answer made with the authentication certificate. */
    public VerificationOutcome verifyAuthenticationCms(byte[] content, byte[] detachedSignature, Instant at) {
        return verify(content, detachedSignature, at, AuthorityRole.AUTHENTICATION);
    }

    private VerificationOutcome verify(String jws, Instant at, AuthorityRole role) {
        if (jws.length() > MAXIMUM_JWS_CHARACTERS) {
            return new Refused(RefusalReason.TOO_LARGE, "");
        }
        try {
            // Answers made with the authentication certificate come compact alone.
            boolean flattened = role == AuthorityRole.SIGNATURE && FlattenedJws.isMeant(jws);
            return verify(flattened ? FlattenedJws.read(jws) : CompactJws.read(jws), at, role);
        } catch (SignatureRefusedException e) {
            return new Refused(e.reason(), e.detail());
        }
    }

    private VerificationOutcome verify(byte[] content, byte[] signature, Instant at, AuthorityRole role) {
        if (signature.length > MAXIMUM_CMS_BYTES || content.length > MAXIMUM_CMS_CONTENT_BYTES) {
            return new Refused(RefusalReason.TOO_LARGE, "");
        }
        try {
            return verify(DetachedCms.read(content, signature), at, role);
        } catch (SignatureRefusedException e) {
            return new Refused(e.reason(), e.detail());
        }
    }

    /**
     * Whichever certificate that came along makes it right. Several may: the same in two encodings (an ECDSA signature has a
     * second value that is as valid). If it is several certificates, nobody can say whose signature it is.
     */
    private VerificationOutcome verify(SignedDocument document, Instant at, AuthorityRole role)
            throws SignatureRefusedException {
        @Nullable Verified verified = null;
        @Nullable VerificationOutcome first = null;
        for (byte[] certificate : document.certificates()) {
            VerificationOutcome outcome = verify(document, certificate, at, role);
            first = first == null ? outcome : first;
            if (outcome instanceof Verified one) {
                if (verified != null
                        && !verified.certificate().id().equals(one.certificate().id())) {
                    return new Refused(RefusalReason.MALFORMED_SIGNATURE, "several certificates of the signer");
                }
                verified = verified == null ? one : verified;
            }
        }
        return verified != null ? verified : Objects.requireNonNull(first);
    }

    private VerificationOutcome verify(SignedDocument document, byte[] der, Instant at, AuthorityRole role)
            throws SignatureRefusedException {
        PathOutcome path = paths.validate(der, at);
        if (path instanceof PathOutcome.Refused refused) {
            return new Refused(refused.reason(), refused.detail());
        }
        PathOutcome.Valid valid = (PathOutcome.Valid) path;
        JpkiCertificate certificate = valid.certificate();
        if (certificate.kind().issuedBy() != role) {
            return new Refused(RefusalReason.WRONG_CERTIFICATE_KIND, "");
        }
        KeyAlgorithm algorithm = certificate.keyAlgorithm();
        if (!document.isMadeWith(algorithm)) {
            return new Refused(RefusalReason.ALGORITHM_NOT_ALLOWED, "");
        }
        if (!document.isSignedBy(certificate.publicKey(), algorithm)) {
            return new Refused(RefusalReason.SIGNATURE_MISMATCH, "");
        }
        return new Verified(document.content(), certificate, valid.authority(), at);
    }
}
