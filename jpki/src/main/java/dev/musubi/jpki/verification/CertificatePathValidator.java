package dev.musubi.jpki.verification;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CertificateReader;
import dev.musubi.jpki.certificate.CertificateReading;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Validates the path from a certificate to a trusted authority (RFC 5280 section 6, by the JDK's PKIX validator) and
 * then the rules of JPKI. The path has always one step: JPKI has no intermediate authorities. Thread-safe.
 */
public final class CertificatePathValidator {

    private record AuthorityAndKind(AuthorityKeyId authority, CertificateKind kind) {}

    /** What the JDK's validator says, in our words; {@link RefusalReason#PATH_INVALID} for the rest. */
    private static final Map<CertPathValidatorException.Reason, RefusalReason> REASONS = Map.of(
            BasicReason.EXPIRED, RefusalReason.EXPIRED,
            BasicReason.NOT_YET_VALID, RefusalReason.NOT_YET_VALID,
            BasicReason.INVALID_SIGNATURE, RefusalReason.ISSUER_SIGNATURE_MISMATCH,
            BasicReason.ALGORITHM_CONSTRAINED, RefusalReason.ALGORITHM_NOT_ALLOWED,
            PKIXReason.NAME_CHAINING, RefusalReason.ISSUER_UNKNOWN,
            PKIXReason.INVALID_POLICY, RefusalReason.POLICY_NOT_ALLOWED,
            PKIXReason.INVALID_KEY_USAGE, RefusalReason.KEY_USAGE,
            PKIXReason.UNRECOGNIZED_CRIT_EXT, RefusalReason.UNKNOWN_CRITICAL_EXTENSION);

    private final CertificateReader reader;
    private final TrustedAuthorities authorities;
    private final Duration clockSkew;
    private final CertificateFactory factory;
    private final Map<AuthorityAndKind, PKIXParameters> parameters;

    /**
     * @param profile the environment's rules
     * @param authorities those trusted; must be of the same environment
     * @param clockSkew how long before its start a certificate is accepted already; its end is exact
     */
    public CertificatePathValidator(JpkiProfile profile, TrustedAuthorities authorities, Duration clockSkew) {
        if (authorities.profile().environment() != profile.environment()) {
            throw new IllegalArgumentException("the trusted authorities are of another environment");
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("a clock skew is not negative");
        }
        this.reader = new CertificateReader(profile);
        this.authorities = authorities;
        this.clockSkew = clockSkew;
        try {
            factory = CertificateFactory.getInstance("X.509");
            parameters = new HashMap<>();
            for (TrustedAuthority authority : authorities.all()) {
                for (CertificateKind kind : profile.kinds()) {
                    parameters.put(
                            new AuthorityAndKind(authority.keyId(), kind),
                            parameters(authority, profile.policyOid(kind)));
                }
            }
        } catch (CertificateException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("this Java runtime cannot validate X.509 paths", e);
        }
    }

    private static PKIXParameters parameters(TrustedAuthority authority, String policy)
            throws InvalidAlgorithmParameterException {
        PKIXParameters pkix = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
        pkix.setRevocationEnabled(false); // asked for separately, with its own evidence
        pkix.setInitialPolicies(Set.of(policy));
        pkix.setExplicitPolicyRequired(true);
        pkix.setPolicyMappingInhibited(true);
        pkix.setAnyPolicyInhibited(true);
        pkix.setPolicyQualifiersRejected(false); // every JPKI certificate has the CPS qualifier
        return pkix;
    }

    /** Reads a certificate's DER and validates it for a time. */
    public PathOutcome validate(byte[] der, Instant at) {
        CertificateReading reading = reader.read(der);
        if (reading instanceof CertificateReading.Refused refused) {
            return new PathOutcome.Refused(RefusalReason.of(refused.fault()), detail(refused));
        }
        return validate(((CertificateReading.Read) reading).certificate(), at);
    }

    /** Validates a certificate already read for a time. */
    public PathOutcome validate(JpkiCertificate certificate, Instant at) {
        Optional<TrustedAuthority> found = authorities.find(certificate.id().authority());
        if (found.isEmpty() || found.get().role() != certificate.kind().issuedBy()) {
            return refuse(RefusalReason.ISSUER_UNKNOWN);
        }
        TrustedAuthority authority = found.get();
        if (outside(at, authority)) {
            return refuse(RefusalReason.AUTHORITY_EXPIRED);
        }
        Instant judgedAt =
                at.isBefore(certificate.notBefore()) && !at.plus(clockSkew).isBefore(certificate.notBefore())
                        ? certificate.notBefore()
                        : at;
        try {
            PKIXParameters pkix = (PKIXParameters) pkixOf(certificate).clone();
            pkix.setDate(Date.from(judgedAt));
            CertPath path = factory.generateCertPath(List.of(certificate.x509()));
            CertPathValidator.getInstance("PKIX").validate(path, pkix);
            return new PathOutcome.Valid(certificate, authority);
        } catch (CertPathValidatorException e) {
            return refuse(reason(e));
        } catch (GeneralSecurityException e) {
            return refuse(RefusalReason.PATH_INVALID);
        }
    }

    private PKIXParameters pkixOf(JpkiCertificate certificate) {
        PKIXParameters pkix =
                parameters.get(new AuthorityAndKind(certificate.id().authority(), certificate.kind()));
        if (pkix == null) {
            throw new IllegalStateException("an authority or a kind was found that was not there before");
        }
        return pkix;
    }

    private static boolean outside(Instant at, TrustedAuthority authority) {
        return at.isBefore(authority.certificate().getNotBefore().toInstant())
                || at.isAfter(authority.certificate().getNotAfter().toInstant());
    }

    private static RefusalReason reason(CertPathValidatorException e) {
        return REASONS.getOrDefault(e.getReason(), RefusalReason.PATH_INVALID);
    }

    private static String detail(CertificateReading.Refused refused) {
        return refused.detail().isEmpty()
                ? refused.fault().code()
                : refused.fault().code() + ": " + refused.detail();
    }

    private static PathOutcome refuse(RefusalReason reason) {
        return new PathOutcome.Refused(reason, "");
    }
}
