package dev.musubi.jpki.certificate;

import dev.musubi.jpki.der.DerException;
import dev.musubi.jpki.der.DerReader;
import dev.musubi.jpki.der.Memo;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.profile.AlgorithmIdentifiers;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a certificate that the JPKI rules look at (RFC 5280 section 4.1), taken from its strict DER.
 *
 * @param serial positive
 * @param signatureOid of the signature on the certificate, dotted
 * @param issuer the DER of the issuer's Name
 * @param extensions the extensions
 */
record CertificateFields(BigInteger serial, String signatureOid, NameParts issuer, Extensions extensions) {

    /** All generations of an authority have one name. */
    private static final Memo<NameParts> ISSUERS = new Memo<>(16);

    private static final int MAXIMUM_SERIAL_OCTETS = 20;
    private static final int VERSION = Tag.constructed(0);
    private static final byte[] VERSION_3 = {2};
    private static final int EXTENSIONS = Tag.constructed(3);
    private static final String OCSP = "1.3.6.1.5.5.7.48.1";

    static CertificateFields read(byte[] der) throws DerException {
        DerReader outer = new DerReader(der);
        DerReader certificate = outer.enter(Tag.SEQUENCE);
        outer.end();
        DerReader tbs = certificate.enter(Tag.SEQUENCE);
        byte[] algorithm = certificate.element();
        byte[] signature = certificate.bitStringOctets();
        certificate.end();

        if (!Arrays.equals(tbs.contentOnly(VERSION, Tag.INTEGER), VERSION_3)) {
            throw new DerException("the certificate is not of version 3");
        }
        BigInteger serial = tbs.integer(MAXIMUM_SERIAL_OCTETS);
        if (serial.signum() <= 0) {
            throw new DerException("a serial is not positive");
        }
        if (!Arrays.equals(algorithm, tbs.element())) {
            throw new DerException("the certificate names two signature algorithms");
        }
        NameParts issuer = issuer(tbs.element());
        tbs.skip(); // validity
        tbs.skip(); // subject
        tbs.skip(); // subjectPublicKeyInfo
        DerReader wrapped = tbs.enterOnly(EXTENSIONS, Tag.SEQUENCE);
        tbs.end();
        Extensions extensions = Extensions.read(wrapped);
        requireBasicConstraints(extensions);
        String signatureOid = AlgorithmIdentifiers.oid(algorithm);
        // Not covered by the signature it is: read strictly, so that a certificate has as few encodings as can be.
        if (!KeyAlgorithm.ofSignatureOid(signatureOid)
                .map(known -> known.isSignatureValue(signature))
                .orElse(true)) {
            throw new DerException("the signature is not of the form of its algorithm");
        }
        return new CertificateFields(serial, signatureOid, issuer, extensions);
    }

    /** What they say is the JDK's to read, which passes over what follows. */
    private static void requireBasicConstraints(Extensions extensions) throws DerException {
        Optional<DerReader> value = extensions.value(Extensions.BASIC_CONSTRAINTS);
        if (value.isPresent()) {
            DerReader constraints = enterOnly(value.get());
            if (constraints.nextIs(Tag.BOOLEAN)) {
                constraints.bool();
            }
            if (constraints.nextIs(Tag.INTEGER)) {
                constraints.skip();
            }
            constraints.end();
        }
    }

    private static NameParts issuer(byte[] name) throws DerException {
        @Nullable NameParts known = ISSUERS.recall(name, 0, name.length);
        return known != null ? known : ISSUERS.remember(name, 0, name.length, NameParts.read(name));
    }

    /** The policy OIDs, dotted. */
    List<String> policies() throws DerException {
        List<String> policies = new ArrayList<>(1);
        Optional<DerReader> value = extensions.value(Extensions.CERTIFICATE_POLICIES);
        if (value.isPresent()) {
            DerReader sequence = enterOnly(value.get());
            while (sequence.hasMore()) {
                DerReader policy = sequence.enter(Tag.SEQUENCE);
                policies.add(policy.oid());
                if (policy.nextIs(Tag.SEQUENCE)) {
                    policy.skip(); // qualifiers
                }
                policy.end();
            }
        }
        return policies;
    }

