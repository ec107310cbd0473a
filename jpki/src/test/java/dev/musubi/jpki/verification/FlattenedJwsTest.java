package dev.musubi.jpki.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObjectJSON;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.UnprotectedHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestSignatures;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JWS whose certificate came with the signature, beside it. */
class FlattenedJwsTest {

    private static final Instant AT = TestCertificateBuilder.AT;

    private final TestAuthority authority = TestAuthority.signature();
    private final TestCertificate certificate = authority.issue().build();
    private final SignatureVerifier verifier =
            new SignatureVerifier(JpkiProfile.sandbox(), authority.trusted(), Duration.ZERO);

    /** Header, payload and signature of a JWS that names no certificate. */
    private String[] parts(String header) {
        return TestSignatures.jwsWithHeader(
                        certificate.keys().getPrivate(), KeyAlgorithm.RSA_2048_SHA_256, header, "{\"a\":1}")
                .split("\\.");
    }

    private String flattened(String header, TestCertificate beside) {
        String[] parts = parts(header);
        return "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\",\"header\":{\"x5c\":[\"%s\"]}}"
                .formatted(parts[0], parts[1], parts[2], Base64.getEncoder().encodeToString(beside.der()));
    }

    private String good() {
        return flattened("{\"alg\":\"RS256\",\"typ\":\"enrolment+jws\"}", certificate);
    }

    private void assertRefused(String jws, RefusalReason reason) {
        assertThat(verifier.verifyJws(jws, AT))
                .isInstanceOfSatisfying(
                        VerificationOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).as(jws).isEqualTo(reason));
    }

    @Test
    void whenTheCertificateStandsBesideItThenItIsVerified() {
        assertThat(verifier.verifyJws(good(), AT))
                .isInstanceOfSatisfying(VerificationOutcome.Verified.class, verified -> {
                    assertThat(verified.content().utf8()).isEqualTo("{\"a\":1}");
                    assertThat(verified.content().type()).contains("enrolment+jws");
                });
    }

    @Test
    void whenADocumentIsSignedAsItSaysThenItIsVerifiedAndTheTypeIsKept() throws Exception {
        ToSign document = new ToSign("enrolment+jws", "{\"a\":\"あ\"}");
        java.security.Signature card = java.security.Signature.getInstance("SHA256withRSA");
        card.initSign(certificate.keys().getPrivate());
        card.update(document.signingInput());
        assertThat(verifier.verifyJws(document.signed(card.sign(), certificate.der()), AT))
                .isInstanceOfSatisfying(VerificationOutcome.Verified.class, verified -> {
                    assertThat(verified.content().utf8()).isEqualTo(document.text());
                    assertThat(verified.content().type()).contains(document.type());
                });
        assertThat(document.toString()).doesNotContain("あ");
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToSign("a\",\"alg\":\"none", "{}"));
    }

    @Test
    void whenNimbusMakesItThenItIsVerified() throws Exception {
        JWSObjectJSON made = new JWSObjectJSON(new Payload("{}"));
        made.sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).build(),
                new UnprotectedHeader.Builder()
                        .param("x5c", List.of(Base64.getEncoder().encodeToString(certificate.der())))
                        .build(),
                new RSASSASigner(certificate.keys().getPrivate()));
        assertThat(verifier.verifyJws(made.serializeFlattened(), AT)).isInstanceOf(VerificationOutcome.Verified.class);
        assertRefused(made.serializeGeneral(), RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenAnotherCertificateIsPutBesideItThenItIsRefused() {
        TestCertificate other =
                authority.issue().keys(TestKeys.rsa(2048, "somebody-else")).build();
        assertRefused(flattened("{\"alg\":\"RS256\"}", other), RefusalReason.SIGNATURE_MISMATCH);
        assertRefused(
                flattened(
                        "{\"alg\":\"RS256\"}",
                        TestAuthority.authentication().issue().build()),
                RefusalReason.ISSUER_UNKNOWN);
    }

    @Test
    void whenTheHeaderNamesACertificateTooThenItIsRefused() {
        String x5c = Base64.getEncoder().encodeToString(certificate.der());
        assertRefused(
                flattened("{\"alg\":\"RS256\",\"x5c\":[\"" + x5c + "\"]}", certificate),
                RefusalReason.MALFORMED_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"RS256\",\"b64\":false}",
                "{\"alg\":\"RS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"RS256\",\"jku\":\"https://a.example\"}"
            })
    void whenTheProtectedHeaderLeadsElsewhereThenItIsRefused(String header) {
        assertRefused(flattened(header, certificate), RefusalReason.MALFORMED_SIGNATURE);
    }

    @Test
    void whenTheShapeIsAnotherThenItIsRefused() {
        String good = good();
        for (String bad : List.of(
                "{}",
                "{",
                "{\"protected\":1}",
                good + "x",
                good.replace("\"header\":{", "\"header\":{\"alg\":\"none\","),
                good.replace("\"header\":{", "\"header\":{\"kid\":\"1\","),
                good.replace("{\"protected\"", "{\"signatures\":[],\"protected\""),
                good.replace("{\"protected\"", "{\"protected\":\"e30\",\"protected\""),
                good.replace("\"x5c\":[", "\"x5c\":[[],"),
                good.replace("\"header\":{", "\"header\":{\"x5c\":[\"AAAA\"],"),
                good.replace("\"header\":{", "\"header\":{\"\\u00785c\":[\"AAAA\"],"),
                good.replace(",\"payload\"", ", \"payload\""),
                good.replaceFirst("\"header\":\\{.*}}$", "\"header\":{\"x5c\":[]}}"),
                good.replaceFirst("\"header\":\\{.*}}$", "\"header\":{\"x5c\":\"x\"}}"),
                good.replaceFirst("\"payload\":\"", "\"payload\":\"a.b."),
                good.replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":\"\\u00e9\""))) {
            assertRefused(bad, RefusalReason.MALFORMED_SIGNATURE);
        }
        assertRefused(good.replaceFirst("\"payload\":\"", "\"payload\":\"AAAA"), RefusalReason.SIGNATURE_MISMATCH);
        assertRefused(" ".repeat(SignatureVerifier.MAXIMUM_JWS_CHARACTERS) + good, RefusalReason.TOO_LARGE);
    }
}
