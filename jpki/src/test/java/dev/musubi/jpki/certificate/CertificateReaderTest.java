package dev.musubi.jpki.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateReaderTest {

    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();

    private final TestAuthority authority = TestAuthority.signature();
    private final CertificateReader reader = new CertificateReader(SANDBOX);

    private void assertRefused(TestCertificate certificate, CertificateFault fault) {
        assertRefused(certificate.der(), fault);
    }

    private void assertRefused(byte[] der, CertificateFault fault) {
        assertThat(reader.read(der))
                .isInstanceOfSatisfying(
                        CertificateReading.Refused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(fault));
    }

    @ParameterizedTest
    @EnumSource(CertificateKind.class)
    void whenACertificateIsRightThenAllItSaysIsRead(CertificateKind kind) {
        TestAuthority issuer = TestAuthority.of(kind.issuedBy(), "01");
        TestCertificate certificate = issuer.issue().kind(kind).build();
        JpkiCertificate read = certificate.read(SANDBOX);
        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.id()).isEqualTo(new CertificateId(issuer.keyId(), BigInteger.valueOf(0x01a2b3c4)));
        assertThat(read.notBefore()).isEqualTo(TestCertificateBuilder.NOT_BEFORE);
        assertThat(read.notAfter()).isEqualTo(TestCertificateBuilder.NOT_AFTER);
        assertThat(read.crlPartition()).isEqualTo(issuer.kiyose());
        assertThat(read.ocspUri()).contains(URI.create("http://127.0.0.1:9080/ocsp/signature"));
        assertThat(read.publicKey()).isEqualTo(certificate.keys().getPublic());
        assertThat(read.der()).isEqualTo(certificate.der());
        assertThat(read.x509()).isEqualTo(certificate.x509());
        if (kind.isSignature()) {
            assertThat(read.attributes()).contains(TestResidents.hanako());
        } else {
            assertThat(read.attributes()).isEmpty();
        }
        assertThat(read).isEqualTo(certificate.read(SANDBOX)).hasSameHashCodeAs(certificate.read(SANDBOX));
        assertThat(read).hasToString("JpkiCertificate[" + kind + "]");
    }

    @Test
    void whenTheKeyIsOfTheNextCardThenItIsRead() {
        TestAuthority next = TestAuthority.of(SANDBOX, AuthorityRole.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384, "04");
        assertThat(next.issue()
                        .validity(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2036-02-17T14:59:59Z"))
                        .build()
                        .read(SANDBOX)
                        .publicKey()
                        .getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void whenAttributesHaveSubstitutesAndAPartialDateThenTheyAreReadAsTheyAre() {
        FourAttributes attributes = TestResidents.withSubstitute();
        assertThat(authority
                        .issue()
                        .attributes(attributes)
                        .build()
                        .read(SANDBOX)
                        .attributes())
                .contains(attributes);
    }

    @Test
    void whenASandboxCertificateMeetsProductionThenItIsRefusedAndTheOtherWayRound() {
        assertThat(new CertificateReader(JpkiProfile.production())
                        .read(authority.issue().build().der()))
                .isEqualTo(new CertificateReading.Refused(
                        CertificateFault.WRONG_ENVIRONMENT, "by the issuer's organisation"));
        TestAuthority real = TestAuthority.of(
                JpkiProfile.production(), AuthorityRole.SIGNATURE, KeyAlgorithm.RSA_2048_SHA_256, "03");
        assertThat(new CertificateReader(JpkiProfile.production())
                        .read(real.issue().build().der()))
                .isInstanceOf(CertificateReading.Read.class);
        assertRefused(real.issue().build(), CertificateFault.WRONG_ENVIRONMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.392.200149.8.5.1.1.20", "1.2.392.200149.8.5.1.0.20", "1.2.392.200149.8.5.1.3.30"})
    void whenThePolicyIsOfAnotherEnvironmentThenItIsRefusedAsSuch(String policy) {
        assertRefused(authority.issue().policy(policy).build(), CertificateFault.WRONG_ENVIRONMENT);
        assertRefused(authority.issue().andPolicies(policy).build(), CertificateFault.WRONG_ENVIRONMENT);
    }

    @Test
    void whenThereIsNoPolicyOrAnotherOrTwoThenItIsRefused() {
        assertRefused(
                authority.issue().without(Extension.certificatePolicies).build(), CertificateFault.POLICY_NOT_ALLOWED);
        assertRefused(authority.issue().policy("2.5.29.32.0").build(), CertificateFault.POLICY_NOT_ALLOWED);
        assertRefused(
                authority
                        .issue()
                        .andPolicies(SANDBOX.policyOid(CertificateKind.SMARTPHONE_SIGNATURE))
                        .build(),
                CertificateFault.POLICY_NOT_ALLOWED);
    }

    @Test
    void whenIssuerAndPolicyDoNotBelongTogetherThenItIsRefused() {
        assertRefused(
                authority
                        .issue()
                        .policy(SANDBOX.policyOid(CertificateKind.CARD_AUTHENTICATION))
                        .build(),
                CertificateFault.ISSUER_NAME);
        assertRefused(
                authority.issue().issuer(TestAuthority.authentication().name()).build(), CertificateFault.ISSUER_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                KeyUsage.digitalSignature,
                KeyUsage.nonRepudiation,
                KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.keyCertSign,
                KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.decipherOnly,
                KeyUsage.keyCertSign | KeyUsage.cRLSign
            })
    void whenTheKeyUsageIsNotExactlyThatOfTheKindThenItIsRefused(int usage) {
        assertRefused(authority.issue().keyUsage(usage).build(), CertificateFault.KEY_USAGE);
    }

    @Test
    void whenThereIsNoKeyUsageOrItIsAnAuthorityThenItIsRefused() {
        assertRefused(authority.issue().without(Extension.keyUsage).build(), CertificateFault.KEY_USAGE);
        assertRefused(
                authority
                        .issue()
                        .with(Extension.basicConstraints.getId(), true, new BasicConstraints(true))
                        .build(),
                CertificateFault.KEY_USAGE);
    }

    @Test
    void whenThereIsAnExtendedKeyUsageThenOnlyClientAuthenticationOnAnAuthenticationCertificateWillDo() {
        ExtendedKeyUsage client = new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
        ExtendedKeyUsage server = new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
        String oid = Extension.extendedKeyUsage.getId();
        TestAuthority authentication = TestAuthority.authentication();
        assertThat(reader.read(
                        authentication.issue().with(oid, false, client).build().der()))
                .isInstanceOf(CertificateReading.Read.class);
        assertRefused(authentication.issue().with(oid, false, server).build(), CertificateFault.KEY_USAGE);
        assertRefused(authority.issue().with(oid, true, client).build(), CertificateFault.KEY_USAGE);
    }

    @Test
    void whenThereIsAnUnknownCriticalExtensionThenItIsRefused() {
        assertRefused(
                authority.issue().with("2.25.1.2.3", true, DERNull.INSTANCE).build(),
                CertificateFault.UNKNOWN_CRITICAL_EXTENSION);
        assertThat(reader.read(authority
                        .issue()
                        .with("2.25.1.2.3", false, DERNull.INSTANCE)
                        .build()
                        .der()))
                .isInstanceOf(CertificateReading.Read.class);
    }

    @Test
    void whenTheKeyIsWeakThenItIsRefused() {
        assertRefused(authority.issue().keys(TestKeys.rsa(1024, "weak")).build(), CertificateFault.WEAK_KEY);
        assertRefused(authority.issue().keys(TestKeys.ec("secp256r1", "weak")).build(), CertificateFault.WEAK_KEY);
    }

    @Test
    void whenTheSignatureAlgorithmIsNotAcceptedThenItIsRefused() {
        assertRefused(
                authority
                        .issue()
                        .signedBy(authority.keys().getPrivate(), "SHA1withRSA")
                        .build(),
                CertificateFault.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void whenTheValidityIsNotTheSpecificationsThenItIsRefused() {
        Instant from = TestCertificateBuilder.NOT_BEFORE;
        for (String to : new String[] {"2037-02-17T14:59:59Z", "2030-02-17T15:00:00Z", "2025-10-26T14:59:59Z"}) {
            assertRefused(
                    authority.issue().validity(from, Instant.parse(to)).build(), CertificateFault.VALIDITY_NOT_ALLOWED);
        }
    }

    @Test
    void whenItDoesNotSayWhichKeySignedItThenItIsRefused() {
        assertRefused(
                authority.issue().without(Extension.authorityKeyIdentifier).build(), CertificateFault.AUTHORITY_KEY_ID);
        assertRefused(authority.issue().authorityKeyId(new byte[8]).build(), CertificateFault.AUTHORITY_KEY_ID);
    }

    @Test
    void whenItDoesNotSayWhichListItIsOnThenItIsRefused() {
        assertRefused(
                authority.issue().without(Extension.cRLDistributionPoints).build(), CertificateFault.CRL_PARTITION);
        assertRefused(
                authority.issue().partition(new X500Name("C=JP,O=Somewhere")).build(), CertificateFault.CRL_PARTITION);
    }

    @Test
    void whenASignatureCertificateHasNoAttributesThenItIsRefused() {
        assertRefused(
                authority.issue().without(Extension.subjectAlternativeName).build(), CertificateFault.ATTRIBUTES);
        assertRefused(
                authority
                        .issue()
                        .without(Extension.subjectAlternativeName)
                        .with(Extension.subjectAlternativeName.getId(), false, new DEROctetString(new byte[4]))
                        .build(),
                CertificateFault.ATTRIBUTES);
    }

    @Test
    void whenTheOcspAddressIsNotHttpThenThereIsNone() {
        assertThat(authority
                        .issue()
                        .ocsp("ldap://example/x")
                        .build()
                        .read(SANDBOX)
                        .ocspUri())
                .isEmpty();
        assertThat(authority
                        .issue()
                        .ocsp("http://exa mple/")
                        .build()
                        .read(SANDBOX)
                        .ocspUri())
                .isEmpty();
        assertThat(authority
                        .issue()
                        .without(Extension.authorityInfoAccess)
                        .build()
                        .read(SANDBOX)
                        .ocspUri())
                .isEmpty();
    }

    @Test
    void whenTheSchemeIsInCapitalLettersThenTheOcspAddressIsTaken() {
        for (String address : List.of("HTTP://127.0.0.1:9080/ocsp", "Https://ocsp.example/x")) {
            assertThat(authority.issue().ocsp(address).build().read(SANDBOX).ocspUri())
                    .contains(URI.create(address));
        }
    }

    @Test
    void whenTheKeyIsNotOnItsCurveThenItIsRefused() {
        TestCertificate right = authority
                .issue()
                .keys(TestKeys.of(KeyAlgorithm.ECDSA_P384_SHA_384, "holder"))
                .build();
        byte[] point = right.keys().getPublic().getEncoded();
        byte[] der = right.der();
        int at = new String(der, StandardCharsets.ISO_8859_1).indexOf(new String(point, StandardCharsets.ISO_8859_1));
        assertThat(reader.read(der)).isInstanceOf(CertificateReading.Read.class);
        der[at + point.length - 1] ^= 1;
        assertRefused(der, CertificateFault.WEAK_KEY);
    }

    @Test
    void whenThereIsAValueAfterTheOneInAnExtensionThenItIsRefused() {
        byte[] name = authority.kiyose().directoryName();
        byte[] more = {Tag.NULL, 0};
        byte[] none = {};
        for (int place = 0; place < 4; place++) {
            byte[] point = DerOutput.value(
                    Tag.SEQUENCE,
                    DerOutput.value(
                            Tag.constructed(0),
                            DerOutput.value(
                                    Tag.constructed(0),
                                    DerOutput.value(Tag.constructed(4), name, place == 1 ? more : none),
                                    place == 2 ? more : none),
                            place == 3 ? more : none));
            byte[] der = authority
                    .issue()
                    .without(Extension.cRLDistributionPoints)
                    .with("2.5.29.31", false, value(DerOutput.value(Tag.SEQUENCE, point)))
                    .build()
                    .der();
            if (place == 0) {
                assertThat(reader.read(der)).isInstanceOf(CertificateReading.Read.class);
            } else {
                assertRefused(der, CertificateFault.MALFORMED);
            }
        }
        byte[] keyId = DerOutput.value(Tag.primitive(0), authority.keyId().bytes());
        assertRefused(
                authority
                        .issue()
                        .without(Extension.authorityKeyIdentifier)
                        .with("2.5.29.35", false, value(DerOutput.value(Tag.SEQUENCE, keyId, more)))
                        .build(),
                CertificateFault.MALFORMED);
        byte[] policy =
                DerOutput.value(Tag.SEQUENCE, DerOutput.oid(SANDBOX.policyOid(CertificateKind.CARD_SIGNATURE)), more);
        assertRefused(
                authority
                        .issue()
                        .without(Extension.certificatePolicies)
                        .with("2.5.29.32", true, value(DerOutput.value(Tag.SEQUENCE, policy)))
                        .build(),
                CertificateFault.MALFORMED);
        for (byte[] in : new byte[][] {none, more}) {
            byte[] der = authority
                    .issue()
                    .with("2.5.29.19", true, value(DerOutput.value(Tag.SEQUENCE, in)))
                    .build()
                    .der();
            if (in.length == 0) {
                assertThat(reader.read(der)).isInstanceOf(CertificateReading.Read.class);
            } else {
                assertRefused(der, CertificateFault.MALFORMED);
            }
        }
        byte[] access = DerOutput.value(
                Tag.SEQUENCE,
                DerOutput.oid("1.3.6.1.5.5.7.48.1"),
                DerOutput.value(Tag.primitive(6), "http://a/".getBytes(StandardCharsets.US_ASCII)),
                more);
        assertRefused(
                authority
                        .issue()
                        .without(Extension.authorityInfoAccess)
                        .with("1.3.6.1.5.5.7.1.1", false, value(DerOutput.value(Tag.SEQUENCE, access)))
                        .build(),
                CertificateFault.MALFORMED);
    }

    private static ASN1Primitive value(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whenTheSerialIsZeroNegativeOrTooLongThenItIsRefused() {
        for (BigInteger serial :
                new BigInteger[] {BigInteger.ZERO, BigInteger.valueOf(-5), BigInteger.ONE.shiftLeft(160)}) {
            assertRefused(authority.issue().serial(serial).build(), CertificateFault.MALFORMED);
        }
        BigInteger longest = BigInteger.ONE.shiftLeft(159).subtract(BigInteger.ONE);
        assertThat(authority.issue().serial(longest).build().read(SANDBOX).id().serial())
                .isEqualTo(longest);
    }

    @Test
    void whenThereAreBytesAfterTheEndOrItIsCutOffThenItIsRefused() {
        byte[] der = authority.issue().build().der();
        assertRefused(Arrays.copyOf(der, der.length + 1), CertificateFault.MALFORMED);
        for (int length = 0; length < der.length; length += 7) {
            assertRefused(Arrays.copyOf(der, length), CertificateFault.MALFORMED);
        }
    }

    @Test
    void whenTheLengthIsIndefiniteThenItIsRefused() {
        byte[] der = authority.issue().build().der();
        byte[] indefinite = new byte[der.length];
        System.arraycopy(der, 4, indefinite, 2, der.length - 4);
        indefinite[0] = 0x30;
        indefinite[1] = (byte) 0x80;
        assertRefused(indefinite, CertificateFault.MALFORMED);
    }

    @Test
    void whenTheSignatureIsSpelledWithUnusedBitsThenItIsRefused() {
        byte[] der = authority.issue().build().der();
        byte[] respelled = der.clone();
        respelled[der.length - 257] = 1; // the number of unused bits, before the 256 octets of the signature
        respelled[der.length - 1] &= (byte) 0xfe;
        assertThat(der[der.length - 257]).isZero();
        assertRefused(respelled, CertificateFault.MALFORMED);
    }

    @Test
    void whenItIsHugeThenItIsRefused() {
        assertRefused(authority.issue().padding(20_000).build(), CertificateFault.TOO_LARGE);
        assertThat(reader.read(authority.issue().padding(10_000).build().der()))
                .isInstanceOf(CertificateReading.Read.class);
    }

    @Test
    void whenItIsSomethingElseThenItIsRefused() {
        assertRefused(new byte[0], CertificateFault.MALFORMED);
        assertRefused(new byte[] {0x30, 0}, CertificateFault.MALFORMED);
        assertRefused(
                "-----BEGIN CERTIFICATE-----".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                CertificateFault.MALFORMED);
    }

    @Test
    void whenBytesAreAlteredThenItIsRefusedOrStillOneStrictCertificate() {
        byte[] der = authority.issue().build().der();
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            byte[] altered = der.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            if (reader.read(altered) instanceof CertificateReading.Read read) {
                assertThat(read.certificate().der()).isEqualTo(altered);
            }
        }
    }

    @Test
    void whenTheBytesGivenChangeAfterwardsThenTheCertificateDoesNot() {
        byte[] der = authority.issue().build().der();
        byte[] given = der.clone();
        CertificateReading.Read read = (CertificateReading.Read) reader.read(given);
        Arrays.fill(given, (byte) 0);
        assertThat(read.certificate().der()).isEqualTo(der);
    }

    @Test
    void whenAFaultIsReportedThenItHasACodeAndASentence() {
        for (CertificateFault fault : CertificateFault.values()) {
            assertThat(fault.code()).matches("[a-z_]+");
            assertThat(fault.sentence()).endsWith(".");
        }
    }
}
