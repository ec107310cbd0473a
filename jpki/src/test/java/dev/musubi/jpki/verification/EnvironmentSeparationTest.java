package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.certificate.CertificateReader;
import dev.musubi.jpki.certificate.CertificateReading;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.jpki.trust.AuthorityRefusedException;
import dev.musubi.jpki.trust.TrustedAuthorities;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Neither environment accepts the other's certificates, ever: every kind, through every entry, even with an operator who
 * lists the other's root by fingerprint.
 */
class EnvironmentSeparationTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final KeyAlgorithm RSA = KeyAlgorithm.RSA_2048_SHA_256;

    private static TestAuthority authority(JpkiProfile profile, AuthorityRole role) {
        return TestAuthority.of(profile, role, RSA, "separation");
    }

    /** A verifier that trusts both roots of its environment, in production by configured fingerprint. */
    private static SignatureVerifier verifier(JpkiProfile profile) {
        TestAuthority signature = authority(profile, AuthorityRole.SIGNATURE);
        TestAuthority authentication = authority(profile, AuthorityRole.AUTHENTICATION);
        Set<String> fingerprints = Set.of(fingerprint(signature), fingerprint(authentication));
        return new SignatureVerifier(
                profile,
                TrustedAuthorities.none(profile, fingerprints)
                        .with(signature.certificate())
                        .with(authentication.certificate()),
                Duration.ZERO);
    }

    private static String fingerprint(TestAuthority authority) {
        try {
            byte[] sha256 = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(authority.certificate().getEncoded());
            return java.util.HexFormat.of().formatHex(sha256);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> everyKindOfTheOther() {
        return Stream.of(
                        List.of(JpkiProfile.production(), JpkiProfile.sandbox()),
                        List.of(JpkiProfile.sandbox(), JpkiProfile.production()))
                .flatMap(pair -> pair.get(pair.size() - 1).kinds().stream()
                        .map(kind -> Arguments.of(pair.get(0), pair.get(pair.size() - 1), kind)));
    }

    private static TestCertificate certificate(JpkiProfile of, CertificateKind kind) {
        return authority(of, kind.issuedBy()).issue().kind(kind).build();
    }

    @ParameterizedTest
    @MethodSource("everyKindOfTheOther")
    void whenADocumentComesFromTheOtherEnvironmentThenItIsRefusedThroughEveryEntry(
            JpkiProfile mine, JpkiProfile other, CertificateKind kind) {
        SignatureVerifier verifier = verifier(mine);
        TestCertificate certificate = certificate(other, kind);
        byte[] content = "同意".getBytes(StandardCharsets.UTF_8);
        String jws = TestSignatures.jws(certificate, "{}");
        byte[] cms = TestSignatures.cms(certificate, RSA, content);
        for (VerificationOutcome outcome : List.of(
                verifier.verifyJws(jws, AT),
                verifier.verifyAuthenticationJws(jws, AT),
                verifier.verifyCms(content, cms, AT),
                verifier.verifyAuthenticationCms(content, cms, AT))) {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            VerificationOutcome.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.WRONG_ENVIRONMENT));
        }
    }

    @ParameterizedTest
    @MethodSource("everyKindOfTheOther")
    void whenItStaysInItsOwnEnvironmentThenItIsVerifiedThroughItsOwnEntryOnly(
            JpkiProfile other, JpkiProfile mine, CertificateKind kind) {
        assertThat(other.environment()).isNotEqualTo(mine.environment());
        SignatureVerifier verifier = verifier(mine);
        String jws = TestSignatures.jws(certificate(mine, kind), "{}");
        assertThat(verifier.verifyJws(jws, AT) instanceof VerificationOutcome.Verified)
                .isEqualTo(kind.isSignature());
        assertThat(verifier.verifyAuthenticationJws(jws, AT) instanceof VerificationOutcome.Verified)
                .isEqualTo(!kind.isSignature());
    }

    @ParameterizedTest
    @MethodSource("everyKindOfTheOther")
    void whenOnlyThePolicyOrOnlyTheNameIsTheOthersThenItIsStillRefused(
            JpkiProfile mine, JpkiProfile other, CertificateKind kind) {
        if (!mine.kinds().contains(kind)) {
            return; // production has no policy for the smartphone's authentication certificate
        }
        CertificateReader reader = new CertificateReader(mine);
        TestCertificate foreignPolicy = authority(mine, kind.issuedBy())
                .issue()
                .kind(kind)
                .policy(other.policyOid(kind))
                .build();
        TestCertificate foreignName = authority(mine, kind.issuedBy())
                .issue()
                .kind(kind)
                .issuer(authority(other, kind.issuedBy()).name())
                .build();
        for (TestCertificate wrong : List.of(foreignPolicy, foreignName)) {
            assertThat(reader.read(wrong.der())).isInstanceOf(CertificateReading.Refused.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKindOfTheOther")
    void whenAnOperatorOffersTheOthersRootThenItIsNotTakenEvenByFingerprint(
            JpkiProfile mine, JpkiProfile other, CertificateKind kind) {
        TestAuthority foreign = authority(other, kind.issuedBy());
        TrustedAuthorities willing = TrustedAuthorities.none(mine, Set.of(fingerprint(foreign)));
        assertThatThrownBy(() -> willing.with(foreign.certificate())).isInstanceOf(AuthorityRefusedException.class);
        assertThatThrownBy(() -> new SignatureVerifier(mine, TrustedAuthorities.none(other), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
