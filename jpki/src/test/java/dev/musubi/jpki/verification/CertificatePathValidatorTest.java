package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.trust.TrustedAuthorities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Paths alone, without a document. */
class CertificatePathValidatorTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();

    private final List<TestAuthority> generations = List.of(
            TestAuthority.of(AuthorityRole.SIGNATURE, "01"),
            TestAuthority.of(AuthorityRole.SIGNATURE, "02"),
            TestAuthority.of(AuthorityRole.SIGNATURE, "03"),
            TestAuthority.of(SANDBOX, AuthorityRole.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384, "04"));
    private final CertificatePathValidator validator =
            new CertificatePathValidator(SANDBOX, trusted(generations), Duration.ofSeconds(30));

    private static TrustedAuthorities trusted(List<TestAuthority> authorities) {
        TrustedAuthorities trusted = TrustedAuthorities.none(SANDBOX);
        for (TestAuthority authority : authorities) {
            trusted = trusted.with(authority.certificate());
        }
        return trusted;
    }

    private static void assertRefused(PathOutcome outcome, RefusalReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PathOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void whenSeveralGenerationsAreTrustedThenEachCertificateLeadsToTheOneThatSignedIt() {
        for (TestAuthority generation : generations) {
            assertThat(validator.validate(generation.issue().build().der(), AT))
                    .isInstanceOfSatisfying(PathOutcome.Valid.class, valid -> {
                        assertThat(valid.authority().keyId()).isEqualTo(generation.keyId());
                        assertThat(valid.authority().certificate()).isEqualTo(generation.certificate());
                    });
        }
    }

    @Test
    void whenACertificateNamesOneGenerationsKeyButIsSignedByAnotherThenItIsRefused() {
        TestAuthority first = generations.get(0);
        TestAuthority second = generations.get(1);
        TestCertificate mixed =
                first.issue().authorityKeyId(second.keyId().bytes()).build();
        assertRefused(validator.validate(mixed.der(), AT), RefusalReason.ISSUER_SIGNATURE_MISMATCH);
    }

    @Test
    void whenAGenerationIsAddedThenItsCertificatesAreAcceptedFromThenOn() {
        TestAuthority late = TestAuthority.of(AuthorityRole.SIGNATURE, "05");
        byte[] der = late.issue().build().der();
        assertRefused(validator.validate(der, AT), RefusalReason.ISSUER_UNKNOWN);
        CertificatePathValidator larger = new CertificatePathValidator(
                SANDBOX, trusted(generations).with(late.certificate()), Duration.ofSeconds(30));
        assertThat(larger.validate(der, AT)).isInstanceOf(PathOutcome.Valid.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = CertificateKind.class,
            names = {"CARD_SIGNATURE", "SMARTPHONE_SIGNATURE"})
    void whenTheCertificateIsOnCardOrSmartphoneThenBothAreValid(CertificateKind kind) {
        assertThat(validator.validate(
                        generations.get(0).issue().kind(kind).build().der(), AT))
                .isInstanceOfSatisfying(
                        PathOutcome.Valid.class,
                        valid -> assertThat(valid.certificate().kind()).isEqualTo(kind));
    }

    @Test
    void whenTheSameCertificateIsValidatedForManyTimesThenOnlyTheTimeDecides() {
        byte[] der = generations.get(0).issue().build().der();
        Instant from = TestCertificateBuilder.NOT_BEFORE;
        Instant to = TestCertificateBuilder.NOT_AFTER;
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long span = Duration.between(from, to).toSeconds();
        for (int i = 0; i < 300; i++) {
            Instant at = from.plusSeconds((long) (span * (random.nextDouble() * 1.4 - 0.2)));
            boolean inForce = !at.isBefore(from.minusSeconds(30)) && !at.isAfter(to);
            assertThat(validator.validate(der, at) instanceof PathOutcome.Valid)
                    .as(at.toString())
                    .isEqualTo(inForce);
        }
    }

    @Test
    void whenManyThreadsValidateThenEachGetsItsOwnAnswer() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TestAuthority generation = generations.get(i % generations.size());
            boolean expired = i % 3 == 0;
            byte[] der = generation
                    .issue()
                    .serial(java.math.BigInteger.valueOf(10_000 + i))
                    .build()
                    .der();
            tasks.add(() -> {
                PathOutcome outcome =
                        validator.validate(der, expired ? TestCertificateBuilder.NOT_AFTER.plusSeconds(1) : AT);
                return outcome instanceof PathOutcome.Valid valid
                        ? !expired && valid.authority().keyId().equals(generation.keyId())
                        : expired && ((PathOutcome.Refused) outcome).reason() == RefusalReason.EXPIRED;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Boolean> right : threads.invokeAll(tasks)) {
                assertThat(right.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whenBytesAreNoCertificateThenTheReasonAndTheDetailSaySo() {
        assertThat(validator.validate(new byte[] {1, 2, 3}, AT))
                .isInstanceOfSatisfying(PathOutcome.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RefusalReason.CERTIFICATE_MALFORMED);
                    assertThat(refused.detail()).startsWith("certificate_malformed: ");
                });
    }
}
