package dev.musubi.mynaapp.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.SealedEvidence;
import dev.musubi.mynaapp.fixture.FakeServer;
import dev.musubi.mynaapp.fixture.TestKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceOpenerTest {

    private static final byte[] DOCUMENT = "申し込みます".getBytes(StandardCharsets.UTF_8);
    private static final DocumentHash HASH = DocumentHash.ofDocument(DOCUMENT);
    private static final byte[] CERTIFICATE = certificate(TestKeys.CARD);

    private final EvidenceOpener opener = new EvidenceOpener(List.of(TestKeys.EVIDENCE, TestKeys.EVIDENCE_EC));

    private static byte[] certificate(RSAKey key) {
        try {
            return certificate(key.toPublicKey(), key.toPrivateKey(), "SHA256withRSA");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] certificate(PublicKey key, PrivateKey signer, String algorithm) throws Exception {
        return new JcaX509v3CertificateBuilder(
                        new X500Name("CN=Test"),
                        BigInteger.ONE,
                        Date.from(FakeServer.NOW),
                        Date.from(FakeServer.NOW.plusSeconds(1000)),
                        new X500Name("CN=Test"),
                        key)
                .build(new JcaContentSignerBuilder(algorithm).build(signer))
                .getEncoded();
    }

    /** As the card does: pads what it is given. */
    private static byte[] signed(RSAKey key, byte[] given) throws Exception {
        Cipher card = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        card.init(Cipher.ENCRYPT_MODE, key.toRSAPrivateKey());
        return card.doFinal(given);
    }

    private static Map<String, Object> payload(byte[] certificate, byte[] signature) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(Dialect.CERTIFICATE, Base64.getEncoder().encodeToString(certificate));
        payload.put(Dialect.SIGNATURE, Base64.getEncoder().encodeToString(signature));
        return payload;
    }

    private static Map<String, Object> right() throws Exception {
        return payload(CERTIFICATE, signed(TestKeys.CARD, HASH.digestInfo()));
    }

    private static JWEHeader.Builder header() {
        return new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .keyID(TestKeys.EVIDENCE.getKeyID());
    }

    private static SealedEvidence sealed(JWEHeader header, String payload, JWK key) throws Exception {
        JWEObject jwe = new JWEObject(header, new Payload(payload));
        jwe.encrypt(key instanceof RSAKey ? new RSAEncrypter(key.toRSAKey()) : new ECDHEncrypter(key.toECKey()));
        return new SealedEvidence(jwe.serialize());
    }

    private static SealedEvidence sealed(Map<String, Object> payload) throws Exception {
        return sealed(header().build(), JSONObjectUtils.toJSONString(payload), TestKeys.EVIDENCE);
    }

    private static EvidenceFault fault(OpenedEvidence opened) {
        assertThat(opened).isInstanceOf(OpenedEvidence.Refused.class);
        assertThat(opened.evidence()).isEmpty();
        return ((OpenedEvidence.Refused) opened).fault();
    }

    private static OpenedEvidence.Evidence evidence(OpenedEvidence opened) {
        assertThat(opened).isInstanceOf(OpenedEvidence.Evidence.class);
        return opened.evidence().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A256GCM", "A128CBC-HS256"})
    void whenAllIsRightThenCertificateAndSignatureComeOut(String method) throws Exception {
        SealedEvidence sealed = sealed(
                new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.parse(method))
                        .keyID("evidence")
                        .contentType(Dialect.PAYLOAD_TYPE)
                        .build(),
                JSONObjectUtils.toJSONString(right()),
                TestKeys.EVIDENCE);
        OpenedEvidence.Evidence evidence = evidence(opener.open(sealed, HASH));
        assertThat(evidence.certificate()).isEqualTo(CERTIFICATE);
        assertThat(evidence.form()).isEqualTo(Pkcs1Form.DIGEST_INFO);
        assertThat(evidence).hasToString("Evidence[redacted]");
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(TestKeys.CARD.toRSAPublicKey());
        verifier.update(DOCUMENT);
        assertThat(verifier.verify(evidence.signature())).isTrue();
    }

    @Test
    void whenTheVerifiersKeyIsOfACurveThenItOpensToo() throws Exception {
        SealedEvidence sealed = sealed(
                new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                        .keyID("evidence-ec")
                        .build(),
                JSONObjectUtils.toJSONString(right()),
                TestKeys.EVIDENCE_EC);
        assertThat(evidence(opener.open(sealed, HASH)).form()).isEqualTo(Pkcs1Form.DIGEST_INFO);
    }

    @Test
    void whenTheSignatureIsOverTheBareHashThenItIsTakenByWhoAskedForItAlone() throws Exception {
        SealedEvidence bare = sealed(payload(CERTIFICATE, signed(TestKeys.CARD, HASH.value())));
        assertThat(fault(opener.open(bare, HASH))).isEqualTo(EvidenceFault.FORM_NOT_ACCEPTED);

        EvidenceOpener both = new EvidenceOpener(List.of(TestKeys.EVIDENCE), Set.of(Pkcs1Form.values()));
        assertThat(evidence(both.open(bare, HASH)).form()).isEqualTo(Pkcs1Form.BARE_HASH);
        EvidenceOpener bareOnly = new EvidenceOpener(List.of(TestKeys.EVIDENCE), Set.of(Pkcs1Form.BARE_HASH));
        assertThat(fault(bareOnly.open(sealed(right()), HASH))).isEqualTo(EvidenceFault.FORM_NOT_ACCEPTED);
    }

    @Test
    void whenTheSignatureIsAnotherThenItIsRefused() throws Exception {
        byte[] good = signed(TestKeys.CARD, HASH.digestInfo());
        byte[] altered = good.clone();
        altered[100] ^= 1;
        byte[] sha1 = HexFormat.of().parseHex("3021300906052b0e03021a05000414" + "00".repeat(20));
        byte[] trailing = Arrays.copyOf(HASH.digestInfo(), 52);
        for (byte[] wrong : List.of(
                altered,
                signed(TestKeys.OTHER, HASH.digestInfo()),
                signed(TestKeys.CARD, DocumentHash.ofDocument(new byte[0]).digestInfo()),
                signed(TestKeys.CARD, sha1),
                signed(TestKeys.CARD, trailing),
                Arrays.copyOf(good, 255),
                Arrays.copyOf(good, 257),
                TestKeys.CARD.getModulus().decode().length == 256
                        ? TestKeys.CARD.getModulus().decode()
                        : altered,
                new byte[256])) {
            assertThat(fault(opener.open(sealed(payload(CERTIFICATE, wrong)), HASH)))
                    .isEqualTo(EvidenceFault.SIGNATURE_NOT_OVER_DOCUMENT);
        }
        assertThat(fault(opener.open(sealed(right()), DocumentHash.ofDocument(new byte[] {9}))))
                .as("another document than the one sent")
                .isEqualTo(EvidenceFault.SIGNATURE_NOT_OVER_DOCUMENT);
    }

    @Test
    void whenTheHeaderAsksForWhatIsNotAllowedThenItIsNotOpened() throws Exception {
        String payload = JSONObjectUtils.toJSONString(right());
        assertThat(fault(opener.open(
                        sealed(
                                header().compressionAlgorithm(CompressionAlgorithm.DEF)
                                        .build(),
                                payload,
                                TestKeys.EVIDENCE),
                        HASH)))
                .isEqualTo(EvidenceFault.HEADER_NOT_ALLOWED);
        assertThat(fault(opener.open(
                        sealed(
                                new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_512, EncryptionMethod.A256GCM)
                                        .keyID("evidence")
                                        .build(),
                                payload,
                                TestKeys.EVIDENCE),
                        HASH)))
                .isEqualTo(EvidenceFault.ALGORITHM_NOT_ALLOWED);
        assertThat(fault(opener.open(
                        sealed(
                                new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                                        .keyID("evidence")
                                        .build(),
                                payload,
                                TestKeys.EVIDENCE),
                        HASH)))
                .isEqualTo(EvidenceFault.ENCRYPTION_NOT_ALLOWED);
        JWEObject symmetric = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM)
                        .keyID("evidence")
                        .build(),
                new Payload(payload));
        symmetric.encrypt(new AESEncrypter(new byte[32]));
        assertThat(fault(opener.open(new SealedEvidence(symmetric.serialize()), HASH)))
                .isEqualTo(EvidenceFault.ALGORITHM_NOT_ALLOWED);
        assertThat(fault(opener.open(new SealedEvidence(FakeServer.JWE), HASH))).isEqualTo(EvidenceFault.NOT_A_JWE);
    }

    @Test
    void whenAHeaderHasToBeUnderstoodThenItIsNot() throws Exception {
        String critical =
                "{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"kid\":\"evidence\",\"crit\":[\"x\"],\"x\":1}";
        String[] parts = sealed(right()).compact().split("\\.", -1);
        parts[0] = Base64.getUrlEncoder().withoutPadding().encodeToString(critical.getBytes(StandardCharsets.UTF_8));
        assertThat(fault(opener.open(new SealedEvidence(String.join(".", parts)), HASH)))
                .isEqualTo(EvidenceFault.HEADER_NOT_ALLOWED);
    }

    @Test
    void whenItIsForAnotherKeyThenItIsNotOpened() throws Exception {
        String payload = JSONObjectUtils.toJSONString(right());
        assertThat(fault(opener.open(sealed(header().keyID("rotated-away").build(), payload, TestKeys.EVIDENCE), HASH)))
                .isEqualTo(EvidenceFault.KEY_UNKNOWN);
        assertThat(fault(opener.open(sealed(header().keyID(null).build(), payload, TestKeys.EVIDENCE), HASH)))
                .isEqualTo(EvidenceFault.KEY_UNKNOWN);
        assertThat(fault(opener.open(sealed(header().keyID("evidence-ec").build(), payload, TestKeys.EVIDENCE), HASH)))
                .as("an RSA header and an elliptic-curve key")
                .isEqualTo(EvidenceFault.ALGORITHM_NOT_ALLOWED);
        assertThat(fault(opener.open(sealed(header().build(), payload, TestKeys.OTHER), HASH)))
                .isEqualTo(EvidenceFault.DOES_NOT_OPEN);
        EvidenceOpener forAnother = new EvidenceOpener(List.of(new RSAKey.Builder(TestKeys.EVIDENCE)
                .algorithm(JWEAlgorithm.RSA_OAEP_512)
                .build()));
        assertThat(fault(forAnother.open(sealed(right()), HASH))).isEqualTo(EvidenceFault.ALGORITHM_NOT_ALLOWED);
    }

    @Test
    void whenAByteIsAlteredThenItDoesNotOpen() throws Exception {
        String[] parts = sealed(right()).compact().split("\\.", -1);
        for (int part = 1; part < parts.length; part++) {
            String[] altered = parts.clone();
            altered[part] = (altered[part].charAt(0) == 'A' ? "B" : "A") + altered[part].substring(1);
            assertThat(fault(opener.open(new SealedEvidence(String.join(".", altered)), HASH)))
                    .isEqualTo(EvidenceFault.DOES_NOT_OPEN);
        }
    }

    @Test
    void whenTheContentHasAnotherFormThenItIsNotUnderstood() throws Exception {
        String certificate = Base64.getEncoder().encodeToString(CERTIFICATE);
        for (Object wrong : new Object[] {
            "", 7, List.of(certificate), "***", certificate + "\n", " " + certificate, "A".repeat(22_000)
        }) {
            Map<String, Object> payload = right();
            payload.put(Dialect.CERTIFICATE, wrong);
            assertThat(fault(opener.open(sealed(payload), HASH))).isEqualTo(EvidenceFault.CONTENT_NOT_UNDERSTOOD);
        }
        for (String text : List.of("[]", "null", "{", "{}")) {
            assertThat(fault(opener.open(sealed(header().build(), text, TestKeys.EVIDENCE), HASH)))
                    .isEqualTo(EvidenceFault.CONTENT_NOT_UNDERSTOOD);
        }
        Map<String, Object> more = right();
        more.put("unknown", "member");
        evidence(opener.open(sealed(more), HASH));
    }

    @Test
    void whenTheCertificateIsNoneOrWeakThenItIsNotUnderstood() throws Exception {
        byte[] good = signed(TestKeys.CARD, HASH.digestInfo());
        RSAKey weak = TestKeys.rsa("weak", 1024);
        ECKey curve = TestKeys.ec("curve", Curve.P_256);
        for (byte[] wrong : List.of(
                new byte[] {1, 2, 3},
                Arrays.copyOf(CERTIFICATE, CERTIFICATE.length + 2),
                Arrays.copyOf(CERTIFICATE, CERTIFICATE.length - 1),
                certificate(weak),
                certificate(curve.toPublicKey(), curve.toPrivateKey(), "SHA256withECDSA"))) {
            assertThat(fault(opener.open(sealed(payload(wrong, good)), HASH)))
                    .isEqualTo(EvidenceFault.CERTIFICATE_NOT_UNDERSTOOD);
        }
    }

    @Test
    void whenKeysCannotOpenAnythingThenTheOpenerIsNotMade() {
        for (List<JWK> wrong : List.<List<JWK>>of(
                List.of(TestKeys.EVIDENCE.toPublicJWK()),
                List.of(new RSAKey.Builder(TestKeys.EVIDENCE).keyID(null).build()),
                List.of(TestKeys.rsa("weak", 1024)),
                List.of(TestKeys.ec("p521", Curve.P_521)),
                List.of(TestKeys.EVIDENCE, TestKeys.EVIDENCE))) {
            assertThatThrownBy(() -> new EvidenceOpener(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whenCodesAreGivenThenTheyStayAsTheyWere() {
        assertThat(Arrays.stream(EvidenceFault.values()).map(EvidenceFault::code))
                .containsExactly(
                        "evidence_not_a_jwe",
                        "evidence_algorithm_not_allowed",
                        "evidence_encryption_not_allowed",
                        "evidence_header_not_allowed",
                        "evidence_key_unknown",
                        "evidence_does_not_open",
                        "evidence_content_not_understood",
                        "evidence_certificate_not_understood",
                        "evidence_signature_not_over_document",
                        "evidence_form_not_accepted");
    }
}
