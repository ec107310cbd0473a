package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.verification.VerificationOutcome;
import dev.musubi.sandbox.fixture.FakeVirtualReader;
import dev.musubi.sandbox.fixture.RunningSandbox;
import dev.musubi.sandbox.fixture.RunningSandbox.IssueNumber;
import dev.musubi.sandbox.fixture.TestHttp;
import dev.musubi.sandbox.fixture.TestOcsp;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import tools.jackson.databind.JsonNode;

/** The whole sandbox through its two ports, with clients that are not ours. Each test has residents of its own. */
@SpringBootTest(
        classes = SandboxApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "musubi.sandbox.verifier-port=0",
            "musubi.sandbox.mynaapp-port=0",
            "musubi.sandbox.consent-starts=IMMEDIATELY"
        })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class SandboxEndToEndTest {

    @TempDir
    static Path data;

    private final int port;
    private final VerifierPort verifierPort;
    private final RunningSandbox sandbox;

    @Autowired
    SandboxEndToEndTest(@LocalServerPort int port, VerifierPort verifierPort) throws Exception {
        this.port = port;
        this.verifierPort = verifierPort;
        this.sandbox = new RunningSandbox(port, verifierPort.number(), data);
    }

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry properties) {
        properties.add("musubi.sandbox.data", () -> data.toString());
    }

    @AfterEach
    void mend() throws Exception {
        sandbox.faults();
        sandbox.http.put("/clock", Map.of("reset", true));
        sandbox.close();
    }

    @Test
    void whenADocumentNamesAnotherIssuerThanThePhoneTalksToThenItIsNotSigned() throws Exception {
        String id = "R000041";
        String document =
                "{\"issuer\":\"https://issuer.example\",\"site\":{\"name\":\"結び\",\"host\":\"issuer.example\"},"
                        + "\"check_word\":\"さくら みなと 42\",\"display\":\"申込み\"}";
        for (String origin : List.of(
                "https://evil.example",
                "https://issuer.example.evil.example",
                "https://issuer.example:8443",
                "http://issuer.example",
                "https://issuer.example@evil.example",
                "issuer.example",
                "")) {
            assertThat(sandbox.sign(id, document, "origin", origin).code())
                    .as(origin)
                    .isEqualTo("ISSUER_DIFFERS");
        }
        assertThat(sandbox.sign(id, document).code()).as("no origin").isEqualTo("ISSUER_DIFFERS");
        assertThat(sandbox.sign(id, "{\"issuer\":17}", "origin", "https://issuer.example")
                        .code())
                .isEqualTo("ISSUER_DIFFERS");
        assertThat(sandbox.sign(id, document, "origin", "https://evil.example", "pin", "WRONG1")
                        .code())
                .as("the PIN is not asked for")
                .isEqualTo("ISSUER_DIFFERS");
        for (String origin :
                List.of("https://issuer.example", "https://ISSUER.example:443", "https://issuer.example/x")) {
            TestHttp.Answer signed = sandbox.sign(id, document, "origin", origin);
            assertThat(signed.status()).as(origin).isEqualTo(200);
            assertThat(signed.json().get("shown").stringValue())
                    .isEqualTo("接続先: issuer.example\n確認のことば: さくら みなと 42\n申込み");
        }
        assertThat(sandbox.sign(id, "{\"display\":\"他の文書\"}").status())
                .as("what names no issuer is signed as it is")
                .isEqualTo(200);
    }

    @Test
    void whenAResidentMovesThenEverythingFollowsFromIt() throws Exception {
        String id = "R000001";
        IssueNumber old = sandbox.certificate(id, "CARD_SIGNATURE", "LIVE");
        JsonNode place = place(id, old);
        assertThat(sandbox.verifyJws(sandbox.signed(id, "{\"display\":\"申込み\"}", "type", "test+jwt")))
                .isInstanceOfSatisfying(VerificationOutcome.Verified.class, verified -> {
                    assertThat(verified.certificate().kind()).isEqualTo(CertificateKind.CARD_SIGNATURE);
                    assertThat(verified.certificate().id().serialHex()).isEqualTo(old.issueNumber());
                    assertThat(verified.content().type()).contains("test+jwt");
                });
        assertThat(sandbox.ocsp("signature", old).getCertStatus()).isNull();
        String consent = sandbox.consented(id, "NAME", "ADDRESS");
        assertThat(outcome(consent, old)).isEqualTo("STILL_VALID");
        X509CRL before = crl(old, place);

        assertThat(sandbox.event(id, "MOVE_TO", "municipality", "13221").status())
                .isEqualTo(201);

        assertRevoked(sandbox.ocsp("signature", old), 3);
        assertThat(sandbox.ocsp("authentication", sandbox.certificate(id, "CARD_AUTHENTICATION", "LIVE"))
                        .getCertStatus())
                .isNull();
        assertThat(crl(old, place).getRevokedCertificate(old.serial())).isNull();
        assertThat(sandbox.http
                        .post("/crl/publications", Map.of())
                        .json()
                        .get("published")
                        .intValue())
                .isPositive();
        X509CRL after = crl(old, place);
        X509CRLEntry entry = after.getRevokedCertificate(old.serial());
        assertThat(entry.getRevocationReason()).isEqualTo(java.security.cert.CRLReason.AFFILIATION_CHANGED);
        assertThat(number(after)).isGreaterThan(number(before));
        assertThat(outcome(consent, old)).isEqualTo("NO_NEW_CERTIFICATE");
        assertThat(sandbox.sign(id, "x").code()).isEqualTo("NO_CERTIFICATE");

        assertThat(sandbox.event(id, "VISIT_COUNTER").status()).isEqualTo(201);

        JsonNode latest = sandbox.latest(consent, old, "NAME", "ADDRESS");
        assertThat(latest.get("outcome").stringValue()).isEqualTo("PROVIDED");
        assertThat(latest.at("/attributes/address/value").stringValue()).startsWith("東京都清瀬市");
        assertThat(latest.get("attributes").has("sex")).isFalse();
        assertThat(latest.at("/certificate/crlDistributionPoint/municipality").stringValue())
                .isEqualTo("Kiyose-shi");
        IssueNumber next = IssueNumber.of(latest.get("certificate"));
        assertThat(next).isEqualTo(sandbox.certificate(id, "CARD_SIGNATURE", "LIVE"));
        assertThat(sandbox.verifyJws(sandbox.signed(id, "again")))
                .isInstanceOfSatisfying(
                        VerificationOutcome.Verified.class,
                        verified -> assertThat(verified.certificate()
                                        .attributes()
                                        .orElseThrow()
                                        .address()
                                        .value())
                                .isEqualTo(
                                        latest.at("/attributes/address/value").stringValue()));
        JsonNode links = sandbox.verifier
                .post("/v1/number-links", Map.of("certificate", old))
                .json()
                .get("links");
        assertThat(links.valueStream()
                        .filter(l -> l.get("relation").stringValue().equals("SUCCESSOR")))
                .singleElement()
                .satisfies(l -> assertThat(IssueNumber.of(l.get("certificate"))).isEqualTo(next));
    }

    @Test
    void whenAskedOnTheWrongPortThenThereIsNothingThere() throws Exception {
        assertThat(sandbox.http.post("/v1/number-links", Map.of()).status()).isEqualTo(404);
        for (String spelling :
                List.of("/%761/number-links", "/v1;a=b/number-links", "//v1/number-links", "/x/../v1/number-links")) {
            TestHttp.Answer answer = sandbox.http.post(
                    spelling, Map.of("certificate", sandbox.certificate("R000001", "CARD_AUTHENTICATION", "LIVE")));
            assertThat(answer.status()).as(spelling).isIn(400, 404);
            assertThat(answer.code()).as(spelling).isNotEqualTo("UNKNOWN_CERTIFICATE");
        }
        assertThat(sandbox.verifier.get("/residents").status()).isEqualTo(404);
        assertThat(sandbox.verifier.get("/clock").status()).isEqualTo(404);
        try (TestHttp anonymous = TestHttp.tls(verifierPort.number(), data.resolve("tls"), false)) {
            assertThatThrownBy(() -> anonymous.post("/v1/number-links", Map.of()))
                    .isInstanceOf(IOException.class);
        }
        assertThat(port).isNotEqualTo(verifierPort.number());
    }

    @Test
    void whenThePinIsWrongFiveTimesThenOnlyTheCounterHelps() throws Exception {
        String id = "R000002";
        for (int left = 4; left > 0; left--) {
            TestHttp.Answer wrong = sandbox.sign(id, "x", "pin", "WRONG1");
            assertThat(wrong.code()).isEqualTo("PIN_WRONG");
            assertThat(wrong.json().get("triesLeft").intValue()).isEqualTo(left);
        }
        assertThat(sandbox.sign(id, "x", "pin", "WRONG1").code()).isEqualTo("PIN_LOCKED");
        assertThat(sandbox.sign(id, "x").code()).isEqualTo("PIN_LOCKED");
        assertThat(sandbox.sign(id, "x", "key", "AUTHENTICATION", "pin", "1234").status())
                .isEqualTo(200);
        assertThat(sandbox.ocsp("signature", sandbox.certificate(id, "CARD_SIGNATURE", "LIVE"))
                        .getCertStatus())
                .isNull();
        sandbox.event(id, "VISIT_COUNTER");
        assertThat(sandbox.sign(id, "x", "pin", "musubi1").status()).isEqualTo(200);
    }

    @Test
    void whenTheAuthenticationPinIsWrongThreeTimesThenItIsLocked() throws Exception {
        String id = "R000003";
        sandbox.sign(id, "x", "key", "AUTHENTICATION", "pin", "0000");
        sandbox.sign(id, "x", "key", "AUTHENTICATION", "pin", "0000");
        assertThat(sandbox.sign(id, "x", "key", "AUTHENTICATION", "pin", "1234").status())
                .isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            sandbox.sign(id, "x", "key", "AUTHENTICATION", "pin", "0000");
        }
        assertThat(sandbox.sign(id, "x", "key", "AUTHENTICATION", "pin", "1234").code())
                .isEqualTo("PIN_LOCKED");
        assertThat(sandbox.sign(id, "x").status()).isEqualTo(200);
    }

    @Test
    void whenACardIsLaidOnTheReaderThenTheReaderTellsAndTakesItAway() throws Exception {
        assertThat(sandbox.http.get("/reader").json().get("inserted").booleanValue())
                .isFalse();
        try (FakeVirtualReader vpcd = new FakeVirtualReader()) {
            var order = Map.of("resident", "R000009", "device", "CARD", "port", vpcd.port());
            var answer = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                try {
                    return sandbox.http.put("/reader", order);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (FakeVirtualReader.Card card = vpcd.card()) {
                card.atr();
                assertThat(answer.get().json().get("seen").booleanValue()).isTrue();
                card.transmit("00A4040C0AD392F000260100000001");
                card.transmit("00A4020C02001B");
                assertThat(card.transmit("0020008007" + "4D555355424931")).isEqualTo("9000");
                String trace = new String(sandbox.http.get("/reader/trace").body(), StandardCharsets.UTF_8);
                assertThat(trace).contains("VERIFY 001B (signature PIN)").doesNotContain("4D 55", "4D55", "MUSUBI1");
                assertThat(sandbox.http.get("/reader").json().get("resident").stringValue())
                        .isEqualTo("R000009");
                assertThat(sandbox.http.delete("/reader").json().get("inserted").booleanValue())
                        .isFalse();
                assertThat(card.gone()).isTrue();
            }
        }
    }

    @Test
    void whenACardCannotBeLaidOnTheReaderThenTheSandboxSaysWhy() throws Exception {
        assertThat(sandbox.http.put("/reader", Map.of()).code()).isEqualTo("MALFORMED");
        assertThat(sandbox.http
                        .put("/reader", Map.of("resident", "R000009", "port", 70000))
                        .code())
                .isEqualTo("MALFORMED");
        assertThat(sandbox.http.put("/reader", Map.of("resident", "R999999")).code())
                .isEqualTo("UNKNOWN_RESIDENT");
        assertThat(sandbox.http
                        .put("/reader", Map.of("resident", "R000009", "port", 1))
                        .code())
                .isEqualTo("NO_VIRTUAL_READER");
        assertThat(sandbox.http
                        .put("/reader", Map.of("resident", "R000037", "device", "SMARTPHONE"))
                        .code())
                .isEqualTo("NO_SMARTPHONE_CERTIFICATE");
        assertThat(sandbox.http.get("/reader/trace?after=x").code()).isEqualTo("MALFORMED");
    }

    @Test
    void whenAPhoneForgesThenTheLibraryRefuses() throws Exception {
        String id = "R000004";
        Map<String, String> reasons = Map.ofEntries(
                Map.entry("OTHER_KEY", "signature_mismatch"),
                Map.entry("RIGHT_NAME_WRONG_CA_KEY", "issuer_signature_mismatch"),
                Map.entry("AUTHENTICATION_CERTIFICATE", "wrong_certificate_kind"),
                Map.entry("PRODUCTION_POLICY", "wrong_environment"),
                Map.entry("EXPIRED", "expired"),
                Map.entry("NOT_YET_VALID", "not_yet_valid"),
                Map.entry("WEAK_KEY", "weak_key"),
                Map.entry("TRAILING_BYTES", "certificate_malformed"),
                Map.entry("INDEFINITE_LENGTH", "certificate_malformed"),
                Map.entry("HUGE_CERTIFICATE", "too_large"),
                Map.entry("ALTERED_DOCUMENT", "signature_mismatch"),
                Map.entry("NO_X5C", ""),
                Map.entry("ALG_NONE", "algorithm_not_allowed"));
        for (Map.Entry<String, String> each : reasons.entrySet()) {
            String jws = sandbox.signed(id, "document", "forge", each.getKey());
            assertThat(sandbox.verifyJws(jws))
                    .as(each.getKey())
                    .isInstanceOfSatisfying(VerificationOutcome.Refused.class, refused -> {
                        if (!each.getValue().isEmpty()) {
                            assertThat(refused.reason().code())
                                    .as(each.getKey())
                                    .isEqualTo(each.getValue());
                        }
                    });
        }
        assertThat(sandbox.sign(id, "x", "forge", "ALG_NONE", "format", "CMS").code())
                .isEqualTo("FORGERY_NOT_IN_THIS_FORMAT");
    }

    @Test
    void whenACmsSignatureIsAskedForThenItIsDetachedAndGood() throws Exception {
        String id = "R000005";
        byte[] document = "大切な書類".getBytes(StandardCharsets.UTF_8);
        byte[] cms = Base64.getDecoder().decode(sandbox.signed(id, "大切な書類", "format", "CMS"));
        assertThat(sandbox.signatureVerifier().verifyCms(document, cms, sandbox.now()))
                .isInstanceOf(VerificationOutcome.Verified.class);
        assertThat(sandbox.signatureVerifier().verifyCms(new byte[] {1}, cms, sandbox.now()))
                .isInstanceOf(VerificationOutcome.Refused.class);
        for (String forgery : List.of("OTHER_KEY", "ALTERED_DOCUMENT", "NO_X5C", "RIGHT_NAME_WRONG_CA_KEY")) {
            byte[] forged = Base64.getDecoder().decode(sandbox.signed(id, "大切な書類", "format", "CMS", "forge", forgery));
            assertThat(sandbox.signatureVerifier().verifyCms(document, forged, sandbox.now()))
                    .as(forgery)
                    .isInstanceOf(VerificationOutcome.Refused.class);
        }
    }

    @Test
    void whenASmartphoneGetsCertificatesThenItSignsLikeTheCard() throws Exception {
        String id = "R000006";
        sandbox.event(id, "REVOKE_BY_REQUEST", "device", "SMARTPHONE");
        assertThat(sandbox.sign(id, "x", "device", "SMARTPHONE").code()).isEqualTo("NO_SMARTPHONE_CERTIFICATE");
        assertThat(sandbox.event(id, "ISSUE_SMARTPHONE_CERTIFICATE").status()).isEqualTo(201);
        assertThat(sandbox.verifyJws(sandbox.signed(id, "x", "device", "SMARTPHONE")))
                .isInstanceOfSatisfying(
                        VerificationOutcome.Verified.class,
                        verified -> assertThat(verified.certificate().kind())
                                .isEqualTo(CertificateKind.SMARTPHONE_SIGNATURE));
        JsonNode screen = sandbox.http.get("/phones/" + id).json();
        assertThat(screen.get("keys").size()).isEqualTo(4);
        assertThat(screen.get("keys")
                        .valueStream()
                        .allMatch(
                                k -> k.at("/certificate/state").stringValue("").equals("LIVE")))
                .isTrue();
        IssueNumber first = sandbox.certificate(id, "SMARTPHONE_SIGNATURE", "LIVE");
        sandbox.event(id, "ISSUE_SMARTPHONE_CERTIFICATE");
        assertRevoked(sandbox.ocsp("signature", first), 4);
    }

    @Test
    void whenConsentIsNotInOrderThenTheServiceSaysWhy() throws Exception {
        String id = "R000007";
        IssueNumber number = sandbox.certificate(id, "CARD_SIGNATURE", "LIVE");
        String consent = sandbox.consented(id, "ADDRESS");
        assertThat(sandbox.latest("c-none", number, "ADDRESS").get("outcome").stringValue())
                .isEqualTo("CONSENT_MISSING");
        assertThat(sandbox.latest(consent, number, "NAME", "ADDRESS")
                        .get("outcome")
                        .stringValue())
                .isEqualTo("ITEM_NOT_CONSENTED");
        assertThat(sandbox.latest(consent, sandbox.certificate("R000008", "CARD_SIGNATURE", "LIVE"), "ADDRESS")
                        .get("outcome")
                        .stringValue())
                .isEqualTo("REFUSED");

        String cancel = sandbox.signed(
                id, "{\"type\":\"latest-attributes-consent-cancellation\",\"consentId\":\"" + consent + "\"}");
        TestHttp.Answer cancelled =
                sandbox.verifier.post("/v1/consents/" + consent + "/cancellation", Map.of("application", cancel));
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(sandbox.latest(consent, number, "ADDRESS").get("outcome").stringValue())
                .isEqualTo("CONSENT_CANCELLED");
        JsonNode page = sandbox.verifier
                .get("/v1/consents/cancellations?serviceProvider=" + RunningSandbox.PROVIDER + "&after=0&limit=1000")
                .json();
        assertThat(page.get("cancellations")
                        .valueStream()
                        .map(c -> c.get("consentId").stringValue()))
                .contains(consent);
        assertThat(sandbox.verifier
                        .get("/v1/consents/cancellations?serviceProvider=" + RunningSandbox.PROVIDER + "&after="
                                + page.get("cursor").longValue())
                        .json()
                        .get("cancellations")
                        .size())
                .isZero();
    }

    @Test
    void whenAConsentApplicationIsWrongThenItIsRefused() throws Exception {
        String id = "R000009";
        String application = sandbox.signed(id, sandbox.consentDocument(List.of("NAME")));
        assertThat(sandbox.verifier
                        .post("/v1/consents", Map.of("application", application))
                        .status())
                .isEqualTo(201);
        assertThat(sandbox.verifier
                        .post("/v1/consents", Map.of("application", application))
                        .status())
                .as("the same again is on record already")
                .isEqualTo(200);
        assertThat(refusal(sandbox.signed(id, sandbox.consentDocument(List.of("NAME")), "forge", "OTHER_KEY")))
                .isEqualTo("SIGNATURE_INVALID");
        assertThat(refusal(sandbox.signed(id, "{\"type\":\"latest-attributes-consent\"}")))
                .isEqualTo("MALFORMED");
        assertThat(refusal(sandbox.signed(id, "not JSON"))).isEqualTo("MALFORMED");
        assertThat(refusal(sandbox.signed(id, sandbox.consentDocument(List.of("MY_NUMBER")))))
                .isEqualTo("MALFORMED");
        String early = sandbox.signed(id, sandbox.consentDocument(List.of("NAME")));
        sandbox.http.put("/clock", Map.of("advance", "PT11M"));
        assertThat(refusal(early)).isEqualTo("TOO_OLD");
        sandbox.http.put("/clock", Map.of("reset", true));
        String revoked = sandbox.signed(id, sandbox.consentDocument(List.of("NAME")));
        sandbox.event(id, "LOSE_CARD");
        assertThat(refusal(revoked)).isEqualTo("CERTIFICATE_REVOKED");
        assertThat(sandbox.verifier.post("/v1/consents", Map.of()).status()).isEqualTo(400);
        assertThat(sandbox.verifier
                        .post("/v1/number-links", Map.of("certificate", new IssueNumber("00".repeat(20), "1234")))
                        .code())
                .isEqualTo("UNKNOWN_CERTIFICATE");
    }

    @Test
    void whenAskedByGetThenOcspAnswersInBothAlphabets() throws Exception {
        IssueNumber number = sandbox.certificate("R000010", "CARD_SIGNATURE", "LIVE");
        X509Certificate issuer = sandbox.authority(number.authorityKeyId());
        byte[] request = TestOcsp.request(issuer, number.serial()).der();
        for (String encoded : List.of(
                Base64.getUrlEncoder().encodeToString(request),
                java.net.URLEncoder.encode(Base64.getEncoder().encodeToString(request), StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(request).replace("+", "%2B").replace("=", "%3D"))) {
            TestHttp.Answer answer = sandbox.http.get("/ocsp/signature/" + encoded);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(TestOcsp.basic(answer.body()).getResponses()[0].getCertStatus())
                    .isNull();
        }
        assertThat(TestOcsp.status(sandbox.http.get("/ocsp/signature/AAAA").body()))
                .isEqualTo(1);
    }

    @Test
    void whenAskedAboutWhatItDoesNotKnowThenOcspSaysSo() throws Exception {
        IssueNumber number = sandbox.certificate("R000010", "CARD_SIGNATURE", "LIVE");
        X509Certificate issuer = sandbox.authority(number.authorityKeyId());
        byte[] unknown = TestOcsp.request(issuer, BigInteger.TEN).der();
        assertThat(TestOcsp.basic(ocsp("signature", unknown)).getResponses()[0].getCertStatus())
                .isInstanceOf(UnknownStatus.class);
        assertThat(TestOcsp.status(ocsp("authentication", unknown))).isEqualTo(6);
        assertThat(TestOcsp.status(ocsp("signature", new byte[] {1, 2, 3}))).isEqualTo(1);
        assertThat(TestOcsp.status(ocsp("signature", new byte[10_000]))).isEqualTo(1);
        assertThat(sandbox.http
                        .post("/ocsp/other", "application/ocsp-request", unknown)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whenOcspAnswersThenTheNonceComesBackAndTheTimesAreRight() throws Exception {
        IssueNumber number = sandbox.certificate("R000010", "CARD_SIGNATURE", "LIVE");
        X509Certificate issuer = sandbox.authority(number.authorityKeyId());
        TestOcsp.Request request = TestOcsp.request(issuer, number.serial());
        var basic = TestOcsp.basic(ocsp("signature", request.der()));
        assertThat(nonce(basic)).isEqualTo(request.nonce());
        SingleResp one = basic.getResponses()[0];
        assertThat(Duration.between(
                        one.getThisUpdate().toInstant(), one.getNextUpdate().toInstant()))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(basic.getResponderId().toASN1Primitive().getName()).isNull();
        assertThat(basic.getResponderId().toASN1Primitive().getKeyHash()).hasSize(20);
    }

    @Test
    void whenOcspIsFaultyThenItIsFaultyInTheWayAskedFor() throws Exception {
        IssueNumber number = sandbox.certificate("R000010", "CARD_SIGNATURE", "LIVE");
        X509Certificate issuer = sandbox.authority(number.authorityKeyId());
        TestOcsp.Request request = TestOcsp.request(issuer, number.serial());
        Instant now = sandbox.now();

        sandbox.faults("OCSP_UNSIGNED");
        assertThat(TestOcsp.isAuthorised(TestOcsp.basic(ocsp("signature", request.der())), issuer))
                .isFalse();
        sandbox.faults("OCSP_WRONG_RESPONDER");
        assertThat(TestOcsp.isAuthorised(TestOcsp.basic(ocsp("signature", request.der())), issuer))
                .isFalse();
        sandbox.faults("OCSP_STALE");
        assertThat(TestOcsp.basic(ocsp("signature", request.der()))
                        .getResponses()[0]
                        .getNextUpdate()
                        .toInstant())
                .isBefore(now);
        sandbox.faults("OCSP_WRONG_NONCE");
        assertThat(nonce(TestOcsp.basic(ocsp("signature", request.der())))).isNotEqualTo(request.nonce());
        sandbox.faults("OCSP_NO_NONCE");
        assertThat(TestOcsp.basic(ocsp("signature", request.der()))
                        .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .isNull();
        sandbox.faults("OCSP_TRY_LATER");
        assertThat(TestOcsp.status(ocsp("signature", request.der()))).isEqualTo(3);
        sandbox.faults("OCSP_HTML");
        assertThat(sandbox.http
                        .post("/ocsp/signature", "application/ocsp-request", request.der())
                        .type())
                .startsWith("text/html");
        sandbox.faults("OCSP_HUGE");
        assertThat(ocsp("signature", request.der())).hasSize(64 << 20);
        sandbox.faults("OCSP_HANGS");
        assertThatThrownBy(() -> sandbox.http.send(sandbox.http
                        .request("/ocsp/signature")
                        .timeout(Duration.ofMillis(300))
                        .header("Content-Type", "application/ocsp-request")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.der()))))
                .isInstanceOf(java.net.http.HttpTimeoutException.class);
        sandbox.faults("ALL_DOWN");
        TestHttp.Answer down = sandbox.http.post("/ocsp/signature", "application/ocsp-request", request.der());
        assertThat(down.status()).isEqualTo(503);
        assertThat(sandbox.http.get("/residents").status()).isEqualTo(200);
        assertThat(sandbox.verifier.post("/v1/number-links", Map.of()).status()).isEqualTo(503);
        sandbox.faults("VERIFIER_SERVICES_DOWN");
        TestHttp.Answer services = sandbox.verifier.post("/v1/number-links", Map.of());
        assertThat(services.status()).isEqualTo(503);
        assertThat(services.whole().headers().firstValue("Retry-After")).isPresent();
        assertThat(ocsp("signature", request.der())).isNotEmpty();
        sandbox.faults();
        assertThat(TestOcsp.isAuthorised(TestOcsp.basic(ocsp("signature", request.der())), issuer))
                .isTrue();
    }

    @Test
    void whenCrlsAreFaultyThenTheyAreFaultyInTheWayAskedFor() throws Exception {
        IssueNumber number = sandbox.certificate("R000011", "CARD_SIGNATURE", "LIVE");
        JsonNode place = place("R000011", number);
        X509Certificate issuer = sandbox.authority(number.authorityKeyId());
        X509CRL good = crl(number, place);
        good.verify(issuer.getPublicKey());

        sandbox.faults("CRL_TRUNCATED");
        assertThatThrownBy(() -> crl(number, place)).isInstanceOf(Exception.class);
        sandbox.faults("CRL_OLDER");
        assertThat(number(crl(number, place))).isLessThan(number(good));
        sandbox.faults("CRL_OTHER_MUNICIPALITY");
        assertThat(crl(number, place).getExtensionValue("2.5.29.28")).isNotEqualTo(good.getExtensionValue("2.5.29.28"));
        sandbox.faults("CRL_UNKNOWN_CRITICAL_EXTENSION");
        X509CRL unknown = crl(number, place);
        unknown.verify(issuer.getPublicKey());
        assertThat(unknown.getCriticalExtensionOIDs()).hasSize(2);
        sandbox.faults("CRL_WRONG_KEY");
        X509CRL wrong = crl(number, place);
        assertThatThrownBy(() -> wrong.verify(issuer.getPublicKey())).isInstanceOf(Exception.class);
        sandbox.faults("CRL_EXPIRED");
        assertThat(crl(number, place).getNextUpdate().toInstant()).isBefore(sandbox.now());
        sandbox.faults();
        assertThat(crl(number, place).getEncoded()).isEqualTo(good.getEncoded());
    }

    @Test
    void whenACrlIsServedThenItIsAsTheProfileHasItAndCanBeCached() throws Exception {
        IssueNumber number = sandbox.certificate("R000011", "CARD_SIGNATURE", "LIVE");
        JsonNode place = place("R000011", number);
        TestHttp.Answer answer = sandbox.crl(
                number.authorityKeyId(),
                place.get("prefecture").stringValue(),
                place.get("municipality").stringValue());
        assertThat(answer.type()).startsWith("application/pkix-crl");
        X509CRL crl = RunningSandbox.parse(answer.body());
        assertThat(crl.getVersion()).isEqualTo(2);
        assertThat(crl.getCriticalExtensionOIDs()).containsExactly("2.5.29.28");
        assertThat(crl.getNonCriticalExtensionOIDs()).contains("2.5.29.20", "2.5.29.35");
        assertThat(Duration.between(
                        crl.getThisUpdate().toInstant(), crl.getNextUpdate().toInstant()))
                .isEqualTo(Duration.ofDays(2));
        String etag = answer.whole().headers().firstValue("ETag").orElseThrow();
        assertThat(answer.whole().headers().firstValue("Last-Modified")).isPresent();
        TestHttp.Answer again = sandbox.http.send(sandbox.http
                .request(answer.whole().uri().getPath())
                .header("If-None-Match", etag)
                .GET());
        assertThat(again.status()).isEqualTo(304);
        String path = answer.whole().uri().getPath().replace(".crl", ".previous.crl");
        X509CRL previous = RunningSandbox.parse(sandbox.http.get(path).body());
        assertThat(number(previous)).isLessThan(number(crl));
        assertThat(sandbox.crl(number.authorityKeyId(), "Tokyo-to", "Nowhere-shi")
                        .status())
                .isEqualTo(404);
        assertThat(sandbox.crl("00".repeat(20), "Tokyo-to", "Kiyose-shi").status())
                .isEqualTo(404);
    }

    @Test
    void whenTheClockIsMovedFiveYearsThenCertificatesHaveExpiredAndNewOnesCanBeHad() throws Exception {
        String id = "R000012";
        IssueNumber old = sandbox.certificate(id, "CARD_SIGNATURE", "LIVE");
        Instant before = sandbox.now();
        assertThat(sandbox.http
                        .put("/clock", Map.of("now", "2001-01-01T00:00:00Z"))
                        .code())
                .isEqualTo("CLOCK_BACKWARDS");
        assertThat(sandbox.http.put("/clock", Map.of("advance", "P5Y")).status())
                .isEqualTo(200);
        assertThat(sandbox.now()).isAfter(before.plus(Duration.ofDays(1825)));
        assertThat(sandbox.certificate(id, "CARD_SIGNATURE", "EXPIRED")).isEqualTo(old);
        assertThat(sandbox.sign(id, "x").code()).isEqualTo("NO_CERTIFICATE");
        assertThat(sandbox.ocsp("signature", old).getCertStatus()).isNull();
        sandbox.event(id, "VISIT_COUNTER");
        assertThat(sandbox.verifyJws(sandbox.signed(id, "x"))).isInstanceOf(VerificationOutcome.Verified.class);
        JsonNode place = place(id, old);
        X509CRL crl = crl(old, place);
        assertThat(crl.getThisUpdate().toInstant()).isAfter(before);
        sandbox.http.put("/clock", Map.of("reset", true));
        assertThat(number(crl(old, place))).isGreaterThan(number(crl));
        assertThat(sandbox.http.put("/clock", Map.of("advance", "soon")).status())
                .isEqualTo(400);
        assertThat(sandbox.http.put("/clock", Map.of("advance", "P5000Y")).status())
                .isEqualTo(409);
    }

    @Test
    void whenSomethingIsMissingOrTooMuchThenTheAnswerSaysSo() throws Exception {
        assertThat(sandbox.http.get("/residents/R999999").code()).isEqualTo("UNKNOWN_RESIDENT");
        assertThat(sandbox.http.get("/residents/nobody").code()).isEqualTo("UNKNOWN_RESIDENT");
        assertThat(sandbox.http.get("/phones/R999999").code()).isEqualTo("UNKNOWN_RESIDENT");
        assertThat(sandbox.http.get("/residents?limit=0").status()).isEqualTo(400);
        assertThat(sandbox.http.get("/residents?offset=2147483647").status()).isEqualTo(400);
        assertThat(new String(sandbox.http.get("/").body(), StandardCharsets.UTF_8))
                .contains("スマートフォン");
        assertThat(sandbox.http.get("/openapi/control.yaml").status()).isEqualTo(200);
        assertThat(sandbox.http.get("/openapi/verifier-services.yaml").status()).isEqualTo(200);
        assertThat(sandbox.http.get("/residents?limit=many").status()).isEqualTo(400);
        assertThat(sandbox.event("R000001", "WINS_LOTTERY").status()).isEqualTo(400);
        assertThat(sandbox.http.post("/residents/R000001/events", Map.of()).status())
                .isEqualTo(400);
        assertThat(sandbox.http
                        .post("/residents/R000001/events", "application/json", "{".getBytes(StandardCharsets.UTF_8))
                        .code())
                .isEqualTo("MALFORMED");
        assertThat(sandbox.event("R000001", "MOVE_TO", "municipality", "99999").code())
                .isEqualTo("UNKNOWN_MUNICIPALITY");
        assertThat(sandbox.sign("R000001", "x".repeat(2 << 20)).status()).isEqualTo(413);
        assertThat(sandbox.sign("R000001", "x".repeat(300_000)).status()).isEqualTo(400);
        assertThat(sandbox.http
                        .put("/faults", Map.of("faults", List.of("NOT_A_FAULT")))
                        .status())
                .isEqualTo(400);
        assertThat(sandbox.http.get("/no/such/thing").status()).isEqualTo(404);
        assertThat(sandbox.http.get("/no/such/thing").type()).startsWith("application/problem+json");
    }

    @Test
    void whenResidentsAreListedThenTheyCanBePagedAndSearched() throws Exception {
        JsonNode page = sandbox.http.get("/residents?limit=10&offset=40").json();
        assertThat(page.get("total").intValue()).isEqualTo(50);
        assertThat(page.get("residents").size()).isEqualTo(10);
        assertThat(page.at("/residents/0/id").stringValue()).isEqualTo("R000041");
        String name = page.at("/residents/3/name").stringValue();
        JsonNode found = sandbox.http
                .get("/residents?q=" + java.net.URLEncoder.encode(name, StandardCharsets.UTF_8))
                .json();
        assertThat(found.get("residents").valueStream().map(r -> r.get("id").stringValue()))
                .contains("R000044");
        assertThat(sandbox.http.get("/municipalities").json().size()).isGreaterThan(300);
        assertThat(sandbox.http.get("/ready").json().get("ready").booleanValue())
                .isTrue();
    }

    private String refusal(String application) throws Exception {
        TestHttp.Answer answer = sandbox.verifier.post("/v1/consents", Map.of("application", application));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.type()).startsWith("application/problem+json");
        return answer.code();
    }

    private String outcome(String consent, IssueNumber old) throws Exception {
        return sandbox.latest(consent, old, "ADDRESS").get("outcome").stringValue();
    }

    private byte[] ocsp(String service, byte[] request) throws Exception {
        return sandbox.http
                .post("/ocsp/" + service, "application/ocsp-request", request)
                .body();
    }

    private JsonNode place(String id, IssueNumber number) throws Exception {
        return sandbox.resident(id)
                .get("certificates")
                .valueStream()
                .filter(c -> IssueNumber.of(c).equals(number))
                .findFirst()
                .orElseThrow()
                .get("crlDistributionPoint");
    }

    private X509CRL crl(IssueNumber number, JsonNode place) throws Exception {
        return RunningSandbox.parse(sandbox.crl(
                        number.authorityKeyId(),
                        place.get("prefecture").stringValue(),
                        place.get("municipality").stringValue())
                .body());
    }

    private static BigInteger number(X509CRL crl) throws IOException {
        return org.bouncycastle.asn1.ASN1Integer.getInstance(
                        org.bouncycastle.asn1.ASN1OctetString.getInstance(crl.getExtensionValue("2.5.29.20"))
                                .getOctets())
                .getValue();
    }

    private static byte[] nonce(org.bouncycastle.cert.ocsp.BasicOCSPResp response) {
        return DEROctetString.getInstance(response.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                        .getParsedValue())
                .getOctets();
    }

    private static void assertRevoked(SingleResp response, int reason) {
        assertThat(response.getCertStatus()).isInstanceOfSatisfying(RevokedStatus.class, revoked -> {
            assertThat(revoked.getRevocationReason()).isEqualTo(reason);
            assertThat(revoked.getRevocationTime()).isNotNull();
        });
    }

    @BeforeEach
    void isReady() throws Exception {
        assertThat(sandbox.http.get("/ready").status()).isEqualTo(200);
    }
}
