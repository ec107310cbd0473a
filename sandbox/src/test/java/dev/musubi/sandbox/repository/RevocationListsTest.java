package dev.musubi.sandbox.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.sandbox.authority.Authority;
import dev.musubi.sandbox.fixture.RunningSandbox;
import dev.musubi.sandbox.fixture.TestWorld;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.LifeEventRequest;
import dev.musubi.sandbox.register.LifeEventType;
import dev.musubi.sandbox.register.Municipality;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationListsTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T15:00:00Z");

    @TempDir
    Path folder;

    private TestWorld test;

    @BeforeEach
    void open() {
        test = TestWorld.in(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whenNothingHappenedThenTheListOfTheDayIsEmptyAndTheOneBeforeIsYesterdays() {
        PartitionKey key = key(signature(1));
        Publication today = lists().current(key, test.now());
        assertThat(today.thisUpdate()).isEqualTo(MIDNIGHT);
        assertThat(today.nextUpdate()).isEqualTo(MIDNIGHT.plus(Duration.ofDays(2)));
        assertThat(today.entries()).isEmpty();
        Publication before = lists().previous(key, test.now());
        assertThat(before.thisUpdate()).isEqualTo(MIDNIGHT.minus(Duration.ofDays(1)));
        assertThat(before.number()).isLessThan(today.number());
    }

    @Test
    void whenSomethingIsRevokedThenItIsInTheNextListAndNotInThePresentOne() {
        CertificateRecord certificate = signature(1);
        PartitionKey key = key(certificate);
        long number = lists().current(key, test.now()).number();
        happens(1, LifeEventType.MOVE_WITHIN);
        assertThat(lists().current(key, test.now()).entries()).isEmpty();

        test.pass(Duration.ofDays(1));
        Publication tomorrow = lists().current(key, test.now());
        assertThat(tomorrow.thisUpdate()).isEqualTo(MIDNIGHT.plus(Duration.ofDays(1)));
        assertThat(tomorrow.number()).isEqualTo(number + 1);
        assertThat(tomorrow.entries())
                .anySatisfy(e -> assertThat(e.serial())
                        .isEqualTo(test.world().certificates().idOf(certificate).serial()));
    }

    @Test
    void whenPublishedOnDemandThenOnlyPartitionsWithNewsGetANewList() {
        assertThat(lists().publishChanged(test.now())).isZero();
        happens(1, LifeEventType.LOSE_CARD);
        // One list of the signature authority, one of the authentication authority.
        assertThat(lists().publishChanged(test.now())).isEqualTo(2);
        assertThat(lists().publishChanged(test.now())).isZero();
        Publication list = lists().current(key(signature(1)), test.now());
        assertThat(list.thisUpdate()).isEqualTo(test.now());
        assertThat(list.entries()).hasSize(1);
    }

    @Test
    void whenReopenedThenAListComesBackWithTheSameBytes() {
        happens(1, LifeEventType.LOSE_CARD);
        lists().publishChanged(test.now());
        byte[] newest = der(signature(1), CrlService.Which.NEWEST);
        byte[] previous = der(signature(1), CrlService.Which.PREVIOUS);
        happens(1, LifeEventType.VISIT_COUNTER);
        happens(1, LifeEventType.LOSE_CARD);
        test.reopen();
        assertThat(der(signature(1), CrlService.Which.NEWEST)).isEqualTo(newest);
        assertThat(der(signature(1), CrlService.Which.PREVIOUS)).isEqualTo(previous);
    }

    @Test
    void whenTheClockGoesBackThenNumbersStillGrow() {
        PartitionKey key = key(signature(1));
        test.world().clock().set(test.now().plus(Duration.ofDays(400)), false);
        long late = lists().current(key, test.now()).number();
        test.world().clock().reset();
        Publication early = lists().current(key, test.now());
        assertThat(early.number()).isGreaterThan(late);
        assertThat(early.thisUpdate()).isBeforeOrEqualTo(test.now());
    }

    @Test
    void whenAListIsSignedThenTheJdkAndBouncyCastleReadItAndFindTheEntry() throws Exception {
        CertificateRecord certificate = signature(1);
        happens(1, LifeEventType.MOVE_WITHIN);
        lists().publishChanged(test.now());
        byte[] der = der(certificate, CrlService.Which.NEWEST);
        Authority authority = test.world().certificates().authorityOf(certificate);
        BigInteger serial = test.world().certificates().idOf(certificate).serial();

        X509CRL jdk = RunningSandbox.parse(der);
        jdk.verify(authority.certificate().getPublicKey());
        assertThat(jdk.getRevokedCertificate(serial).getRevocationReason())
                .isEqualTo(java.security.cert.CRLReason.AFFILIATION_CHANGED);

        X509CRLHolder bouncyCastle = new X509CRLHolder(der);
        assertThat(bouncyCastle.isSignatureValid(
                        new JcaContentVerifierProviderBuilder().build(authority.certificate())))
                .isTrue();
        assertThat(bouncyCastle.getRevokedCertificate(serial).getRevocationDate())
                .isEqualTo(java.util.Date.from(test.now()));
        assertThat(bouncyCastle.getExtension(Extension.issuingDistributionPoint).isCritical())
                .isTrue();
    }

    @Test
    void whenOpensslIsThereThenItVerifiesTheListAndTheCertificate() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        CertificateRecord certificate = signature(1);
        happens(1, LifeEventType.MOVE_WITHIN);
        lists().publishChanged(test.now());
        Path crl = folder.resolve("list.crl");
        Files.write(crl, der(certificate, CrlService.Which.NEWEST));
        Path ca = folder.resolve("authorities")
                .resolve(test.world().certificates().authorityOf(certificate).fileName());
        assertThat(openssl("crl", "-inform", "DER", "-in", crl.toString(), "-CAfile", ca.toString(), "-noout"))
                .contains("verify OK");
        assertThat(openssl("crl", "-inform", "DER", "-in", crl.toString(), "-text", "-noout"))
                .contains("Affiliation Changed")
                .contains("Minato-ku CRLDP");
        Path der = folder.resolve("certificate.der");
        Files.write(der, test.world().certificates().issued(certificate).der());
        Path pem = folder.resolve("certificate.pem");
        openssl("x509", "-inform", "DER", "-in", der.toString(), "-out", pem.toString());
        assertThat(openssl(
                        "verify",
                        "-attime",
                        Long.toString(test.now().getEpochSecond()),
                        "-CAfile",
                        ca.toString(),
                        pem.toString()))
                .contains("OK");
    }

    private String openssl(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "/usr/bin/openssl";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private RevocationLists lists() {
        return test.world().lists();
    }

    private byte[] der(CertificateRecord certificate, CrlService.Which which) {
        CrlService service = new CrlService(
                lists(),
                test.world().authorities(),
                test.world().certificates(),
                test.world().municipalities());
        Municipality where = certificate.municipality();
        return service.list(
                        test.world().certificates().authorityOf(certificate).keyId(),
                        where.prefectureRomaji(),
                        where.romaji(),
                        which,
                        test.now())
                .orElseThrow()
                .der();
    }

    /** The first signature certificate of a resident, in whatever state. */
    private CertificateRecord signature(int number) {
        return test.world().register().find(number).orElseThrow().certificates().stream()
                .filter(c -> c.kind() == CertificateKind.CARD_SIGNATURE)
                .findFirst()
                .orElseThrow();
    }

    private PartitionKey key(CertificateRecord certificate) {
        return new PartitionKey(
                test.world().certificates().authorityOf(certificate).keyId(),
                certificate.municipality().prefectureRomaji(),
                certificate.municipality().romaji());
    }

    private void happens(int number, LifeEventType type) {
        assertThat(test.world().register().live(number, LifeEventRequest.of(type), test.now()))
                .isNotNull();
    }
}
