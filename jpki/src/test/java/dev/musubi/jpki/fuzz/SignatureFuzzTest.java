package dev.musubi.jpki.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.verification.SignatureVerifier;
import dev.musubi.jpki.verification.VerificationOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** JWS and CMS. Keys are new in each run, so no signature can ever be right. */
class SignatureFuzzTest {

    private static final SignatureVerifier VERIFIER = new SignatureVerifier(
            JpkiProfile.sandbox(), TestAuthority.signature().trusted(), Duration.ZERO);

    @FuzzTest(maxDuration = "2m")
    void whenTextIsReadAsAJwsThenItIsRefusedWithoutHarm(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(VERIFIER.verifyJws(text, TestCertificateBuilder.AT)).isInstanceOf(VerificationOutcome.Refused.class);
    }

    @FuzzTest(maxDuration = "2m")
    void whenBytesAreReadAsCmsThenTheyAreRefusedWithoutHarm(byte[] bytes) {
        assertThat(VERIFIER.verifyCms(new byte[] {1}, bytes, TestCertificateBuilder.AT))
                .isInstanceOf(VerificationOutcome.Refused.class);
    }
}
