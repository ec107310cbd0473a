package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.revocation.crl.CrlFault;
import dev.musubi.jpki.revocation.crl.CrlReader;
import dev.musubi.jpki.revocation.crl.CrlReading;
import dev.musubi.jpki.revocation.crl.ExpectedCrl;
import dev.musubi.jpki.revocation.ocsp.OcspClient;
import dev.musubi.jpki.revocation.ocsp.OcspMethod;
import dev.musubi.jpki.revocation.ocsp.OcspPolicy;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.trust.TrustedAuthority;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.fixture.RunningSandbox;
import dev.musubi.sandbox.fixture.RunningSandbox.IssueNumber;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;

/** What a verifier built on the library makes of the sandbox, when it is well and when it is not. */
@SpringBootTest(
        classes = SandboxApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"musubi.sandbox.verifier-port=0", "musubi.sandbox.mynaapp-port=0"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class LibraryAgainstSandboxTest {

    private static final JpkiProfile PROFILE = JpkiProfile.sandbox();

    @TempDir
    static Path data;

    private final RunningSandbox sandbox;
    private final SandboxClock clock;
    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    LibraryAgainstSandboxTest(@LocalServerPort int port, VerifierPort verifierPort, SandboxClock clock)
            throws Exception {
        this.sandbox = new RunningSandbox(port, verifierPort.number(), data);
        this.clock = clock;
    }

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry properties) {
        properties.add("musubi.sandbox.data", () -> data.toString());
    }

    @AfterEach
    void mend() throws Exception {
        sandbox.faults();
        sandbox.close();
        http.shutdownNow();
    }

    @Test
    void whenARevocationHappensThenTheClientLearnsItByEitherMethod() throws Exception {
        IssueNumber number = sandbox.certificate("R000001", "CARD_SIGNATURE", "LIVE");
        for (OcspMethod method : OcspMethod.values()) {
            assertThat(check(number, OcspPolicy.strict().withMethod(method)))
                    .isInstanceOf(CertificateStatus.Good.class);
        }
        sandbox.event("R000001", "LOSE_CARD");
        for (OcspMethod method : OcspMethod.values()) {
            assertThat(check(number, OcspPolicy.strict().withMethod(method)))
                    .isInstanceOfSatisfying(
                            CertificateStatus.Revoked.class,
                            revoked -> assertThat(revoked.reason()).isEqualTo(RevocationReason.CERTIFICATE_HOLD));
        }
    }

    @Test
    void whenTheResponderIsFaultyThenNothingIsEverGood() throws Exception {
        IssueNumber number = sandbox.certificate("R000002", "CARD_SIGNATURE", "LIVE");
        Map<String, UnknownReason> expected = Map.ofEntries(
                Map.entry("OCSP_UNSIGNED", UnknownReason.SIGNATURE_MISMATCH),
                Map.entry("OCSP_STALE", UnknownReason.STALE),
                Map.entry("OCSP_WRONG_RESPONDER", UnknownReason.RESPONDER_NOT_AUTHORIZED),
                Map.entry("OCSP_WRONG_NONCE", UnknownReason.NONCE_MISMATCH),
                Map.entry("OCSP_NO_NONCE", UnknownReason.NONCE_MISSING),
                Map.entry("OCSP_TRY_LATER", UnknownReason.TRY_LATER),
                Map.entry("OCSP_HTML", UnknownReason.HTTP_ERROR),
                Map.entry("OCSP_HUGE", UnknownReason.TOO_LARGE),
                Map.entry("OCSP_HANGS", UnknownReason.TIMEOUT),
                Map.entry("ALL_DOWN", UnknownReason.HTTP_ERROR));
        assertThat(check(number, OcspPolicy.strict())).isInstanceOf(CertificateStatus.Good.class);
        for (Map.Entry<String, UnknownReason> each : expected.entrySet()) {
            sandbox.faults(each.getKey());
            Duration patience = each.getKey().equals("OCSP_HANGS") ? Duration.ofMillis(500) : Duration.ofSeconds(20);
            assertThat(check(number, OcspPolicy.strict().withTimeout(patience)))
                    .as(each.getKey())
                    .isInstanceOfSatisfying(
                            CertificateStatus.Unknown.class,
                            unknown ->
                                    assertThat(unknown.why()).as(each.getKey()).isEqualTo(each.getValue()));
        }
    }

    @Test
    void whenAListIsReadThenTheRevokedAreFoundAndItIsThePartitionsOwn() throws Exception {
        IssueNumber number = sandbox.certificate("R000003", "CARD_SIGNATURE", "LIVE");
        CrlPartition partition = partition("R000003");
        assertThat(read(number, partition, null))
                .isInstanceOfSatisfying(
                        CrlReading.Accepted.class,
                        accepted ->
                                assertThat(accepted.crl().find(number.serial())).isEmpty());
        sandbox.event("R000003", "MOVE_WITHIN");
        sandbox.http.post("/crl/publications", Map.of());
        assertThat(read(number, partition, null))
                .isInstanceOfSatisfying(
                        CrlReading.Accepted.class,
                        accepted -> assertThat(accepted.crl()
                                        .find(number.serial())
                                        .orElseThrow()
                                        .reason())
                                .isEqualTo(RevocationReason.AFFILIATION_CHANGED));
    }

    @Test
    void whenAListIsFaultyThenItIsRefusedForTheRightReason() throws Exception {
        IssueNumber number = sandbox.certificate("R000004", "CARD_SIGNATURE", "LIVE");
        CrlPartition partition = partition("R000004");
        CrlReading good = read(number, partition, null);
        assertThat(good).isInstanceOf(CrlReading.Accepted.class);
        BigInteger last = ((CrlReading.Accepted) good).crl().crlNumber();
        Map<String, CrlFault> expected = Map.of(
                "CRL_TRUNCATED", CrlFault.MALFORMED,
                "CRL_OLDER", CrlFault.NUMBER_WENT_BACK,
                "CRL_OTHER_MUNICIPALITY", CrlFault.WRONG_PARTITION,
                "CRL_UNKNOWN_CRITICAL_EXTENSION", CrlFault.UNKNOWN_CRITICAL_EXTENSION,
                "CRL_WRONG_KEY", CrlFault.SIGNATURE_MISMATCH,
                "CRL_EXPIRED", CrlFault.EXPIRED);
        for (Map.Entry<String, CrlFault> each : expected.entrySet()) {
            sandbox.faults(each.getKey());
            assertThat(read(number, partition, last))
                    .as(each.getKey())
                    .isEqualTo(new CrlReading.Refused(each.getValue()));
        }
    }

    private CertificateStatus check(IssueNumber number, OcspPolicy policy) throws Exception {
        OcspClient client = new OcspClient(http, PROFILE, policy, new SecureRandom(), clock);
        TrustedAuthority authority = authority(number);
        return client.check(
                new CertificateId(authority.keyId(), number.serial()),
                authority,
                URI.create(sandbox.http.base() + "/ocsp/signature"));
    }

    private CrlReading read(IssueNumber number, CrlPartition partition, @Nullable BigInteger last) throws Exception {
        byte[] list = sandbox.crl(number.authorityKeyId(), partition.prefecture(), partition.municipality())
                .body();
        return new CrlReader(PROFILE)
                .read(
                        list,
                        new ExpectedCrl(authority(number), partition, last, clock.instant(), Duration.ofMinutes(1)));
    }

    private CrlPartition partition(String resident) throws Exception {
        var municipality = sandbox.resident(resident).get("municipality");
        return CrlPartition.of(
                PROFILE,
                AuthorityRole.SIGNATURE,
                municipality.get("prefectureRomaji").stringValue(),
                municipality.get("romaji").stringValue());
    }

    private TrustedAuthority authority(IssueNumber number) throws Exception {
        return TrustedAuthorities.fromPemFolder(data.resolve("authorities"), PROFILE)
                .find(new AuthorityKeyId(number.authorityKeyId()))
                .orElseThrow();
    }
}
