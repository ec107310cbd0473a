package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.musubi.mynaapp.Begun;
import dev.musubi.mynaapp.Callback;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.Grant;
import dev.musubi.mynaapp.Holder;
import dev.musubi.mynaapp.MynaProblem;
import dev.musubi.mynaapp.MynaResult;
import dev.musubi.mynaapp.PendingSignIn;
import dev.musubi.mynaapp.PendingSigning;
import dev.musubi.mynaapp.RevocationCheck;
import dev.musubi.mynaapp.SealedEvidence;
import dev.musubi.mynaapp.Wire;
import dev.musubi.mynaapp.evidence.EvidenceFault;
import dev.musubi.mynaapp.evidence.EvidenceOpener;
import dev.musubi.mynaapp.evidence.OpenedEvidence;
import dev.musubi.mynaapp.evidence.Pkcs1Form;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.fixture.RunningSandbox;
import dev.musubi.sandbox.fixture.TestBrowser;
import dev.musubi.sandbox.fixture.TestBrowser.Page;
import dev.musubi.sandbox.fixture.TestHttp;
import dev.musubi.sandbox.fixture.TestService;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The state's app played, over TLS, with the client of {@code mynaapp} and browsers without script. */
@SpringBootTest(
        classes = SandboxApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"musubi.sandbox.verifier-port=0", "musubi.sandbox.mynaapp-port=0"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class MynaAppEndToEndTest {

    private static final String PHONE_AGENT = "Mozilla/5.0 (Linux; Android 15) Mobile";

    private static final byte[] DOCUMENT = "申込書：民間IDの発行を申し込みます。".getBytes(StandardCharsets.UTF_8);
    private static final DocumentHash HASH = DocumentHash.ofDocument(DOCUMENT);
    private static final String BACK = "https://bank.example/callback";
    private static final String PIN = "MUSUBI1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path data;

    private final RunningSandbox sandbox;
    private final SandboxClock clock;
    private final SSLContext context;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final URI origin;
    private TestService bank;
    private TestBrowser pc;
    private TestBrowser phone;

    @Autowired
    MynaAppEndToEndTest(@LocalServerPort int port, VerifierPort verifiers, MynaAppPort app, SandboxClock clock)
            throws Exception {
        this.sandbox = new RunningSandbox(port, verifiers.number(), data);
        this.clock = clock;
        this.context = TestHttp.context(data.resolve("tls"), false);
        this.origin = app.origin();
        this.bank = service("BANK0001", BACK);
        this.pc = browser();
        this.phone = browser();
    }

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry properties) {
        properties.add("musubi.sandbox.data", () -> data.toString());
    }

    private TestService service(String id, String back) throws Exception {
        JsonNode addresses = sandbox.http.get("/mynaapp").json();
        TestService service = new TestService(
                id,
                addresses.get("issuer").stringValue(),
                addresses.get("signTransactions").stringValue(),
                back,
                context,
                clock);
        opened.add(service);
        TestHttp.Answer registered = sandbox.http.put("/mynaapp-clients/" + id, service.form(service.evidenceKey));
        assertThat(registered.status())
                .as(new String(registered.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return service;
    }

    private TestBrowser browser() {
        TestBrowser browser = new TestBrowser(context, origin);
        opened.add(browser);
        return browser;
    }

    @AfterEach
    void close() throws Exception {
        sandbox.faults();
        sandbox.http.put("/clock", Map.of("reset", true));
        for (AutoCloseable each : opened) {
            each.close();
        }
        sandbox.close();
    }

    private static <T> T done(MynaResult<T> result) {
        assertThat(result).isInstanceOf(MynaResult.Done.class);
        return ((MynaResult.Done<T>) result).value();
    }

    private static MynaProblem problem(MynaResult<?> result) {
        assertThat(result).isInstanceOf(MynaResult.Failed.class);
        return ((MynaResult.Failed<?>) result).problem();
    }

    private static Callback callback(Page page) {
        assertThat(page.away()).as(page.text()).isTrue();
        return done(Callback.read(page.uri().getRawQuery()));
    }

    private Page scanned(Page waiting, String resident) throws Exception {
        Page shown = phone.get(waiting.one("#open-app").attr("href"));
        // A phone that knows its owner asks only whoever plays somebody else.
        Page chooser = shown.has("#another-phone")
                ? phone.get(shown.one("#another-phone").attr("href"))
                : shown;
        return phone.press(chooser, "#choose", "resident", resident);
    }

    private Begun<PendingSigning> begun() {
        return done(bank.client.beginSigning(HASH, RevocationCheck.OCSP));
    }

    /** All of it: begins, signs on the phone with something going wrong if wanted, and comes back. */
    private Signing signing(String resident, String pin, String played) throws Exception {
        Begun<PendingSigning> begun = begun();
        Page waiting = pc.get(begun.goTo());
        Page over = phone.press(scanned(waiting, resident), "#tap", "pin", pin, "played", played);
        return new Signing(begun.pending(), waiting, over);
    }

    private record Signing(PendingSigning pending, Page waiting, Page over) {}

    private Callback back(Signing signing) throws Exception {
        return callback(pc.get(signing.waiting().uri()));
    }

    private int triesLeft(String resident, String pin) throws Exception {
        return sandbox.resident(resident).at("/triesLeft/" + pin).intValue();
    }

    private static OpenedEvidence open(TestService service, SealedEvidence sealed) {
        return service.opener().open(sealed, HASH);
    }

    // ---- signing
    // --------------------------------------------------------------------------------------------------------

    @Test
    void whenAResidentSignsOnTheirPhoneThenTheServiceHasASignatureOverItsDocument() throws Exception {
        Begun<PendingSigning> begun = begun();
        Page waiting = pc.get(begun.goTo());
        assertThat(waiting.status()).isEqualTo(200);
        assertThat(waiting.has("svg.qr")).isTrue();
        Page pin = scanned(waiting, "R000002");
        assertThat(pin.text()).contains("テスト銀行 <BANK0001>", "bank.example");
        Page over = phone.press(pin, "#tap", "pin", PIN);
        assertThat(over.text()).contains("署名しました", "はじめの画面");
        Page gone = pc.get(waiting.uri());

        Callback callback = callback(gone);
        assertThat(gone.uri().toString()).startsWith(BACK + "?state=");
        assertThat(callback.sessionState()).isPresent();
        Grant grant = done(bank.client.redeem(begun.pending(), callback));
        SealedEvidence sealed = done(bank.client.fetch(begun.pending(), grant));

        OpenedEvidence.Evidence evidence = bank.opener()
                .open(sealed, begun.pending().document())
                .evidence()
                .orElseThrow();
        assertThat(evidence.form()).isEqualTo(Pkcs1Form.DIGEST_INFO);
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(x509(evidence.certificate()));
        verifier.update(DOCUMENT);
        assertThat(verifier.verify(evidence.signature())).isTrue();
        assertThat(x509(evidence.certificate()).getSerialNumber())
                .isEqualTo(
                        sandbox.certificate("R000002", "CARD_SIGNATURE", "LIVE").serial());

        assertThat(problem(bank.client.fetch(begun.pending(), grant)))
                .as("a second read")
                .isEqualTo(MynaProblem.RESULT_GONE);
        assertThat(problem(bank.client.redeem(begun.pending(), callback)))
                .as("the code again")
                .isEqualTo(MynaProblem.TOO_LATE);
    }

    private static X509Certificate x509(byte[] der) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    @Test
    void whenItBeganOnAPhoneThenThatBrowserGoesOnByItself() throws Exception {
        TestBrowser mobile = browser().with("User-Agent", PHONE_AGENT);
        Begun<PendingSigning> begun = begun();
        Page start = mobile.get(begun.goTo());
        assertThat(start.text()).contains("アプリを開いてください");
        Page chooser = mobile.get(start.one("#open-app").attr("href"));
        Page over = mobile.press(mobile.press(chooser, "#choose", "resident", "R000004"), "#tap", "pin", PIN);
        assertThat(over.html().select("meta[http-equiv=refresh]").attr("content"))
                .isEqualTo("2;url=" + over.one("#go-on").attr("href"));
        Page gone = mobile.get(over.one("#go-on").attr("href"));
        Grant grant = done(bank.client.redeem(begun.pending(), callback(gone)));
        assertThat(open(bank, done(bank.client.fetch(begun.pending(), grant))).evidence())
                .isPresent();
    }

    @Test
    void whenALinkIsPassedOnThenWhoeverOpensItIsNotSentOn() throws Exception {
        TestBrowser attacker = browser().with("Sec-CH-UA-Mobile", "?1");
        Begun<PendingSigning> begun = begun();
        Page start = attacker.get(begun.goTo());
        Page over = phone.press(scanned(start, "R000004"), "#tap", "pin", PIN);
        assertThat(over.has("#go-on")).isFalse();
        assertThat(over.text()).contains("はじめの画面");
        Page page = phone.get(start.uri());
        assertThat(page.status()).as("another browser").isEqualTo(404);
        assertThat(page.away()).isFalse();
        assertThat(phone.get(start.uri() + "/state").response().body()).contains("false");
    }

    @Test
    void whenASecondPhoneScansThenItIsTooLateAndTheFirstGoesOn() throws Exception {
        Begun<PendingSigning> begun = begun();
        Page waiting = pc.get(begun.goTo());
        Page pin = scanned(waiting, "R000004");
        TestBrowser second = browser();
        Page refused = second.get(waiting.one("#open-app").attr("href"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("ほかのスマホ");
        String link = waiting.one("#open-app").attr("href");
        assertThat(second.post(link + "/phone", Map.of("resident", "R000005")).status())
                .isEqualTo(409);
        assertThat(second.post(link + "/card", Map.of("pin", PIN)).status()).isEqualTo(404);
        assertThat(second.post(link + "/cancel", Map.of()).status()).isEqualTo(404);
        assertThat(phone.press(pin, "#tap", "pin", PIN).text()).contains("署名しました");
    }

    @Test
    void whenTheCertificateWasRevokedThenTheServerDoesNotLookAndItsVerifierHasTo() throws Exception {
        String id = "R000006";
        var number = sandbox.certificate(id, "CARD_SIGNATURE", "LIVE");
        assertThat(sandbox.event(id, "MOVE_TO", "municipality", "13221").status())
                .isEqualTo(201);
        Signing signing = signing(id, PIN, "NOTHING");
        Grant grant = done(bank.client.redeem(signing.pending(), back(signing)));
        OpenedEvidence.Evidence evidence = open(bank, done(bank.client.fetch(signing.pending(), grant)))
                .evidence()
                .orElseThrow();
        assertThat(x509(evidence.certificate()).getSerialNumber()).isEqualTo(number.serial());
        assertThat(sandbox.ocsp("signature", number).getCertStatus()).isNotNull();
    }

    @Test
    void whenTheVerifiersKeyIsOfACurveThenItIsSealedForIt() throws Exception {
        ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        assertThat(sandbox.http
                        .put("/mynaapp-clients/BANK0001", bank.form(curve))
                        .status())
                .isEqualTo(200);
        Signing signing = signing("R000002", PIN, "NOTHING");
        Grant grant = done(bank.client.redeem(signing.pending(), back(signing)));
        SealedEvidence sealed = done(bank.client.fetch(signing.pending(), grant));
        assertThat(new EvidenceOpener(List.of(curve)).open(sealed, HASH).evidence())
                .isPresent();
        assertThat(open(bank, sealed)).isEqualTo(new OpenedEvidence.Refused(EvidenceFault.KEY_UNKNOWN));
    }

    // ---- signing in
    // -----------------------------------------------------------------------------------------------------

    private MynaResult<Holder> signIn(TestService service, String resident, String pin) throws Exception {
        Begun<PendingSignIn> begun = service.client.beginSignIn(RevocationCheck.CRL);
        Page waiting = pc.get(begun.goTo());
        phone.press(scanned(waiting, resident), "#tap", "pin", pin);
        return service.client.finishSignIn(begun.pending(), callback(pc.get(waiting.uri())));
    }

    @Test
    void whenAResidentSignsInThenEachServiceKnowsThemByASubjectOfItsOwn() throws Exception {
        TestService telco = service("TELCO0001", "https://telco.example/back");
        Holder first = done(signIn(bank, "R000003", "1234"));
        assertThat(first.acr()).contains("aal3");
        assertThat(first.authenticatedAt()).isPresent();
        assertThat(done(signIn(bank, "R000003", "1234")).subject()).isEqualTo(first.subject());
        assertThat(done(signIn(bank, "R000002", "1234")).subject()).isNotEqualTo(first.subject());
        assertThat(done(signIn(telco, "R000003", "1234")).subject()).isNotEqualTo(first.subject());
    }

    @Test
    void whenTheSignInCertificateWasRevokedThenNobodySignsIn() throws Exception {
        sandbox.event("R000007", "LOSE_CARD");
        assertThat(problem(signIn(bank, "R000007", "1234"))).isEqualTo(MynaProblem.CERTIFICATE_REVOKED);
    }

    @Test
    void whenAttributesAreWantedThenUserinfoHasThemAndNoOthers() throws Exception {
        Begun<PendingSignIn> begun = bank.client.beginSignIn(RevocationCheck.CRL);
        Page waiting = pc.get(begun.goTo().toString().replace("scope=openid&", "scope=openid%20name%20birthdate&"));
        phone.press(scanned(waiting, "R000002"), "#tap", "pin", "1234");
        Callback callback = callback(pc.get(waiting.uri()));
        done(bank.client.finishSignIn(begun.pending(), callback));
        String token = JSON.readTree(bank.answers.get(bank.answers.size() - 2).body())
                .get("access_token")
                .stringValue();
        JsonNode info = JSON.readTree(pc.with("Authorization", "Bearer " + token)
                .get(bank.registration.issuer() + Wire.USERINFO)
                .response()
                .body());
        assertThat(info.propertyNames()).containsExactlyInAnyOrder("sub", "name", "birthdate");
        assertThat(info.get("birthdate").stringValue()).matches("\\d{4}-\\d{2}-\\d{2}");
    }

    // ---- PINs and cards
    // ---------------------------------------------------------------------------------------------------

    @Test
    void whenThePinIsWrongThenTheCardCountsAndItMayBeTriedAgain() throws Exception {
        String id = "R000008";
        Begun<PendingSigning> begun = begun();
        Page waiting = pc.get(begun.goTo());
        Page pin = scanned(waiting, id);
        assertThat(pin.text()).contains("あと5回");
        Page again = phone.press(pin, "#tap", "pin", "WRONG12");
        assertThat(again.uri()).as("loading it again spends no try").isEqualTo(pin.uri());
        assertThat(phone.get(again.uri()).text()).contains("あと4回");
        assertThat(again.one("[role=alert]").text()).contains("違います");
        assertThat(again.text()).contains("あと4回");
        assertThat(again.html().select("#pin").attr("value")).isEmpty();
        assertThat(triesLeft(id, "CARD_SIGNATURE")).isEqualTo(4);

        Page malformed = phone.press(again, "#tap", "pin", "abc");
        assertThat(malformed.one("[role=alert]").text()).contains("カードには送っていません");
        assertThat(phone.post(waiting.one("#open-app").attr("href") + "/card", Map.of("pin", "A".repeat(65)))
                        .status())
                .isEqualTo(200);
        assertThat(triesLeft(id, "CARD_SIGNATURE")).isEqualTo(4);

        Page lost = phone.press(malformed, "#tap", "pin", PIN, "played", "CARD_LOST");
        assertThat(lost.one("[role=alert]").text()).contains("離れました");
        assertThat(triesLeft(id, "CARD_SIGNATURE")).isEqualTo(4);
        assertThat(pc.get(waiting.uri()).away()).as("the PC still waits").isFalse();

        assertThat(phone.press(lost, "#tap", "pin", PIN).text()).contains("署名しました");
        assertThat(triesLeft(id, "CARD_SIGNATURE")).isEqualTo(5);
    }

    @Test
    void whenTheLastTryIsWrongThenThePinIsLockedAndTheServiceIsTold() throws Exception {
        String id = "R000009";
        Begun<PendingSignIn> begun = bank.client.beginSignIn(RevocationCheck.OCSP);
        Page waiting = pc.get(begun.goTo());
        Page page = scanned(waiting, id);
        assertThat(page.text()).contains("あと3回");
        for (int i = 0; i < 3; i++) {
            page = phone.press(page, "#tap", "pin", "000" + i);
        }
        assertThat(page.text()).contains("ロックされています");
        assertThat(triesLeft(id, "CARD_AUTHENTICATION")).isZero();
        assertThat(problem(bank.client.finishSignIn(begun.pending(), callback(pc.get(waiting.uri())))))
                .isEqualTo(MynaProblem.PIN_LOCKED);
        assertThat(problem(signIn(bank, id, "1234"))).as("still").isEqualTo(MynaProblem.PIN_LOCKED);
    }

    @Test
    void whenAChildHasNoSignatureCertificateThenItIsSaid() throws Exception {
        Signing signing = signing("R000037", PIN, "NOTHING");
        assertThat(signing.over().text()).contains("電子証明書が入っていません");
        assertThat(problem(bank.client.redeem(signing.pending(), back(signing))))
                .isEqualTo(MynaProblem.CERTIFICATE_MISSING);
    }

    @Test
    void whenTheCertificateHasExpiredThenItIsSaid() throws Exception {
        sandbox.http.put("/clock", Map.of("advance", "P6Y"));
        Signing signing = signing("R000010", PIN, "NOTHING");
        assertThat(problem(bank.client.redeem(signing.pending(), back(signing))))
                .isEqualTo(MynaProblem.CERTIFICATE_EXPIRED);
    }

    // ---- what goes wrong by choice
    // -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, CANCELLED",
        "PIN_LOCKED, PIN_LOCKED",
        "CERTIFICATE_REVOKED, CERTIFICATE_REVOKED",
        "CERTIFICATE_EXPIRED, CERTIFICATE_EXPIRED",
        "CERTIFICATE_MISSING, CERTIFICATE_MISSING",
        "TOO_LATE, TOO_LATE",
        "DENIED, NOT_DONE",
        "SERVER_ERROR, SERVER_UNAVAILABLE",
        "UNAVAILABLE, SERVER_UNAVAILABLE",
        "UNKNOWN_ERROR, NOT_DONE",
        "OTHER_NONCE, TOKEN_NOT_VALID"
    })
    void whenSomethingIsToGoWrongThenTheServiceIsTold(String played, MynaProblem why) throws Exception {
        Signing signing = signing("R000002", PIN, played);
        assertThat(problem(bank.client.redeem(signing.pending(), back(signing))))
                .isEqualTo(why);
        assertThat(triesLeft("R000002", "CARD_SIGNATURE")).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "OTHER_DOCUMENT, SIGNATURE_NOT_OVER_DOCUMENT",
        "OTHER_KEY, SIGNATURE_NOT_OVER_DOCUMENT",
        "BARE_HASH, FORM_NOT_ACCEPTED",
        "SEALED_FOR_ANOTHER, DOES_NOT_OPEN"
    })
    void whenTheEvidenceIsNotRightThenTheVerifierNotices(String played, EvidenceFault fault) throws Exception {
        Signing signing = signing("R000002", PIN, played);
        Grant grant = done(bank.client.redeem(signing.pending(), back(signing)));
        assertThat(open(bank, done(bank.client.fetch(signing.pending(), grant))))
                .isEqualTo(new OpenedEvidence.Refused(fault));
    }

    @Test
    void whenAnErrorEndedItThenTheTransactionIsStillOpen() throws Exception {
        Begun<PendingSigning> begun = begun();
        Page waiting = pc.get(begun.goTo());
        phone.press(scanned(waiting, "R000002"), "#tap", "pin", PIN, "played", "CANCELLED");
        assertThat(problem(bank.client.redeem(begun.pending(), callback(pc.get(waiting.uri())))))
                .isEqualTo(MynaProblem.CANCELLED);
        Page second = pc.get(begun.goTo());
        phone.press(scanned(second, "R000002"), "#tap", "pin", PIN);
        Grant grant = done(bank.client.redeem(begun.pending(), callback(pc.get(second.uri()))));
        assertThat(open(bank, done(bank.client.fetch(begun.pending(), grant))).evidence())
                .isPresent();
        assertThat(problem(bank.client.redeem(begun.pending(), callback(pc.get(begun.goTo())))))
                .as("signed is signed")
                .isEqualTo(MynaProblem.TOO_LATE);
    }

    @Test
    void whenTwoPagesAreOpenForOneTransactionThenItIsSignedOnce() throws Exception {
        Begun<PendingSigning> begun = begun();
        Page one = pc.get(begun.goTo());
        Page two = pc.get(begun.goTo());
        Page pinOne = scanned(one, "R000002");
        Page pinTwo = scanned(two, "R000004");
        assertThat(phone.press(pinOne, "#tap", "pin", PIN).text()).contains("署名しました");
        assertThat(phone.press(pinTwo, "#tap", "pin", PIN).text()).contains("時間切れ");
        Grant grant = done(bank.client.redeem(begun.pending(), callback(pc.get(one.uri()))));
        OpenedEvidence.Evidence evidence = open(bank, done(bank.client.fetch(begun.pending(), grant)))
                .evidence()
                .orElseThrow();
        assertThat(x509(evidence.certificate()).getSerialNumber())
                .isEqualTo(
                        sandbox.certificate("R000002", "CARD_SIGNATURE", "LIVE").serial());
    }

    @Test
    void whenTheHolderCancelsOnEitherScreenThenTheServiceIsTold() throws Exception {
        Begun<PendingSigning> begun = begun();
        Page waiting = pc.get(begun.goTo());
        Page over = phone.press(scanned(waiting, "R000002"), "#cancel");
        assertThat(over.text()).contains("キャンセル");
        assertThat(problem(bank.client.redeem(begun.pending(), callback(pc.get(waiting.uri())))))
                .isEqualTo(MynaProblem.CANCELLED);

        Begun<PendingSigning> other = begun();
        Page page = pc.get(other.goTo());
        Page stopped = pc.press(page, "form[action$=cancel] button");
        assertThat(problem(bank.client.redeem(
                        other.pending(), callback(pc.get(stopped.one("#go-on").attr("href"))))))
                .isEqualTo(MynaProblem.CANCELLED);
    }

    @Test
    void whenNobodyComesThenThePageAndTheCodeAndTheTransactionEnd() throws Exception {
        Begun<PendingSigning> begun = begun();
        Page waiting = pc.get(begun.goTo());
        Page pin = scanned(waiting, "R000002");
        sandbox.http.put("/clock", Map.of("advance", "PT5M"));
        assertThat(phone.press(pin, "#tap", "pin", PIN).text()).contains("時間切れ");
        assertThat(problem(bank.client.redeem(begun.pending(), callback(pc.get(waiting.uri())))))
                .isEqualTo(MynaProblem.TOO_LATE);

        Signing signing = signing("R000002", PIN, "NOTHING");
        Callback callback = back(signing);
        sandbox.http.put("/clock", Map.of("advance", "PT1M"));
        assertThat(problem(bank.client.redeem(signing.pending(), callback)))
                .as("the code is a minute old")
                .isEqualTo(MynaProblem.TOO_LATE);

        Begun<PendingSigning> old = begun();
        sandbox.http.put("/clock", Map.of("advance", "PT15M"));
        Page late = pc.get(old.goTo());
        assertThat(late.uri().getQuery()).contains("error=access_denied");

        Signing slow = signing("R000002", PIN, "NOTHING");
        Grant grant = done(bank.client.redeem(slow.pending(), back(slow)));
        sandbox.http.put("/clock", Map.of("advance", "PT5M"));
        assertThat(problem(bank.client.fetch(slow.pending(), grant)))
                .as("the token is five minutes old")
                .isEqualTo(MynaProblem.TOO_LATE);
    }

    @Test
    void whenTheServerIsDownThenTheServiceIsTold() throws Exception {
        Begun<PendingSigning> begun = begun();
        for (String fault : List.of("MYNAAPP_DOWN", "ALL_DOWN")) {
            sandbox.faults(fault);
            assertThat(problem(bank.client.beginSigning(HASH, RevocationCheck.CRL)))
                    .isEqualTo(MynaProblem.SERVER_UNAVAILABLE);
            assertThat(pc.get(begun.goTo()).status()).isEqualTo(503);
            assertThat(sandbox.http.get("/mynaapp").status())
                    .as("the control door goes on")
                    .isEqualTo(200);
        }
        sandbox.faults("VERIFIER_SERVICES_DOWN");
        done(bank.client.beginSigning(HASH, RevocationCheck.CRL));
    }
}
