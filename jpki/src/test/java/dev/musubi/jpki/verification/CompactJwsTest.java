package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a JWS that are taken, and those that are not. */
class CompactJwsTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final KeyAlgorithm RSA = KeyAlgorithm.RSA_2048_SHA_256;
    private static final KeyAlgorithm EC = KeyAlgorithm.ECDSA_P384_SHA_384;

    private final TestAuthority authority = TestAuthority.signature();
    private final TestAuthority next = TestAuthority.of(JpkiProfile.sandbox(), AuthorityRole.SIGNATURE, EC, "04");
    private final TestCertificate certificate = authority.issue().build();
    private final TestCertificate ecCertificate = next.issue().build();
    private final SignatureVerifier verifier =
            new SignatureVerifier(JpkiProfile.sandbox(), authority.trusted().with(next.certificate()), Duration.ZERO);

    private String x5c() {
        return "\"x5c\":[\"" + java.util.Base64.getEncoder().encodeToString(certificate.der()) + "\"]";
    }

    private VerificationOutcome withHeader(String header) {
        return verifier.verifyJws(
                TestSignatures.jwsWithHeader(certificate.keys().getPrivate(), RSA, header, "{}"), AT);
    }

    private static void assertRefused(VerificationOutcome outcome, RefusalReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        VerificationOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void whenNimbusMakesAJwsThenItIsVerified() throws Exception {
        JWSObject rsa = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("enrolment+jws"))
                        .x509CertChain(List.of(Base64.encode(certificate.der())))
                        .build(),
                new Payload("{\"display\":\"同意\"}"));
        rsa.sign(new RSASSASigner(certificate.keys().getPrivate()));
        assertThat(verifier.verifyJws(rsa.serialize(), AT))
                .isInstanceOfSatisfying(VerificationOutcome.Verified.class, verified -> {
                    assertThat(verified.content().type()).contains("enrolment+jws");
                    assertThat(verified.content().utf8()).isEqualTo("{\"display\":\"同意\"}");
                });
        JWSObject ec = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES384)
                        .x509CertChain(List.of(Base64.encode(ecCertificate.der())))
                        .build(),
                new Payload("{}"));
        ec.sign(new ECDSASigner((ECPrivateKey) ecCertificate.keys().getPrivate()));
        assertThat(verifier.verifyJws(ec.serialize(), AT))
                .isInstanceOfSatisfying(
                        VerificationOutcome.Verified.class,
                        verified -> assertThat(verified.content().type()).isEmpty());
    }

    @Test
    void whenAFurtherCertificateFollowsThenTheFirstIsTheSigners() {
        String header = "{\"alg\":\"RS256\",\"x5c\":[\""
                + java.util.Base64.getEncoder().encodeToString(certificate.der()) + "\",\"AAAA\"]}";
        assertThat(withHeader(header)).isInstanceOf(VerificationOutcome.Verified.class);
    }

    @Test
    void whenTheAlgorithmIsNoneOrAnotherThenItIsRefused() {
        for (String alg : new String[] {"none", "HS256", "RS512", "PS256", "ES256"}) {
            assertRefused(withHeader("{\"alg\":\"" + alg + "\"," + x5c() + "}"), RefusalReason.ALGORITHM_NOT_ALLOWED);
        }
        String unsigned =
                TestSignatures.base64Url(("{\"alg\":\"none\"," + x5c() + "}").getBytes(StandardCharsets.UTF_8)) + "."
                        + TestSignatures.base64Url(new byte[] {'{', '}'}) + ".";
        assertRefused(verifier.verifyJws(unsigned, AT), RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void whenTheAlgorithmDoesNotFitTheKeyThenItIsRefused() {
        assertRefused(withHeader("{\"alg\":\"ES384\"," + x5c() + "}"), RefusalReason.ALGORITHM_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jku\":\"http://x/\"",
                "\"jwk\":{}",
                "\"x5u\":\"http://x/\"",
                "\"crit\":[\"b64\"]",
                "\"b64\":false",
                "\"typ\":5",
                "\"alg\":\"RS256\""
            })
    void whenAHeaderCouldMisleadThenItIsRefused(String member) {
        assertRefused(
                withHeader("{\"alg\":\"RS256\"," + x5c() + "," + member + "}"), RefusalReason.MALFORMED_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "", "{", "{\"alg\":5}", "{}", "null", "{\"alg\":\"RS256\"} x"})
    void whenTheHeaderIsNoObjectWithAnAlgorithmThenItIsRefused(String header) {
        assertRefused(withHeader(header), RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenThereIsNoCertificateOrNoneInBase64ThenItIsRefused() {
        assertRefused(withHeader("{\"alg\":\"RS256\"}"), RefusalReason.CERTIFICATE_MISSING);
        for (String x5c : new String[] {"[]", "{}", "\"AAAA\"", "[5]", "[\"A A\"]", "[\"____\"]", "[null]"}) {
            assertRefused(withHeader("{\"alg\":\"RS256\",\"x5c\":" + x5c + "}"), RefusalReason.MALFORMED_SIGNATURE);
        }
        assertRefused(withHeader("{\"alg\":\"RS256\",\"x5c\":[\"AAAA\"]}"), RefusalReason.CERTIFICATE_MALFORMED);
        assertRefused(
                withHeader("{\"alg\":\"RS256\",\"x5c\":[\"" + "A".repeat(30_000) + "\"]}"), RefusalReason.TOO_LARGE);
    }

    @Test
    void whenTheDocumentIsAlteredThenItIsRefused() {
        String jws = TestSignatures.jws(certificate, "{\"amount\":1}");
        String[] parts = jws.split("\\.", -1);
        String altered = parts[0] + "." + TestSignatures.base64Url("{\"amount\":9}".getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
        assertRefused(verifier.verifyJws(altered, AT), RefusalReason.SIGNATURE_MISMATCH);
        assertRefused(verifier.verifyJws(parts[0] + "." + parts[1] + ".", AT), RefusalReason.SIGNATURE_MISMATCH);
    }

    @Test
    void whenThePartsAreNotThreeThenItIsRefused() {
        String jws = TestSignatures.jws(certificate, "{}");
        for (String wrong : new String[] {"", ".", "..", "a.b", jws + ".", jws + ".AAAA", "." + jws}) {
            assertRefused(verifier.verifyJws(wrong, AT), RefusalReason.MALFORMED_SIGNATURE);
        }
    }

    @Test
    void whenTheSameBytesAreSpelledDifferentlyThenItIsRefused() {
        String jws = TestSignatures.jws(certificate, "{}");
        String[] parts = jws.split("\\.", -1);
        assertThat(parts[2]).hasSize(342);
        char last = parts[2].charAt(341);
        char other = (char) (last + 1); // the two lowest bits of the last character carry nothing
        String respelled = parts[2].substring(0, 341) + other;
        assertThat(java.util.Base64.getUrlDecoder().decode(respelled))
                .isEqualTo(java.util.Base64.getUrlDecoder().decode(parts[2]));
        for (String signature : new String[] {respelled, parts[2] + "==", parts[2] + "\n", parts[2] + " "}) {
            assertRefused(
                    verifier.verifyJws(parts[0] + "." + parts[1] + "." + signature, AT),
                    RefusalReason.MALFORMED_SIGNATURE);
        }
    }

    @Test
    void whenItIsHugeThenItIsRefused() {
        assertRefused(verifier.verifyJws("a".repeat(600_000), AT), RefusalReason.TOO_LARGE);
        assertRefused(verifier.verifyJws("a".repeat(70_000) + ".AAAA.AAAA", AT), RefusalReason.TOO_LARGE);
        assertThat(verifier.verifyJws(TestSignatures.jws(certificate, "x".repeat(300_000)), AT))
                .isInstanceOf(VerificationOutcome.Verified.class);
    }

    @Test
    void whenAnEcdsaSignatureIsNotExactly96BytesThenItIsRefused() throws Exception {
        String jws = TestSignatures.jws(ecCertificate, EC, "t", "{}");
        int dot = jws.lastIndexOf('.');
        byte[] right = java.util.Base64.getUrlDecoder().decode(jws.substring(dot + 1));
        assertThat(right).hasSize(96);
        byte[] padded = new byte[98]; // r and s with a leading zero each: the same numbers
        System.arraycopy(right, 0, padded, 1, 48);
        System.arraycopy(right, 48, padded, 50, 48);
        Signature der = Signature.getInstance("SHA384withECDSA");
        der.initSign(ecCertificate.keys().getPrivate());
        der.update(jws.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        for (byte[] wrong : new byte[][] {padded, der.sign(), Arrays.copyOf(right, 95), new byte[0]}) {
            assertRefused(
                    verifier.verifyJws(jws.substring(0, dot + 1) + TestSignatures.base64Url(wrong), AT),
                    RefusalReason.MALFORMED_SIGNATURE);
        }
        assertRefused(
                verifier.verifyJws(jws.substring(0, dot + 1) + TestSignatures.base64Url(new byte[96]), AT),
                RefusalReason.SIGNATURE_MISMATCH);
    }
}