    /** The keyIdentifier of the authority key identifier, if it is there and of 20 octets. */
    Optional<AuthorityKeyId> authorityKeyId() throws DerException {
        Optional<DerReader> value = extensions.value(Extensions.AUTHORITY_KEY_ID);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        DerReader sequence = enterOnly(value.get());
        if (!sequence.nextIs(Tag.primitive(0))) {
            return Optional.empty();
        }
        byte[] id = sequence.content(Tag.primitive(0));
        if (sequence.nextIs(Tag.constructed(1))) {
            sequence.skip(); // authorityCertIssuer, never without authorityCertSerialNumber
            sequence.content(Tag.primitive(2));
        }
        sequence.end();
        return id.length == AuthorityKeyId.LENGTH ? Optional.of(AuthorityKeyId.of(id)) : Optional.empty();
    }

    /** The extended key usages, dotted; empty if the extension is not there. */
    List<String> extendedKeyUsages() throws DerException {
        List<String> usages = new ArrayList<>(1);
        Optional<DerReader> value = extensions.value(Extensions.EXTENDED_KEY_USAGE);
        if (value.isPresent()) {
            DerReader sequence = enterOnly(value.get());
            while (sequence.hasMore()) {
                usages.add(sequence.oid());
            }
        }
        return usages;
    }

    /** The DER of the directoryName of the only distribution point, if it has that form. */
    Optional<byte[]> distributionPoint() throws DerException {
        Optional<DerReader> value = extensions.value(Extensions.CRL_DISTRIBUTION_POINTS);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        DerReader points = enterOnly(value.get());
        DerReader point = points.enter(Tag.SEQUENCE);
        points.end();
        DerReader pointName = point.enter(Tag.constructed(0));
        point.end(); // neither reasons nor another cRLIssuer
        if (!pointName.nextIs(Tag.constructed(0))) {
            return Optional.empty();
        }
        DerReader fullName = pointName.enter(Tag.constructed(0));
        pointName.end();
        if (!fullName.nextIs(Tag.constructed(4))) {
            return Optional.empty();
        }
        byte[] directoryName = fullName.elementOnly(Tag.constructed(4));
        fullName.end();
        return Optional.of(directoryName);
    }

    /** The first http or https address of OCSP in the authority information access. */
    Optional<String> ocspAddress() throws DerException {
        Optional<DerReader> value = extensions.value(Extensions.AUTHORITY_INFO_ACCESS);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        DerReader descriptions = enterOnly(value.get());
        @Nullable String first = null;
        do {
            DerReader description = descriptions.enter(Tag.SEQUENCE);
            boolean ocsp = description.oid().equals(OCSP);
            if (ocsp && description.nextIs(Tag.primitive(6))) {
                String address = description.asciiString(Tag.primitive(6));
                first = first == null && isHttp(address) ? address : first;
            } else {
                description.skip();
            }
            description.end();
        } while (descriptions.hasMore());
        return Optional.ofNullable(first);
    }

    /** The DER of the subject alternative name. */
    Optional<byte[]> subjectAltName() throws DerException {
        Optional<DerReader> value = extensions.value(Extensions.SUBJECT_ALT_NAME);
        return value.isPresent() ? Optional.of(value.get().element()) : Optional.empty();
    }

    private static boolean isHttp(String address) {
        return startsWith(address, "http://") || startsWith(address, "https://");
    }

    /** The scheme of an address is the same in small and capital letters (RFC 3986 section 3.1). */
    private static boolean startsWith(String address, String scheme) {
        return address.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static DerReader enterOnly(DerReader value) throws DerException {
        DerReader sequence = value.enter(Tag.SEQUENCE);
        value.end();
        return sequence;
    }

    @Override
    public String toString() {
        return "CertificateFields[redacted]";
    }
}
