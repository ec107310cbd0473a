package dev.musubi.sandbox.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CertificateReader;
import dev.musubi.jpki.certificate.CertificateReading;
import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.sandbox.register.Municipalities;
import dev.musubi.sandbox.register.Municipality;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;

/**
 * Under the production profile's organisation the bytes must be those of the real authorities' certificates, which are
 * public; under the sandbox's own only the organisation and the policies differ.
 */
class CertificateWriterTest {

    /** The issuer and subject of every generation of the real signature authority. */
    private static final String SIGNATURE_AUTHORITY = "308180310b3009060355040613024a50310d300b060355040a0c044a504b49"
            + "31233021060355040b0c1a4a504b4920666f72206469676974616c207369676e6174757265313d303b060355040b0c344a6170616e"
            + "204167656e637920666f72204c6f63616c20417574686f7269747920496e666f726d6174696f6e2053797374656d73";
    /** The subjectAltName of the real signature authority. */
    private static final String SIGNATURE_AUTHORITY_IN_JAPANESE =
            "3081a3a481a030819d310b3009060355040613024a5031273025060355040a0c1ee585ace79a84e5808be4babae8aa8de8a8bce382"
                    + "b5e383bce38393e382b93130302e060355040b0c27e585ace79a84e5808be4babae8aa8de8a8bce382b5e383bce38393e382"
                    + "b9e7bdb2e5908de794a831333031060355040b0c2ae59cb0e696b9e585ace585b1e59ba3e4bd93e68385e5a0b1e382b7e382"
                    + "b9e38386e383a0e6a99fe6a78b";

    private static final Instant FROM = Instant.parse("2025-10-27T03:04:05Z");
    private static final Instant TO = Instant.parse("2030-02-17T14:59:59Z");
    private static final URI OCSP = URI.create("http://127.0.0.1:9080");
    private static final KeyPair AUTHORITY_KEYS = Keys.generate();
    private static final KeyPair HOLDER_KEYS = Keys.generate();
    private static final JpkiProfile PRODUCTION = JpkiProfile.production();
    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();

    private final Municipality kiyose = Municipalities.load().byCode("13221").orElseThrow();

    @Test
    void whenTheOrganisationIsTheRealOneThenARootHasTheBytesOfTheRealRoots() throws IOException {
        X509CertificateHolder root = root(PRODUCTION, AuthorityRole.SIGNATURE);

        assertThat(hex(root.getIssuer().getEncoded())).isEqualTo(SIGNATURE_AUTHORITY);
        assertThat(hex(root.getSubject().getEncoded())).isEqualTo(SIGNATURE_AUTHORITY);
        assertThat(value(root, Extension.keyUsage)).isEqualTo("03020106");
        assertThat(value(root, Extension.subjectAlternativeName)).isEqualTo(SIGNATURE_AUTHORITY_IN_JAPANESE);
        assertThat(value(root, Extension.basicConstraints)).isEqualTo("30030101ff");
        assertThat(value(root, Extension.cRLDistributionPoints))
                .isEqualTo("30818f30818ca08189a08186a48183" + SIGNATURE_AUTHORITY);
        assertThat(value(root, Extension.subjectKeyIdentifier))
                .startsWith("0414")
                .hasSize(44);
        assertThat(order(root))
                .containsExactly(
                        Extension.keyUsage,
                        Extension.subjectAlternativeName,
                        Extension.basicConstraints,
                        Extension.cRLDistributionPoints,
                        Extension.subjectKeyIdentifier);
        assertThat(critical(root)).containsExactly(Extension.keyUsage, Extension.basicConstraints);
    }

    @Test
    void whenItIsTheSandboxThenARootDiffersFromTheRealOnesInItsOrganisationOnly() throws IOException {
        X509CertificateHolder real = root(PRODUCTION, AuthorityRole.SIGNATURE);
        X509CertificateHolder ours = root(SANDBOX, AuthorityRole.SIGNATURE);
        assertThat(ours.getSubject().toString().replace("JPKI-SANDBOX", "JPKI"))
                .isEqualTo(real.getSubject().toString());
        assertThat(order(ours)).isEqualTo(order(real));
        assertThat(critical(ours)).isEqualTo(critical(real));
        assertThat(value(ours, Extension.subjectAlternativeName)).isEqualTo(SIGNATURE_AUTHORITY_IN_JAPANESE);
        assertThat(hex(ours.getSubject().getEncoded())).contains("0c0c" + utf8("JPKI-SANDBOX"));
    }

