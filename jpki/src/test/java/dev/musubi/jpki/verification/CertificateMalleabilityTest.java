package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestSignatures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A certificate has one encoding: whichever bit is altered, signed or not, it is refused. */
class CertificateMalleabilityTest {

    private static final TestAuthority AUTHORITY = TestAuthority.signature();

    private final SignatureVerifier verifier =
            new SignatureVerifier(AUTHORITY.profile(), AUTHORITY.trusted(), Duration.ofMinutes(1));

    @Test
    void whenAnyBitOfTheCertificateIsAlteredThenItIsRefused() {
        TestCertificate certificate = AUTHORITY.issue().build();
        byte[] der = certificate.der();
        int tail = der.length - 290; // the signature's algorithm, its length and unused bits, and the signature
        for (int i = 0; i < der.length; i++) {
            for (int bit = i < tail ? i % 8 : 0; bit < 8; bit += i < tail ? 8 : 1) {
                byte[] altered = der.clone();
                altered[i] ^= (byte) (1 << bit);
                String jws = TestSignatures.jws(certificate.withDer(altered), "{}");
                assertThat(verifier.verifyJws(jws, TestCertificateBuilder.AT))
                        .as("octet " + i + ", bit " + bit)
                        .isInstanceOf(VerificationOutcome.Refused.class);
            }
        }
    }
}
