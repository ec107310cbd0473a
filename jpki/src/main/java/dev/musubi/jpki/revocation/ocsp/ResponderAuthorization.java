package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.certificate.CertificateReader;
import dev.musubi.jpki.certificate.DistinguishedNames;
import dev.musubi.jpki.certificate.Validity;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key an answer must be signed with: the authority's own, or that of a responder whose certificate the
 * authority itself issued for OCSP signing (RFC 6960 section 4.2.2.2). Certificates found good are remembered, their
 * dates are looked at each time. Thread-safe.
 */
final class ResponderAuthorization {

    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final String NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
    /** Either key usage will do, or none said (RFC 5280 section 4.2.1.12). */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int NON_REPUDIATION = 1;
    /** Those that may be critical: key usage, names, basic constraints, lists, policies, extended key usage, no check. */
    private static final Set<String> UNDERSTOOD =
            Set.of("2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.31", "2.5.29.32", "2.5.29.37", NO_CHECK);

    private static final int REMEMBERED = 64;

    private record Known(TrustedAuthority authority, ByteBuffer der) {}

    private record Responder(X509Certificate certificate, byte[] keyHash) {
        boolean isMeantBy(BasicResponse.ResponderId id) {
            byte[] hash = id.keyHash;
            byte[] name = id.name;
            return hash != null
                    ? Arrays.equals(hash, keyHash)
                    : name != null && DistinguishedNames.same(certificate.getSubjectX500Principal(), name);
        }
    }

    private final JpkiProfile profile;
    private final boolean noCheckRequired;
    private final Duration clockSkew;
    private final CertificateFactory factory;
    private final Map<Known, Responder> known = new ConcurrentHashMap<>();

    ResponderAuthorization(JpkiProfile profile, boolean noCheckRequired, Duration clockSkew) {
        this.profile = profile;
        this.noCheckRequired = noCheckRequired;
        this.clockSkew = clockSkew;
        try {
            this.factory = CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("this Java runtime has no X.509 certificates", e);
        }
    }

    PublicKey keyOf(BasicResponse response, TrustedAuthority authority, Instant at) throws OcspUnknownException {
        Responder self = new Responder(authority.certificate(), CertIds.keyHash(authority));
        if (self.isMeantBy(response.responder())) {
            return authority.publicKey();
        }
        for (byte[] der : response.certificates()) {
            @Nullable Responder responder = responder(der, authority);
            if (responder != null && responder.isMeantBy(response.responder()) && inForce(responder, at)) {
                return responder.certificate().getPublicKey();
            }
        }
        throw new OcspUnknownException(UnknownReason.RESPONDER_NOT_AUTHORIZED);
    }

    private boolean inForce(Responder responder, Instant at) {
        Validity validity = Validity.of(responder.certificate());
        return validity.hasBegun(at.plus(clockSkew)) && !validity.isOver(at);
    }

    private @Nullable Responder responder(byte[] der, TrustedAuthority authority) {
        if (der.length > CertificateReader.MAXIMUM_BYTES) {
            return null;
        }
        Known key = new Known(authority, ByteBuffer.wrap(der));
        @Nullable Responder remembered = known.get(key);
        if (remembered != null) {
            return remembered;
        }
        try {
            X509Certificate certificate = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
            if (!isAuthorized(certificate, authority)) {
                return null;
            }
            Responder responder = new Responder(
                    certificate, CertIds.keyHash(certificate.getPublicKey().getEncoded()));
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            known.put(key, responder);
            return responder;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private boolean isAuthorized(X509Certificate certificate, TrustedAuthority authority)
            throws GeneralSecurityException {
        @Nullable List<String> usages = certificate.getExtendedKeyUsage();
        boolean @Nullable [] keyUsage = certificate.getKeyUsage();
        boolean shaped = usages != null
                && usages.contains(OCSP_SIGNING)
                && (keyUsage == null || keyUsage[DIGITAL_SIGNATURE] || keyUsage[NON_REPUDIATION])
                && certificate.getBasicConstraints() < 0
                && UNDERSTOOD.containsAll(certificate.getCriticalExtensionOIDs())
                && (!noCheckRequired || certificate.getExtensionValue(NO_CHECK) != null)
                && certificate
                        .getIssuerX500Principal()
                        .equals(authority.certificate().getSubjectX500Principal())
                && KeyAlgorithm.ofSignatureOid(certificate.getSigAlgOID())
                        .filter(profile.algorithms()::contains)
                        .filter(algorithm -> algorithm.isSignatureValue(certificate.getSignature()))
                        .isPresent();
        if (!shaped) {
            return false;
        }
        certificate.verify(authority.publicKey());
        return true;
    }
}
