package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCases;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.trust.TrustedAuthorities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of a CMS signature that are taken, and those that are not. */
class DetachedCmsTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final KeyAlgorithm RSA = KeyAlgorithm.RSA_2048_SHA_256;
    private static final byte[] CONTENT = "利用に同意します。".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final TestAuthority authority = TestAuthority.signature();
    private final TestCertificate certificate = authority.issue().build();
    private final SignatureVerifier verifier =
            new SignatureVerifier(JpkiProfile.sandbox(), authority.trusted(), Duration.ZERO);

    private void assertRefused(byte[] content, byte[] cms, RefusalReason reason) {
        assertThat(verifier.verifyCms(content, cms, AT))
                .isInstanceOfSatisfying(
                        VerificationOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void whenTheSignersCertificateStandsTwiceThenItIsVerified() {
        TrustedAuthorities root =
                TrustedAuthorities.none(JpkiProfile.sandbox()).with(TestCases.certificate("cms-root.pem"));
        assertThat(new SignatureVerifier(JpkiProfile.sandbox(), root, Duration.ZERO)
                        .verifyCms(
                                TestCases.bytes("cms-content.bin"),
                                TestCases.bytes("cms-duplicate-certificate.der"),
                                AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
    }

    @Test
    void whenSomebodyAddsCertificatesThenTheOneThatIsRightIsFound() throws Exception {
        TestAuthority stranger = TestAuthority.of(AuthorityRole.SIGNATURE, "stranger");
        X509Certificate forged = stranger.issue().build().x509();
        assertThat(forged.getSerialNumber()).isEqualTo(certificate.x509().getSerialNumber());
        for (List<X509Certificate> set : List.of(
                List.of(forged, certificate.x509()),
                List.of(certificate.x509(), forged),
                List.of(certificate.x509(), certificate.x509(), forged))) {
            assertThat(verifier.verifyCms(CONTENT, cmsWith(set), AT))
                    .isInstanceOfSatisfying(
                            VerificationOutcome.Verified.class,
                            verified -> assertThat(verified.certificate().der()).isEqualTo(certificate.der()));
        }
        assertThat(verifier.verifyCms(CONTENT, cmsWith(List.of(forged)), AT))
                .isInstanceOf(VerificationOutcome.Refused.class);
        List<X509Certificate> many = new ArrayList<>(List.of(certificate.x509()));
        for (int i = 0; i < 4; i++) {
            many.add(TestAuthority.of(AuthorityRole.SIGNATURE, "stranger" + i)
                    .issue()
                    .build()
                    .x509());
        }
        assertRefused(CONTENT, cmsWith(many), RefusalReason.MALFORMED_SIGNATURE);
    }

    private byte[] cmsWith(List<X509Certificate> certificates) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        TestSignatures.addSigner(generator, certificate, RSA, false);
        generator.addCertificates(new JcaCertStore(certificates));
        return generator.generate(new CMSProcessableByteArray(CONTENT), false).getEncoded();
    }

    @Test
    void whenItIsDerOrBerThenItIsVerified() throws IOException {
        byte[] ber = TestSignatures.cms(certificate, RSA, CONTENT);
        byte[] der = ASN1Primitive.fromByteArray(ber).getEncoded("DER");
        assertThat(der).isNotEqualTo(ber);
        for (byte[] cms : new byte[][] {ber, der}) {
            assertThat(verifier.verifyCms(CONTENT, cms, AT))
                    .isInstanceOfSatisfying(VerificationOutcome.Verified.class, verified -> {
                        assertThat(verified.content().bytes()).isEqualTo(CONTENT);
                        assertThat(verified.content().type()).isEmpty();
                        assertThat(verified.certificate().der()).isEqualTo(certificate.der());
                    });
        }
    }

    @Test
    void whenOpensslSignsThenItIsVerified() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not on this machine");
        Path key = pem("key.pem", "PRIVATE KEY", certificate.keys().getPrivate().getEncoded());
        Path signer = pem("signer.pem", "CERTIFICATE", certificate.der());
        Path content = Files.write(folder.resolve("content"), CONTENT);
        Path out = folder.resolve("out.der");
        Process process = new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-sign",
                        "-binary",
                        "-in",
                        content.toString(),
                        "-signer",
                        signer.toString(),
                        "-inkey",
                        key.toString(),
                        "-md",
                        "sha256",
                        "-outform",
                        "DER",
                        "-out",
                        out.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(verifier.verifyCms(CONTENT, Files.readAllBytes(out), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
    }

    private Path pem(String file, String label, byte[] der) throws IOException {
        return Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                        + "-----\n");
    }

    @Test
    void whenTheContentIsAnotherThenItIsRefused() {
        byte[] cms = TestSignatures.cms(certificate, RSA, CONTENT);
        assertRefused(new byte[] {1}, cms, RefusalReason.SIGNATURE_MISMATCH);
        assertRefused(new byte[0], cms, RefusalReason.SIGNATURE_MISMATCH);
    }

    @Test
    void whenItIsSignedWithAnotherKeyThenItIsRefused() {
        TestCertificate other =
                authority.issue().keys(TestKeys.rsa(2048, "other")).build().withDer(certificate.der());
        assertRefused(CONTENT, TestSignatures.cms(other, RSA, CONTENT), RefusalReason.SIGNATURE_MISMATCH);
    }

    @Test
    void whenTheContentIsInsideThenItIsRefused() {
        assertRefused(CONTENT, TestSignatures.cms(certificate, RSA, CONTENT, true), RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenTheOuterTypeIsNotSignedDataThenItIsRefused() throws IOException {
        byte[] der = ASN1Primitive.fromByteArray(TestSignatures.cms(certificate, RSA, CONTENT))
                .getEncoded("DER");
        assertThat(der[14]).isEqualTo((byte) 2); // 1.2.840.113549.1.7.2
        der[14] = 3;
        assertRefused(CONTENT, der, RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenThereAreNoSignedAttributesThenItIsRefused() throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        TestSignatures.addSigner(generator, certificate, RSA, true);
        generator.addCertificates(new JcaCertStore(List.of(certificate.x509())));
        assertRefused(
                CONTENT,
                generator.generate(new CMSProcessableByteArray(CONTENT), false).getEncoded(),
                RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenTheContentTypeIsNotDataThenItIsRefused() throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        TestSignatures.addSigner(generator, certificate, RSA, false);
        generator.addCertificates(new JcaCertStore(List.of(certificate.x509())));
        assertRefused(
                CONTENT,
                generator
                        .generate(new CMSProcessableByteArray(new ASN1ObjectIdentifier("1.2.3.4"), CONTENT), false)
                        .getEncoded(),
                RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenThereAreTwoSignersOrNoneThenItIsRefused() throws Exception {
        CMSSignedDataGenerator two = new CMSSignedDataGenerator();
        TestSignatures.addSigner(two, certificate, RSA, false);
        TestSignatures.addSigner(two, certificate, RSA, false);
        two.addCertificates(new JcaCertStore(List.of(certificate.x509())));
        assertRefused(
                CONTENT,
                two.generate(new CMSProcessableByteArray(CONTENT), false).getEncoded(),
                RefusalReason.MALFORMED_SIGNATURE);
        CMSSignedDataGenerator none = new CMSSignedDataGenerator();
        none.addCertificates(new JcaCertStore(List.of(certificate.x509())));
        assertRefused(
                CONTENT,
                none.generate(new CMSProcessableByteArray(CONTENT), false).getEncoded(),
                RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenTheCertificateIsMissingThenItIsRefused() throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        TestSignatures.addSigner(generator, certificate, RSA, false);
        assertRefused(
                CONTENT,
                generator.generate(new CMSProcessableByteArray(CONTENT), false).getEncoded(),
                RefusalReason.CERTIFICATE_MISSING);
    }

    @Test
    void whenItIsCutOffOrLongerOrHugeThenItIsRefused() {
        byte[] cms = TestSignatures.cms(certificate, RSA, CONTENT);
        for (int length = 0; length < cms.length; length += 11) {
            assertRefused(CONTENT, Arrays.copyOf(cms, length), RefusalReason.MALFORMED_SIGNATURE);
        }
        assertRefused(CONTENT, Arrays.copyOf(cms, cms.length + 2), RefusalReason.MALFORMED_SIGNATURE);
        assertRefused(CONTENT, new byte[70_000], RefusalReason.TOO_LARGE);
    }

    @Test
    void whenNestingIsDeepThenItIsRefusedWithoutHarm() {
        byte[] deep = new byte[60_000];
        for (int i = 0; i + 1 < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        assertRefused(CONTENT, deep, RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenBytesAreAlteredThenTheOutcomeIsNeverAnotherContentOrAnException() {
        byte[] cms = TestSignatures.cms(certificate, RSA, CONTENT);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] altered = cms.clone();
            altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            if (verifier.verifyCms(CONTENT, altered, AT) instanceof VerificationOutcome.Verified verified) {
                assertThat(verified.certificate().der()).isEqualTo(certificate.der());
            }
        }
    }
}
