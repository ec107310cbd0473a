package dev.musubi.jpki.revocation.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCrls;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our lists read by others, and theirs by us. */
class CrlCrossCheckTest {

    @TempDir
    private Path folder;

    private static TestAuthority authority(KeyAlgorithm algorithm) {
        return TestAuthority.of(JpkiProfile.sandbox(), AuthorityRole.SIGNATURE, algorithm, "01");
    }

    private static Random random(long seed) {
        System.out.println("seed " + seed);
        return new Random(seed);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void whenWeWriteAListThenTheJdkReadsTheSame(KeyAlgorithm algorithm) throws Exception {
        TestAuthority authority = authority(algorithm);
        List<CrlEntry> entries = TestCrls.entries(random(System.nanoTime()), 3000, 20);
        byte[] der = TestCrls.write(authority, 7, entries);

        X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        crl.verify(authority.keys().getPublic());
        assertThat(crl.getVersion()).isEqualTo(2);
        assertThat(crl.getThisUpdate().toInstant()).isEqualTo(TestCrls.THIS_UPDATE);
        assertThat(crl.getNextUpdate().toInstant()).isEqualTo(TestCrls.NEXT_UPDATE);
        assertThat(crl.getIssuerX500Principal())
                .isEqualTo(authority.certificate().getSubjectX500Principal());
        assertThat(crl.getRevokedCertificates().size()).isEqualTo(entries.size());
        for (CrlEntry entry : entries) {
            X509CRLEntry theirs = crl.getRevokedCertificate(entry.serial());
            assertThat(theirs.getRevocationDate().toInstant()).isEqualTo(entry.revokedAt());
            if (entry.reason() == RevocationReason.UNSPECIFIED) {
                assertThat(theirs.getRevocationReason()).isNull();
            } else {
                assertThat(theirs.getRevocationReason())
                        .hasToString(entry.reason().name());
            }
        }
        assertThat(crl.getEncoded()).isEqualTo(der);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void whenWeWriteAListThenBouncyCastleReadsTheSame(KeyAlgorithm algorithm) throws Exception {
        TestAuthority authority = authority(algorithm);
        List<CrlEntry> entries = TestCrls.entries(random(System.nanoTime()), 1000, 12);
        byte[] der = TestCrls.write(authority, 7, entries);

        X509CRLHolder crl = new X509CRLHolder(der);
        assertThat(crl.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .build(authority.keys().getPublic())))
                .isTrue();
        assertThat(crl.getRevokedCertificates().size()).isEqualTo(entries.size());
        for (CrlEntry entry : entries) {
            X509CRLEntryHolder theirs = crl.getRevokedCertificate(entry.serial());
            assertThat(theirs.getRevocationDate().toInstant()).isEqualTo(entry.revokedAt());
        }
        assertThat(crl.getExtension(Extension.issuingDistributionPoint).isCritical())
                .isTrue();
        assertThat(crl.toASN1Structure().getEncoded("DER")).isEqualTo(der);
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void whenWeWriteAListThenOpensslReadsAndVerifiesIt(KeyAlgorithm algorithm) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not on this machine");
        TestAuthority authority = authority(algorithm);
        List<CrlEntry> entries = TestCrls.entries(random(System.nanoTime()), 50, 8);
        Path list = folder.resolve("list.crl");
        Path root = folder.resolve("root.pem");
        Files.write(list, TestCrls.write(authority, 7, entries));
        Files.writeString(
                root,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(authority.certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        String output = run(
                "openssl",
                "crl",
                "-inform",
                "DER",
                "-in",
                list.toString(),
                "-noout",
                "-text",
                "-CAfile",
                root.toString());
        assertThat(output).contains("verify OK").contains("X509v3 Issuing Distribution Point: critical");
        for (CrlEntry entry : entries) {
            String hex = entry.serial().toString(16).toUpperCase(Locale.ROOT);
            assertThat(output).contains("Serial Number: " + (hex.length() % 2 == 0 ? hex : "0" + hex));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 20})
    void whenBouncyCastleWritesAListInAnyOrderThenWeReadTheSame(int serialBytes) {
        TestAuthority authority = TestAuthority.signature();
        Random random = random(System.nanoTime());
        List<CrlEntry> entries = TestCrls.entries(random, 2000, serialBytes);
        List<CrlEntry> shuffled = new ArrayList<>(entries);
        java.util.Collections.shuffle(shuffled, random);
        X509v2CRLBuilder builder = TestCrls.bouncy(authority, 9);
        shuffled.forEach(entry -> TestCrls.add(builder, entry));

        CrlReading reading = new CrlReader(JpkiProfile.sandbox())
                .read(TestCrls.sign(builder, authority), TestCrls.expected(authority));
        assertThat(reading).isInstanceOf(CrlReading.Accepted.class);
        Crl crl = ((CrlReading.Accepted) reading).crl();
        assertThat(crl.crlNumber()).isEqualTo(BigInteger.valueOf(9));
        List<CrlEntry> read = new ArrayList<>();
        crl.forEach(read::add);
        assertThat(read).isEqualTo(entries);
        entries.forEach(entry -> assertThat(crl.find(entry.serial())).contains(entry));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