    @Test
    void whenItIsTheAuthenticationAuthorityThenItSaysSoInBothLanguages() throws IOException {
        X509CertificateHolder root = root(PRODUCTION, AuthorityRole.AUTHENTICATION);
        assertThat(root.getSubject().toString()).contains("OU=JPKI for user authentication");
        assertThat(X500Name.getInstance(root.getSubject().getEncoded()).getRDNs())
                .hasSize(4);
        assertThat(value(root, Extension.subjectAlternativeName)).contains(utf8("公的個人認証サービス利用者証明用"));
    }

    @Test
    void whenASignatureCertificateIsWrittenThenEveryExtensionHasTheBytesOfTheProfile() throws IOException {
        X509CertificateHolder certificate = endEntity(PRODUCTION, CertificateKind.CARD_SIGNATURE);

        assertThat(order(certificate))
                .containsExactly(
                        Extension.keyUsage,
                        Extension.subjectAlternativeName,
                        Extension.certificatePolicies,
                        Extension.issuerAlternativeName,
                        Extension.cRLDistributionPoints,
                        Extension.authorityInfoAccess,
                        Extension.authorityKeyIdentifier,
                        Extension.subjectKeyIdentifier);
        assertThat(critical(certificate)).containsExactly(Extension.keyUsage, Extension.certificatePolicies);
        assertThat(value(certificate, Extension.keyUsage)).isEqualTo("030206c0");
        // OID 1.2.392.200149.8.5.1.1.20, then one CPS qualifier http://www.jpki.go.jp/cps.html
        assertThat(value(certificate, Extension.certificatePolicies))
                .isEqualTo("303d303b060b2a83088c9b55080501011430"
                        + "2c302a06082b06010505070201161e687474703a2f2f7777772e6a706b692e676f2e6a702f6370732e68746d6c");
        // C=JP, O=公的個人認証サービス
        assertThat(value(certificate, Extension.issuerAlternativeName))
                .isEqualTo("303aa4383036310b3009060355040613024a5031273025060355040a0c1e"
                        + "e585ace79a84e5808be4babae8aa8de8a8bce382b5e383bce38393e382b9");
        assertThat(value(certificate, Extension.authorityInfoAccess))
                .isEqualTo("3032303006082b060105050730018624" + utf8(OCSP + "/ocsp/signature"));
        assertThat(value(certificate, Extension.authorityKeyIdentifier))
                .isEqualTo("30168014" + "0123456789abcdef0123456789abcdef01234567");
    }

    @Test
    void whenASignatureCertificateIsWrittenThenTheDistributionPointIsTheMunicipalitys() throws IOException {
        X509CertificateHolder certificate = endEntity(PRODUCTION, CertificateKind.CARD_SIGNATURE);
        String names = "310b3009060355040613024a50"
                + "310d300b060355040a0c04" + utf8("JPKI")
                + "31233021060355040b0c1a" + utf8("JPKI for digital signature")
                + "3120301e060355040b0c17" + utf8("CRL Distribution Points")
                + "3111300f060355040b0c08" + utf8("Tokyo-to")
                + "3119301706035504030c10" + utf8("Kiyose-shi CRLDP");
        assertThat(value(certificate, Extension.cRLDistributionPoints))
                .matches("3081..3081..a081..a081..a481..3081..(?<names>.*)")
                .endsWith(names);
    }

    @Test
    void whenASignatureCertificateIsWrittenThenTheSubjectHasThePlaceAndNoName() throws IOException {
        X509CertificateHolder certificate = endEntity(PRODUCTION, CertificateKind.CARD_SIGNATURE);
        assertThat(hex(certificate.getSubject().getEncoded()))
                .contains(
                        "310b3009060355040613024a50" // C=JP, PrintableString
                                + "3111300f06035504070c08" + utf8("Tokyo-to") // L, UTF8String
                                + "3113301106035504070c0a" + utf8("Kiyose-shi")
                                + "3120301e06035504030c17" + utf8("997794E9AGCIEG13221003A"));
    }

    @Test
    void whenASignatureCertificateIsWrittenThenTheSixOtherNamesAreInTheOrderOfRealCards() throws IOException {
        X509CertificateHolder certificate = endEntity(PRODUCTION, CertificateKind.CARD_SIGNATURE);
        String names = value(certificate, Extension.subjectAlternativeName);
        int at = 0;
        for (int arc : List.of(1, 4, 3, 5, 2, 6)) {
            int found = names.indexOf("060a2a83088c9b550805050" + arc, at);
            assertThat(found).as("otherName %d", arc).isGreaterThan(at);
            at = found;
        }
        // The worked example: 419900102 is 2 January 1990, 平成.
        assertThat(names).contains("a019060a2a83088c9b5508050504a00b0c09343139393030313032");
    }

