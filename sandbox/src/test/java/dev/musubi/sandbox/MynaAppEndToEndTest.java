package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import tools.jackson.databind.JsonNode;

/** The state's app played, over TLS, with the client of {@code mynaapp} and browsers without script. */
@SpringBootTest(
        classes = SandboxApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"musubi.sandbox.verifier-port=0", "musubi.sandbox.mynaapp-port=0"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class MynaAppEndToEndTest {

    private static final byte[] DOCUMENT = "申込書：民間IDの発行を申し込みます。".getBytes(StandardCharsets.UTF_8);
    private static final DocumentHash HASH = DocumentHash.ofDocument(DOCUMENT);
    private static final String BACK = "https://bank.example/callback";
    private static final String PIN = "MUSUBI1";

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
        Page chooser = phone.get(waiting.one("#open-app").attr("href"));
        return phone.press(chooser, "#choose", "resident", resident);
    }

    @Test
    void whenAResidentSignsOnTheirPhoneThenTheServiceHasASignatureOverItsDocument() throws Exception {
        Begun<PendingSigning> begun = done(bank.client.beginSigning(HASH, RevocationCheck.OCSP));
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
        Grant grant = done(bank.client.redeem(begun.pending(), callback));
        SealedEvidence sealed = done(bank.client.fetch(begun.pending(), grant));

        OpenedEvidence.Evidence evidence = bank.opener()
                .open(sealed, begun.pending().document())
                .evidence()
                .orElseThrow();
        assertThat(evidence.form()).isEqualTo(Pkcs1Form.DIGEST_INFO);
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(evidence.certificate()));
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(certificate);
        verifier.update(DOCUMENT);
        assertThat(verifier.verify(evidence.signature())).isTrue();
    }

    @Test
    void whenAResidentSignsInThenTheServiceKnowsThemByASubjectOfItsOwn() throws Exception {
        Begun<PendingSignIn> begun = bank.client.beginSignIn(RevocationCheck.CRL);
        Page waiting = pc.get(begun.goTo());
        Page over = phone.press(scanned(waiting, "R000003"), "#tap", "pin", "1234");
        assertThat(over.text()).contains("確認しました");
        Holder holder = done(bank.client.finishSignIn(begun.pending(), callback(pc.get(waiting.uri()))));
        assertThat(holder.acr()).contains("aal3");
        assertThat(holder.subject()).hasSize(36);
    }
}
