package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way from a signed document to an outcome, and every way a certificate may be wrong. */
class SignatureVerifierTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();

    private final TestAuthority authority = TestAuthority.signature();
    private final TestAuthority authentication = TestAuthority.authentication();
    private final TestAuthority next =
            TestAuthority.of(SANDBOX, AuthorityRole.SIGNATURE, KeyAlgorithm.ECDSA_P384_SHA_384, "04");
    private final SignatureVerifier verifier = new SignatureVerifier(
            SANDBOX,
            authority.trusted().with(authentication.certificate()).with(next.certificate()),
            Duration.ofSeconds(30));

    private void assertRefused(TestCertificate certificate, RefusalReason reason) {
        assertRefused(verifier.verifyJws(TestSignatures.jws(certificate, "{}"), AT), reason);
    }

    private static void assertRefused(VerificationOutcome outcome, RefusalReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        VerificationOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void whenAJwsIsSignedWithASignatureCertificateThenItIsVerified() {
        TestCertificate certificate = authority.issue().build();
        VerificationOutcome outcome = verifier.verifyJws(TestSignatures.jws(certificate, "{\"a\":1}"), AT);
        assertThat(outcome).isInstanceOfSatisfying(VerificationOutcome.Verified.class, verified -> {
            assertThat(verified.content().utf8()).isEqualTo("{\"a\":1}");
            assertThat(verified.content().type()).contains("musubi-test+jws");
            assertThat(verified.certificate().kind()).isEqualTo(CertificateKind.CARD_SIGNATURE);
            assertThat(verified.certificate().attributes()).contains(TestResidents.hanako());
            assertThat(verified.authority().keyId()).isEqualTo(authority.keyId());
            assertThat(verified.at()).isEqualTo(AT);
        });
    }

    @Test
    void whenADocumentIsSignedWithTheKeyOfTheNextCardThenItIsVerified() {
        TestCertificate certificate = next.issue().build();
        byte[] content = "次期カード".getBytes(StandardCharsets.UTF_8);
        assertThat(verifier.verifyJws(TestSignatures.jws(certificate, KeyAlgorithm.ECDSA_P384_SHA_384, "t", "{}"), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
        assertThat(verifier.verifyCms(
                        content, TestSignatures.cms(certificate, KeyAlgorithm.ECDSA_P384_SHA_384, content), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
    }

    @Test
    void whenProductionVerifiesThenItTakesItsOwnAndNothingOfTheSandboxAndTheOtherWayRound() {
        TestAuthority real = TestAuthority.of(
                JpkiProfile.production(), AuthorityRole.SIGNATURE, KeyAlgorithm.RSA_2048_SHA_256, "fake");
        assertThatThrownBy(() -> new SignatureVerifier(JpkiProfile.production(), authority.trusted(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertRefused(real.issue().build(), RefusalReason.WRONG_ENVIRONMENT);
        SignatureVerifier production = new SignatureVerifier(
                JpkiProfile.production(),
                dev.musubi.jpki.trust.TrustedAuthorities.none(JpkiProfile.production()),
                Duration.ZERO);
        assertRefused(
                production.verifyJws(TestSignatures.jws(authority.issue().build(), "{}"), AT),
                RefusalReason.WRONG_ENVIRONMENT);
        assertRefused(
                production.verifyJws(TestSignatures.jws(real.issue().build(), "{}"), AT), RefusalReason.ISSUER_UNKNOWN);
    }

    @Test
    void whenSignatureAndAuthenticationAreTakenForEachOtherThenItIsRefused() {
        TestCertificate forSigning = authority.issue().build();
        TestCertificate forSignIn = authentication.issue().build();
        byte[] content = {1, 2, 3};
        assertRefused(forSignIn, RefusalReason.WRONG_CERTIFICATE_KIND);
        assertRefused(
                verifier.verifyCms(content, TestSignatures.cms(forSignIn, KeyAlgorithm.RSA_2048_SHA_256, content), AT),
                RefusalReason.WRONG_CERTIFICATE_KIND);
        assertRefused(
                verifier.verifyAuthenticationJws(TestSignatures.jws(forSigning, "{}"), AT),
                RefusalReason.WRONG_CERTIFICATE_KIND);
        assertRefused(
                verifier.verifyAuthenticationCms(
                        content, TestSignatures.cms(forSigning, KeyAlgorithm.RSA_2048_SHA_256, content), AT),
                RefusalReason.WRONG_CERTIFICATE_KIND);
        assertThat(verifier.verifyAuthenticationJws(TestSignatures.jws(forSignIn, "{}"), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
        assertThat(verifier.verifyAuthenticationCms(
                        content, TestSignatures.cms(forSignIn, KeyAlgorithm.RSA_2048_SHA_256, content), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
    }

    @Test
    void whenTheDocumentIsSignedWithAnotherKeyThenItIsRefused() {
        TestCertificate certificate = authority.issue().build();
        TestCertificate other =
                authority.issue().keys(TestKeys.rsa(2048, "other")).build().withDer(certificate.der());
        assertRefused(other, RefusalReason.SIGNATURE_MISMATCH);
    }

    @Test
    void whenTheAuthorityIsUnknownThenItIsRefused() {
        assertRefused(TestAuthority.of(AuthorityRole.SIGNATURE, "09").issue().build(), RefusalReason.ISSUER_UNKNOWN);
    }

    @Test
    void whenTheNameIsRightButTheKeyIsAnothersThenItIsRefused() {
        TestAuthority impostor = TestAuthority.of(AuthorityRole.SIGNATURE, "impostor");
        assertRefused(
                authority
                        .issue()
                        .signedBy(impostor.keys().getPrivate(), KeyAlgorithm.RSA_2048_SHA_256)
                        .build(),
                RefusalReason.ISSUER_SIGNATURE_MISMATCH);
        assertRefused(
                authentication
                        .issue()
                        .kind(CertificateKind.CARD_SIGNATURE)
                        .issuer(authority.name())
                        .partition(authority.kiyose())
                        .build(),
                RefusalReason.ISSUER_UNKNOWN);
    }

    @Test
    void whenItIsExpiredOrNotYetValidThenItIsRefused() {
        Instant from = TestCertificateBuilder.NOT_BEFORE;
        Instant to = TestCertificateBuilder.NOT_AFTER;
        String jws = TestSignatures.jws(authority.issue().build(), "{}");
        assertRefused(verifier.verifyJws(jws, to.plusSeconds(1)), RefusalReason.EXPIRED);
        assertRefused(verifier.verifyJws(jws, from.minusSeconds(31)), RefusalReason.NOT_YET_VALID);
        for (Instant inForce : new Instant[] {from, from.minusSeconds(30), to}) {
            assertThat(verifier.verifyJws(jws, inForce)).isInstanceOf(VerificationOutcome.Verified.class);
        }
    }

    @Test
    void whenTheAuthorityItselfIsOutOfForceThenItIsRefused() {
        TestCertificate certificate = authority
                .issue()
                .validity(Instant.parse("2032-01-01T00:00:00Z"), Instant.parse("2037-01-01T14:59:59Z"))
                .build();
        assertRefused(
                verifier.verifyJws(TestSignatures.jws(certificate, "{}"), Instant.parse("2034-01-01T00:00:00Z")),
                RefusalReason.AUTHORITY_EXPIRED);
        assertRefused(
                verifier.verifyJws(TestSignatures.jws(certificate, "{}"), TestAuthority.NOT_BEFORE.minusSeconds(1)),
                RefusalReason.AUTHORITY_EXPIRED);
    }

    @Test
    void whenTheCertificateBreaksARuleThenTheReasonSaysWhich() {
        assertRefused(authority.issue().policy("1.2.392.200149.8.5.1.1.20").build(), RefusalReason.WRONG_ENVIRONMENT);
        assertRefused(authority.issue().policy("1.2.3.4").build(), RefusalReason.POLICY_NOT_ALLOWED);
        assertRefused(authority.issue().keyUsage(KeyUsage.digitalSignature).build(), RefusalReason.KEY_USAGE);
        assertRefused(authority.issue().keys(TestKeys.rsa(1024, "weak")).build(), RefusalReason.WEAK_KEY);
        assertRefused(
                authority.issue().with("2.25.7", true, DERNull.INSTANCE).build(),
                RefusalReason.UNKNOWN_CRITICAL_EXTENSION);
        assertRefused(authority.issue().padding(17_000).build(), RefusalReason.TOO_LARGE);
        TestCertificate right = authority.issue().build();
        assertRefused(
                right.withDer(Arrays.copyOf(right.der(), right.der().length + 1)), RefusalReason.CERTIFICATE_MALFORMED);
        assertRefused(
                authority
                        .issue()
                        .validity(AT.minusSeconds(60), AT.plusSeconds(60))
                        .build(),
                RefusalReason.VALIDITY_NOT_ALLOWED);
        assertRefused(
                authority
                        .issue()
                        .without(org.bouncycastle.asn1.x509.Extension.subjectAlternativeName)
                        .build(),
                RefusalReason.ATTRIBUTES_MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void whenRefusedThenThereIsACodeAndASentenceInBothLanguages(RefusalReason reason) {
        assertThat(reason.code()).isEqualTo(reason.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(reason.sentence()).endsWith(".");
        assertThat(reason.sentenceJa()).endsWith("。");
    }

    @Test
    void whenAnOutcomeIsPrintedThenNothingIsGivenAway() {
        VerificationOutcome outcome =
                verifier.verifyJws(TestSignatures.jws(authority.issue().build(), "秘密"), AT);
        assertThat(outcome.toString()).doesNotContain("秘密").doesNotContain("結城").doesNotContain("27440068");
    }

    @Test
    void whenTheSkewIsNegativeThenThatIsAnError() {
        assertThatThrownBy(() -> new CertificatePathValidator(SANDBOX, authority.trusted(), Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