    @Test
    void whenAnAuthenticationCertificateIsWrittenThenItSaysNothingOfThePerson() throws IOException {
        X509CertificateHolder certificate = endEntity(PRODUCTION, CertificateKind.CARD_AUTHENTICATION);
        assertThat(order(certificate))
                .containsExactly(
                        Extension.keyUsage,
                        Extension.extendedKeyUsage,
                        Extension.certificatePolicies,
                        Extension.issuerAlternativeName,
                        Extension.cRLDistributionPoints,
                        Extension.authorityInfoAccess,
                        Extension.authorityKeyIdentifier,
                        Extension.subjectKeyIdentifier);
        assertThat(value(certificate, Extension.keyUsage)).isEqualTo("03020780");
        assertThat(certificate.getSubject().toString()).isEqualTo("C=JP,CN=997794E9AGCIEG13221003A");
    }

    @Test
    void whenWrittenForTheSandboxThenTheLibraryReadsEveryKind() throws IOException {
        CertificateReader reader = new CertificateReader(SANDBOX);
        for (CertificateKind kind : CertificateKind.values()) {
            CertificateReading reading = reader.read(endEntity(SANDBOX, kind).getEncoded());
            assertThat(reading).isInstanceOfSatisfying(CertificateReading.Read.class, read -> {
                assertThat(read.certificate().kind()).isEqualTo(kind);
                assertThat(read.certificate().attributes().isPresent()).isEqualTo(kind.isSignature());
                assertThat(read.certificate().crlPartition().municipality()).isEqualTo("Kiyose-shi");
                assertThat(read.certificate().id().serial()).isEqualTo(BigInteger.valueOf(0x1234567));
                assertThat(read.certificate().ocspUri().orElseThrow())
                        .hasPath(kind.isSignature() ? "/ocsp/signature" : "/ocsp/authentication");
            });
        }
    }

    @Test
    void whenWrittenForTheSandboxThenProductionRefusesIt() throws IOException {
        byte[] der = endEntity(SANDBOX, CertificateKind.CARD_SIGNATURE).getEncoded();
        assertThat(new CertificateReader(PRODUCTION).read(der)).isInstanceOf(CertificateReading.Refused.class);
    }

    private static X509CertificateHolder root(JpkiProfile profile, AuthorityRole role) throws IOException {
        return new X509CertificateHolder(new CertificateWriter(profile, OCSP)
                .authority(role, BigInteger.ONE, FROM, TO, AUTHORITY_KEYS.getPublic(), AUTHORITY_KEYS.getPrivate()));
    }

    private X509CertificateHolder endEntity(JpkiProfile profile, CertificateKind kind) throws IOException {
        FourAttributes attributes = new FourAttributes(
                PersonText.of("黒桐　幹也"), PersonText.of("東京都清瀬市中里５丁目８４２番地"), DateOfBirth.parse("419900102"), Sex.MALE);
        EndEntity content = new EndEntity(
                kind,
                BigInteger.valueOf(0x1234567),
                new AuthorityKeyId("0123456789abcdef0123456789abcdef01234567"),
                kiyose,
                CrlPartition.of(profile, kind.issuedBy(), kiyose.prefectureRomaji(), kiyose.romaji()),
                "997794E9AGCIEG13221003A",
                attributes,
                profile.policyOid(kind),
                FROM,
                TO,
                HOLDER_KEYS.getPublic(),
                0);
        return new X509CertificateHolder(
                new CertificateWriter(profile, OCSP).endEntity(content, AUTHORITY_KEYS.getPrivate()));
    }

    private static List<ASN1ObjectIdentifier> order(X509CertificateHolder certificate) {
        return List.of(certificate.getExtensions().getExtensionOIDs());
    }

    private static List<ASN1ObjectIdentifier> critical(X509CertificateHolder certificate) {
        List<ASN1ObjectIdentifier> critical = new ArrayList<>();
        for (ASN1ObjectIdentifier each : order(certificate)) {
            if (certificate.getExtension(each).isCritical()) {
                critical.add(each);
            }
        }
        return critical;
    }

    private static String value(X509CertificateHolder certificate, ASN1ObjectIdentifier extension) {
        return hex(certificate.getExtension(extension).getExtnValue().getOctets());
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static String utf8(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
