package dev.musubi.jpki.certificate;

import dev.musubi.jpki.attributes.AttributesReading;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.FourAttributesCodec;
import dev.musubi.jpki.certificate.CertificateReading.Read;
import dev.musubi.jpki.certificate.CertificateReading.Refused;
import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerShape;
import dev.musubi.jpki.der.Memo;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.profile.KeyUsageBit;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads end-entity certificates of one environment, strictly: DER with definite and shortest lengths, nothing after the
 * end, at most {@link #MAXIMUM_BYTES}, and everything the profile says about a certificate of its kind. Thread-safe.
 */
public final class CertificateReader {

    /** The largest certificate looked at, in bytes. */
    public static final int MAXIMUM_BYTES = 16 * 1024;

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private static final Set<String> UNDERSTOOD = Set.of(
            Extensions.KEY_USAGE,
            Extensions.SUBJECT_ALT_NAME,
            Extensions.BASIC_CONSTRAINTS,
            Extensions.CRL_DISTRIBUTION_POINTS,
            Extensions.CERTIFICATE_POLICIES,
            Extensions.EXTENDED_KEY_USAGE);

    private static final KeyUsageBit[] KEY_USAGE_BITS = KeyUsageBit.values();

    private final JpkiProfile profile;
    private final FourAttributesCodec attributes;
    private final CertificateFactory factory;
    /** Japan has about 1,900 municipalities. */
    private final Memo<CrlPartition> signaturePartitions = new Memo<>(2048);

    private final Memo<CrlPartition> authenticationPartitions = new Memo<>(2048);

    /** A reader of this profile's certificates. */
    public CertificateReader(JpkiProfile profile) {
        this.profile = profile;
        this.attributes = new FourAttributesCodec(profile);
        try {
            this.factory = CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException("this Java runtime has no X.509 certificates", e);
        }
    }

    /** Reads a certificate's DER. */
    public CertificateReading read(byte[] der) {
        if (der.length > MAXIMUM_BYTES) {
            return refuse(CertificateFault.TOO_LARGE);
        }
        byte[] bytes = der.clone();
        try {
            DerShape.requireOneValue(bytes);
            CertificateFields fields = CertificateFields.read(bytes);
            return read(bytes, fields);
        } catch (DerException e) {
            return new Refused(CertificateFault.MALFORMED, detail(e));
        }
    }

    private CertificateReading read(byte[] bytes, CertificateFields fields) throws DerException {
        X509Certificate x509;
        PublicKey key;
        try {
            x509 = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
            key = x509.getPublicKey();
        } catch (CertificateException e) {
            return new Refused(CertificateFault.MALFORMED, "the JDK cannot read it as X.509");
        }
        if (!fields.issuer().has(1, NameParts.ORGANIZATION, profile.organization())) {
            return new Refused(CertificateFault.WRONG_ENVIRONMENT, "by the issuer's organisation");
        }
        if (fields.extensions().hasCriticalOutside(UNDERSTOOD)) {
            return refuse(CertificateFault.UNKNOWN_CRITICAL_EXTENSION);
        }
        List<String> policies = fields.policies();
        if (hasForeign(policies)) {
            return new Refused(CertificateFault.WRONG_ENVIRONMENT, "by the policy");
        }
        Optional<CertificateKind> kind = policies.size() == 1 ? profile.kindOf(policies.get(0)) : Optional.empty();
        if (kind.isEmpty()) {
            return refuse(CertificateFault.POLICY_NOT_ALLOWED);
        }
        Optional<KeyAlgorithm> keyAlgorithm = KeyAlgorithm.of(key).filter(profile.algorithms()::contains);
        @Nullable CertificateFault fault = ruleBroken(kind.get(), fields, x509, keyAlgorithm);
        return fault == null ? assemble(kind.get(), fields, keyAlgorithm.get(), x509, bytes) : refuse(fault);
    }

    private boolean hasForeign(List<String> policies) {
        for (String policy : policies) {
            if (profile.isForeign(policy)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable CertificateFault ruleBroken(
            CertificateKind kind, CertificateFields fields, X509Certificate x509, Optional<KeyAlgorithm> keyAlgorithm)
            throws DerException {
        AuthorityRole role = kind.issuedBy();
        if (!fields.issuer().has(0, NameParts.COUNTRY, "JP")
                || !fields.issuer().has(2, NameParts.UNIT, profile.issuerUnit(role))) {
            return CertificateFault.ISSUER_NAME;
        }
        if (!usageFits(kind, fields, x509)) {
            return CertificateFault.KEY_USAGE;
        }
        if (KeyAlgorithm.ofSignatureOid(fields.signatureOid())
                .filter(profile.algorithms()::contains)
                .isEmpty()) {
            return CertificateFault.ALGORITHM_NOT_ALLOWED;
        }
        if (keyAlgorithm.isEmpty()) {
            return CertificateFault.WEAK_KEY;
        }
        if (!profile.allowsValidity(
                x509.getNotBefore().toInstant(), x509.getNotAfter().toInstant())) {
            return CertificateFault.VALIDITY_NOT_ALLOWED;
        }
        return null;
    }

    private boolean usageFits(CertificateKind kind, CertificateFields fields, X509Certificate x509)
            throws DerException {
        if (x509.getBasicConstraints() >= 0 || !hasExactly(profile.keyUsage(kind), x509)) {
            return false;
        }
        if (!fields.extensions().has(Extensions.EXTENDED_KEY_USAGE)) {
            return true;
        }
        return !kind.isSignature() && fields.extendedKeyUsages().contains(CLIENT_AUTH);
    }

    private static boolean hasExactly(Set<KeyUsageBit> wanted, X509Certificate x509) {
        boolean @Nullable [] bits = x509.getKeyUsage();
        if (bits == null) {
            return false;
        }
        for (KeyUsageBit bit : KEY_USAGE_BITS) {
            boolean set = bit.bit() < bits.length && bits[bit.bit()];
            if (set != wanted.contains(bit)) {
                return false;
            }
        }
        return true;
    }

    private CertificateReading assemble(
            CertificateKind kind,
            CertificateFields fields,
            KeyAlgorithm keyAlgorithm,
            X509Certificate x509,
            byte[] bytes)
            throws DerException {
        Optional<AuthorityKeyId> authority = fields.authorityKeyId();
        if (authority.isEmpty()) {
            return refuse(CertificateFault.AUTHORITY_KEY_ID);
        }
        Optional<byte[]> point = fields.distributionPoint();
        Optional<CrlPartition> partition =
                point.isPresent() ? partition(kind.issuedBy(), point.get()) : Optional.empty();
        if (partition.isEmpty()) {
            return refuse(CertificateFault.CRL_PARTITION);
        }
        @Nullable FourAttributes four = null;
        if (kind.isSignature()) {
            Optional<byte[]> names = fields.subjectAltName();
            if (names.isEmpty()) {
                return new Refused(CertificateFault.ATTRIBUTES, "no subject alternative name");
            }
            AttributesReading reading = attributes.decode(names.get());
            if (reading instanceof AttributesReading.Refused refused) {
                return new Refused(CertificateFault.ATTRIBUTES, refused.fault().code());
            }
            four = ((AttributesReading.Read) reading).attributes();
        }
        return new Read(new JpkiCertificate(
                new CertificateId(authority.get(), fields.serial()),
                kind,
                four,
                partition.get(),
                fields.ocspAddress().orElse(null),
                keyAlgorithm,
                x509,
                bytes));
    }

    private Optional<CrlPartition> partition(AuthorityRole role, byte[] directoryName) {
        Memo<CrlPartition> known = role == AuthorityRole.SIGNATURE ? signaturePartitions : authenticationPartitions;
        @Nullable CrlPartition partition = known.recall(directoryName, 0, directoryName.length);
        if (partition != null) {
            return Optional.of(partition);
        }
        return CrlPartition.read(profile, role, directoryName)
                .map(read -> known.remember(directoryName, 0, directoryName.length, read));
    }

    private static Refused refuse(CertificateFault fault) {
        return new Refused(fault, "");
    }

    private static String detail(DerException e) {
        return e.getMessage() == null ? "" : e.getMessage();
    }
}
