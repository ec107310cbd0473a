package dev.musubi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.mynaapp.Begun;
import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.DocumentHash;
import dev.musubi.mynaapp.MynaResult;
import dev.musubi.mynaapp.PendingSigning;
import dev.musubi.mynaapp.RevocationCheck;
import dev.musubi.mynaapp.SealedEvidence;
import dev.musubi.mynaapp.Wire;
import dev.musubi.mynaapp.evidence.EvidenceOpener;
import dev.musubi.mynaapp.evidence.Pkcs1Form;
import dev.musubi.sandbox.clock.SandboxClock;
import dev.musubi.sandbox.fixture.RunningSandbox;
import dev.musubi.sandbox.fixture.TestBrowser;
import dev.musubi.sandbox.fixture.TestBrowser.Page;
import dev.musubi.sandbox.fixture.TestHttp;
import dev.musubi.sandbox.fixture.TestService;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
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

/** What an honest server of the state's app does not do for callers who ask wrongly, each thing alone. */
@SpringBootTest(
        classes = SandboxApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"musubi.sandbox.verifier-port=0", "musubi.sandbox.mynaapp-port=0"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class MynaAppRefusalsTest {

    private static final DocumentHash HASH = DocumentHash.ofDocument(new byte[] {1});
    private static final String BANK = "BANK0001";
    private static final String PIN = "MUSUBI1";

    @TempDir
    static Path data;

    private final RunningSandbox sandbox;
    private final SandboxClock clock;
    private final SSLContext context;
    private final TestHttp http;
    private final URI origin;
    private final String issuer;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final TestService bank;
    private final TestBrowser pc;

    @Autowired
    MynaAppRefusalsTest(@LocalServerPort int port, VerifierPort verifiers, MynaAppPort app, SandboxClock clock)
            throws Exception {
        this.sandbox = new RunningSandbox(port, verifiers.number(), data);
        this.clock = clock;
        this.context = TestHttp.context(data.resolve("tls"), false);
        this.http = TestHttp.tls(app.number(), data.resolve("tls"), false);
        this.origin = app.origin();
        this.issuer = sandbox.http.get("/mynaapp").json().get("issuer").stringValue();
        this.bank = service(BANK);
        this.pc = browser();
    }

    @DynamicPropertySource
    static void folder(DynamicPropertyRegistry properties) {
        properties.add("musubi.sandbox.data", () -> data.toString());
    }

    private TestService service(String id) throws Exception {
        TestService service = new TestService(
                id,
                issuer,
                origin + Wire.SIGN_TRANSACTIONS,
                "https://" + id.toLowerCase(java.util.Locale.ROOT) + ".example/back?fixed=1",
                context,
                clock);
        opened.add(service);
        assertThat(sandbox.http
                        .put("/mynaapp-clients/" + id, service.form(service.evidenceKey))
                        .status())
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
        for (AutoCloseable each : opened) {
            each.close();
        }
        http.close();
        sandbox.close();
    }

    private static <T> T done(MynaResult<T> result) {
        assertThat(result).isInstanceOf(MynaResult.Done.class);
        return ((MynaResult.Done<T>) result).value();
    }

    // ---- client assertions
    // ------------------------------------------------------------------------------------------------

    private JWTClaimsSet.Builder rightClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(BANK)
                .subject(BANK)
                .audience(issuer + Wire.TOKEN)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(60)));
    }

    private String signed(JWTClaimsSet claims, ECKey key) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private String assertion() throws JOSEException {
        return signed(rightClaims().build(), bank.assertionKey);
    }

    private Map<String, String> form(String assertion, String... more) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", Wire.ASSERTION_TYPE);
        form.put("client_assertion", assertion);
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    private TestHttp.Answer token(Map<String, String> form) throws Exception {
        return http.post(
                URI.create(issuer + Wire.TOKEN).getPath(),
                "application/x-www-form-urlencoded",
                form.entrySet().stream()
                        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(TestHttp.Answer answer, int status, String error) {
        assertThat(answer.json().path("error").stringValue("none")).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/json");
        assertThat(answer.whole().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void whenTheAssertionIsRightThenThereIsATokenOfAKeycloaksForm() throws Exception {
        TestHttp.Answer answer = token(form(assertion(), "client_id", BANK));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("token_type").stringValue()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").intValue()).isEqualTo(300);
        assertThat(answer.json().has("id_token")).isFalse();
        SignedJWT token = SignedJWT.parse(answer.json().get("access_token").stringValue());
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(issuer);
    }

    @Test
    void whenAnAssertionIsWrongThenTheClientIsNotKnown() throws Exception {
        Map<String, Consumer<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("for the issuer", c -> c.audience(issuer));
        wrong.put("for two", c -> c.audience(List.of(issuer + Wire.TOKEN, "https://other.example")));
        wrong.put("for nobody", c -> c.audience((String) null));
        wrong.put("of another", c -> c.issuer("TELCO0001"));
        wrong.put("about another", c -> c.subject("TELCO0001"));
        wrong.put("of an unknown", c -> c.issuer("NOBODY").subject("NOBODY"));
        wrong.put("expired", c -> c.expirationTime(Date.from(clock.instant().minusSeconds(31))));
        wrong.put("for a day", c -> c.expirationTime(Date.from(clock.instant().plusSeconds(86_400))));
        wrong.put("for ever", c -> c.expirationTime(null));
        wrong.put("of the future", c -> c.issueTime(Date.from(clock.instant().plusSeconds(60))));
        wrong.put("not yet", c -> c.notBeforeTime(Date.from(clock.instant().plusSeconds(60))));
        wrong.put("without an id", c -> c.jwtID(null));
        wrong.put("with an empty id", c -> c.jwtID(""));
        wrong.put("with an endless id", c -> c.jwtID("i".repeat(256)));
        for (Map.Entry<String, Consumer<JWTClaimsSet.Builder>> each : wrong.entrySet()) {
            JWTClaimsSet.Builder claims = rightClaims();
            each.getValue().accept(claims);
            TestHttp.Answer answer = token(form(signed(claims.build(), bank.assertionKey)));
            assertThat(answer.status()).as(each.getKey()).isEqualTo(401);
            assertRefused(answer, 401, "invalid_client");
        }
    }

    @Test
    void whenAnAssertionIsSignedWronglyThenTheClientIsNotKnown() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256)
                .keyID(bank.assertionKey.getKeyID())
                .generate();
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(bank.assertionKey.getKeyID())
                        .build(),
                rightClaims().build());
        mac.sign(new MACSigner(bank.assertionKey.toPublicJWK().toJSONString()));
        SignedJWT nameless =
                new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), rightClaims().build());
        nameless.sign(new ECDSASigner(bank.assertionKey));
        ECKey unknown = new ECKey.Builder(bank.assertionKey).keyID("unknown").build();
        for (String assertion : List.of(
                signed(rightClaims().build(), other),
                signed(rightClaims().build(), unknown),
                mac.serialize(),
                nameless.serialize(),
                new PlainJWT(rightClaims().build()).serialize(),
                "x",
                "",
                "x".repeat(20_000))) {
            assertRefused(token(form(assertion)), 401, "invalid_client");
        }
        assertRefused(token(form(assertion(), "client_id", "TELCO0001")), 401, "invalid_client");
        assertRefused(token(form(assertion(), "client_assertion_type", "urn:other")), 401, "invalid_client");
    }

    @Test
    void whenAnAssertionIsUsedTwiceThenOnlyTheFirstTime() throws Exception {
        String assertion = assertion();
        assertThat(token(form(assertion)).status()).isEqualTo(200);
        assertRefused(token(form(assertion)), 401, "invalid_client");
    }

    @Test
    void whenATokenRequestHasNotItsFormThenItIsRefused() throws Exception {
        assertRefused(token(Map.of()), 400, "invalid_request");
        assertRefused(token(form(assertion(), "grant_type", "password")), 400, "unsupported_grant_type");
        assertRefused(token(form(assertion(), "grant_type", "authorization_code")), 400, "invalid_grant");
        String path = URI.create(issuer + Wire.TOKEN).getPath();
        String twice = "grant_type=client_credentials&grant_type=client_credentials";
        assertRefused(
                http.post(path, "application/x-www-form-urlencoded", twice.getBytes(StandardCharsets.US_ASCII)),
                400,
                "invalid_request");
        assertRefused(
                http.post(path + "?grant_type=client_credentials", "text/plain", new byte[0]), 400, "invalid_request");
    }

    // ---- codes
    // --------------------------------------------------------------------------------------------------------------

    private Signed signed(TestService service, String resident) throws Exception {
        return signed(done(service.client.beginSigning(HASH, RevocationCheck.CRL)), resident);
    }

    private record Signed(PendingSigning pending, String code) {}

    private Signed signed(Begun<PendingSigning> begun, String resident) throws Exception {
        Page waiting = pc.get(begun.goTo());
        TestBrowser phone = browser();
        Page chooser = phone.get(waiting.one("#open-app").attr("href"));
        phone.press(phone.press(chooser, "#choose", "resident", resident), "#tap", "pin", PIN);
        Page gone = pc.get(waiting.uri());
        assertThat(gone.uri().getQuery()).startsWith("fixed=1&");
        String code = Arrays.stream(gone.uri().getQuery().split("&", -1))
                .filter(each -> each.startsWith("code="))
                .findFirst()
                .orElseThrow()
                .substring(5);
        return new Signed(begun.pending(), code);
    }

    private Map<String, String> exchange(Signed signed) throws JOSEException {
        return form(
                assertion(),
                "grant_type",
                "authorization_code",
                "code",
                signed.code(),
                "redirect_uri",
                signed.pending().redirectUri(),
                "code_verifier",
                signed.pending().codeVerifier());
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "code_verifier, short",
        "redirect_uri, https://bank0001.example/back",
        "redirect_uri, ''"
    })
    void whenACodeIsExchangedWronglyThenItIsSpent(String name, String value) throws Exception {
        Signed signed = signed(bank, "R000002");
        Map<String, String> wrong = exchange(signed);
        wrong.put(name, value);
        assertRefused(token(wrong), 400, "invalid_grant");
        assertRefused(token(exchange(signed)), 400, "invalid_grant");
    }

    @Test
    void whenAnotherClientBringsTheCodeThenItIsRefused() throws Exception {
        TestService telco = service("TELCO0001");
        Signed signed = signed(bank, "R000002");
        Map<String, String> form = exchange(signed);
        form.put(
                "client_assertion",
                signed(rightClaims().issuer("TELCO0001").subject("TELCO0001").build(), telco.assertionKey));
        assertRefused(token(form), 400, "invalid_grant");
    }

    @Test
    void whenACodeIsUsedTwiceThenWhatTheFirstGotEndsToo() throws Exception {
        Signed signed = signed(bank, "R000002");
        String token = token(exchange(signed)).json().get("access_token").stringValue();
        assertThat(get(URI.create(issuer + Wire.USERINFO).getPath(), token).status())
                .isEqualTo(200);
        assertRefused(token(exchange(signed)), 400, "invalid_grant");
        assertRefused(get(URI.create(issuer + Wire.USERINFO).getPath(), token), 401, "invalid_token");
        assertRefused(get(result(signed.pending().transaction()), token), 401, "invalid_token");
    }

    // ---- transactions and results
    // ---------------------------------------------------------------------------------------

    private String clientToken() throws Exception {
        return token(form(assertion())).json().get("access_token").stringValue();
    }

    private TestHttp.Answer get(String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request = http.request(path).GET();
        return http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    private TestHttp.Answer begin(@Nullable String token, String body) throws Exception {
        HttpRequest.Builder request = http.request(Wire.SIGN_TRANSACTIONS)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return http.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    private static String result(UUID transaction) {
        return Wire.SIGN_TRANSACTIONS + "/" + transaction + Wire.RESULT;
    }

    private static String body(byte[] data) {
        return "{\"" + Dialect.DATA + "\":\"" + Base64.getEncoder().encodeToString(data) + "\"}";
    }

    @Test
    void whenATransactionIsBegunThenWithAHashInOneOfItsTwoForms() throws Exception {
        String token = clientToken();
        assertThat(begin(token, body(HASH.digestInfo())).status()).isEqualTo(Dialect.STARTED);
        assertThat(begin(token, body(HASH.value())).status()).isEqualTo(Dialect.STARTED);
        String named = body(HASH.value()).replace("{", "{\"" + Dialect.CLIENT_ID + "\":\"" + BANK + "\",");
        assertThat(begin(token, named).status()).isEqualTo(Dialect.STARTED);
        byte[] sha1 = HASH.digestInfo();
        sha1[14] = 3;
        for (String wrong : List.of(
                "{}",
                "[]",
                "null",
                "x",
                "",
                body(new byte[0]),
                body(new byte[20]),
                body(new byte[51]),
                body(sha1),
                body(new byte[64]),
                body(HASH.value()).replace("=", ""),
                body(HASH.value()).replace("\"}", "\\n\"}"),
                "{\"" + Dialect.DATA + "\":7}",
                named.replace(BANK, "TELCO0001"))) {
            assertRefused(begin(token, wrong), 400, "invalid_request");
        }
    }

    @Test
    void whenATokenIsNoneOrOfTheOtherKindThenItGivesNothing() throws Exception {
        Signed signed = signed(bank, "R000002");
        String mine = token(exchange(signed)).json().get("access_token").stringValue();
        String clients = clientToken();
        assertRefused(begin(null, body(HASH.value())), 401, "invalid_token");
        assertRefused(begin("x", body(HASH.value())), 401, "invalid_token");
        assertRefused(begin(mine, body(HASH.value())), 403, "insufficient_scope");
        assertRefused(get(result(signed.pending().transaction()), clients), 403, "insufficient_scope");
        assertRefused(get(URI.create(issuer + Wire.USERINFO).getPath(), clients), 403, "insufficient_scope");
        assertRefused(get(URI.create(issuer + Wire.USERINFO).getPath(), null), 401, "invalid_token");
        assertThat(get(result(signed.pending().transaction()), mine).status()).isEqualTo(200);
        assertRefused(get(result(signed.pending().transaction()), mine), Dialect.GONE, Dialect.ERROR_GONE);
    }

    @Test
    void whenAResultIsAnothersThenThereIsNone() throws Exception {
        TestService telco = service("TELCO0001");
        Signed theirs = signed(telco, "R000004");
        Signed signed = signed(bank, "R000002");
        String mine = token(exchange(signed)).json().get("access_token").stringValue();
        for (String path : List.of(
                result(theirs.pending().transaction()),
                result(UUID.randomUUID()),
                Wire.SIGN_TRANSACTIONS + "/x" + Wire.RESULT)) {
            assertRefused(get(path, mine), Dialect.UNKNOWN, Dialect.ERROR_UNKNOWN);
        }
    }

    @Test
    void whenTheBareHashIsSentThenTheCardSignsJustThat() throws Exception {
        String id = begin(clientToken(), body(HASH.value()))
                .json()
                .get(Dialect.TRANSACTION_ID)
                .stringValue();
        Begun<PendingSigning> begun = done(bank.client.beginSigning(HASH, RevocationCheck.CRL));
        URI other = URI.create(
                begun.goTo().toString().replace(begun.pending().transaction().toString(), id));
        Signed signed = signed(new Begun<>(other, begun.pending()), "R000002");
        String token = token(exchange(signed)).json().get("access_token").stringValue();
        SealedEvidence sealed = new SealedEvidence(get(result(UUID.fromString(id)), token)
                .json()
                .get(Dialect.RESULT_JWE)
                .stringValue());
        assertThat(new EvidenceOpener(List.of(bank.evidenceKey), Set.of(Pkcs1Form.values()))
                        .open(sealed, HASH)
                        .evidence()
                        .orElseThrow()
                        .form())
                .isEqualTo(Pkcs1Form.BARE_HASH);
    }

    @Test
    void whenAClientHasNoVerifiersKeyThenItSignsPeopleInAndNothingElse() throws Exception {
        TestService plain = service("PLAIN0001");
        Map<String, Object> form = plain.form(plain.evidenceKey);
        form.remove("encryptionKey");
        assertThat(sandbox.http.put("/mynaapp-clients/PLAIN0001", form).status())
                .isEqualTo(200);
        assertThat(plain.client.beginSigning(HASH, RevocationCheck.CRL))
                .isEqualTo(
                        new MynaResult.Failed<>(dev.musubi.mynaapp.MynaProblem.SERVICE_REFUSED, "unauthorized_client"));
        assertThat(pc.get(plain.client.beginSignIn(RevocationCheck.CRL).goTo()).status())
                .isEqualTo(200);
    }

    // ---- authorization requests
    // ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "client_id=BANK0001, client_id=NOBODY",
        "bank0001.example, evil.example",
        "fixed%3D1, fixed%3D1%26more",
        "redirect_uri=, redirect=",
        "client_id=, client="
    })
    void whenNobodyKnowsWhereToGoBackToThenThePageSaysSo(String right, String wrong) throws Exception {
        String address =
                done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo().toString();
        assertThat(address).contains(right);
        Page page = pc.get(URI.create(address.replace(right, wrong)));
        assertThat(page.away()).isFalse();
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("登録");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type=code, response_type=token, unsupported_response_type",
        "scope=openid%20sign, scope=sign, invalid_scope",
        "scope=openid%20sign, scope=openid%20sign%20email, invalid_scope",
        "scope=openid%20sign, scope=openid%20sign%20name, invalid_scope",
        "scope=openid%20sign, scope=openid, invalid_request",
        "scope=openid%20sign, scope=, invalid_scope",
        "state=, state=%E3%81%82&x=, invalid_request",
        "state=, x=, invalid_request",
        "nonce=, x=, invalid_request",
        "code_challenge=, x=, invalid_request",
        "code_challenge=, code_challenge=%2B, invalid_request",
        "code_challenge_method=S256, code_challenge_method=plain, invalid_request",
        "acr_values=aal3%20crl, acr_values=aal2%20crl, invalid_request",
        Wire.SIGN_TRANSACTION_ID + "=, x=, invalid_request",
        Wire.SIGN_TRANSACTION_ID + "=, " + Wire.SIGN_TRANSACTION_ID + "=a, invalid_request",
        "nonce=, nonce=a&nonce=, invalid_request"
    })
    void whenARequestIsWrongThenTheClientIsTold(String right, String wrong, String error) throws Exception {
        Begun<PendingSigning> begun = done(bank.client.beginSigning(HASH, RevocationCheck.CRL));
        String address = begun.goTo().toString();
        assertThat(address).contains(right);
        Page page = pc.get(URI.create(address.replace(right, wrong)));
        assertThat(page.away()).as(page.text()).isTrue();
        assertThat(page.uri().getQuery()).contains("fixed=1&error=" + error + "&");
        if (!right.equals("state=")) {
            assertThat(page.uri().getQuery())
                    .contains("state=" + begun.pending().state());
        }
    }

    @Test
    void whenATransactionIsAnotherClientsThenThereIsNone() throws Exception {
        TestService telco = service("TELCO0001");
        Begun<PendingSigning> theirs = done(telco.client.beginSigning(HASH, RevocationCheck.CRL));
        Begun<PendingSigning> begun = done(bank.client.beginSigning(HASH, RevocationCheck.CRL));
        Page page = pc.get(URI.create(begun.goTo()
                .toString()
                .replace(
                        begun.pending().transaction().toString(),
                        theirs.pending().transaction().toString())));
        assertThat(page.uri().getQuery()).contains("error=invalid_request");
    }

    @Test
    void whenAParameterIsNotInTheTableThenItIsIgnored() throws Exception {
        String address =
                done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo().toString();
        Page page = pc.get(URI.create(address + "&prompt=none&max_age=0&login_hint=x&ui_locales=en&request=x"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.one("html").attr("lang")).isEqualTo("ja");
    }

    // ---- pages
    // -----------------------------------------------------------------------------------------------------------------

    @Test
    void whenAPageIsShownThenItSaysWhatItIsAndLetsNothingIn() throws Exception {
        Begun<PendingSigning> begun = done(bank.client.beginSigning(HASH, RevocationCheck.CRL));
        TestBrowser phone = browser();
        List<Page> pages = new ArrayList<>();
        pages.add(pc.get(begun.goTo()));
        pages.add(phone.get(pages.get(0).one("#open-app").attr("href")));
        pages.add(phone.press(pages.get(1), "#choose", "resident", "R000002"));
        pages.add(phone.press(pages.get(2), "#tap", "pin", "WRONG12"));
        pages.add(phone.press(pages.get(3), "#tap", "pin", PIN));
        pages.add(phone.get("/v/nothing"));
        String name = sandbox.resident("R000002").at("/name/value").stringValue();
        for (Page page : pages) {
            assertThat(page.one(".banner").text()).contains("サンドボックス", "ではありません");
            assertThat(page.html().title()).contains("サンドボックス").doesNotContain(name, "R000002");
            assertThat(page.html().select("h1")).hasSize(1);
            assertThat(page.html().select("[style], script:not([src]), img, iframe"))
                    .isEmpty();
            assertThat(page.uri().toString()).doesNotContain("R0000", name);
            var headers = page.response().headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
                    .doesNotContain("unsafe", "http");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            page.html()
                    .select("[href], [src], [action]")
                    .forEach(each -> assertThat(each.attr("href") + each.attr("src") + each.attr("action"))
                            .matches("/.*|data:,"));
            page.html()
                    .select("input:not([type=hidden]), select")
                    .forEach(each -> assertThat(each.closest("label")).isNotNull());
        }
        assertThat(pages.get(2).text()).contains(name);
        assertThat(http.get("/mynaapp/style.css").status()).isEqualTo(200);
        assertThat(http.get("/mynaapp/wait.js").status()).isEqualTo(200);
        assertThat(phone.get(pages.get(0).one("#open-app").attr("href")).status())
                .isEqualTo(200);
    }

    @Test
    void whenTheServicesNameHasMarkupThenItIsText() throws Exception {
        Map<String, Object> form = bank.form(bank.evidenceKey);
        form.put("name", "<script>alert('x')</script>\"&");
        sandbox.http.put("/mynaapp-clients/" + BANK, form);
        Page page =
                pc.get(done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo());
        assertThat(page.html().select("script:not([src])")).isEmpty();
        assertThat(page.one(".who").text()).contains("<script>alert('x')</script>\"&");
    }

    @Test
    void whenThePersonWantsEnglishThenThePagesAreInEnglish() throws Exception {
        URI begun = done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo();
        assertThat(browser().with("Accept-Language", "en-GB,en").get(begun).text())
                .contains("Scan this with your phone", "Sandbox");
        assertThat(browser().with("Accept-Language", "ja").get(begun).text()).contains("読み取ってください");
        Page page = pc.get(begun);
        assertThat(page.one("html").attr("lang")).isEqualTo("ja");
        Page english = pc.get(page.one("header a").attr("href"));
        assertThat(english.one("html").attr("lang")).isEqualTo("en");
        assertThat(pc.get(english.one("header a").attr("href")).one("html").attr("lang"))
                .isEqualTo("ja");
        for (String elsewhere : List.of("https://evil.example", "//evil.example", "/api/x", "/v/../x", "")) {
            assertThat(pc.get("/mynaapp/language/en?to=" + elsewhere).status()).isEqualTo(404);
        }
    }

    @Test
    void whenAnotherSitesPagePostsThenNothingHappens() throws Exception {
        Begun<PendingSigning> begun = done(bank.client.beginSigning(HASH, RevocationCheck.CRL));
        Page waiting = pc.get(begun.goTo());
        String link = waiting.one("#open-app").attr("href");
        TestBrowser phone = browser();
        Page pin = phone.press(phone.get(link), "#choose", "resident", "R000002");
        for (String[] header : new String[][] {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", "https://evil.example"},
            {"Origin", "null"}
        }) {
            TestBrowser lured = browser().with(header[0], header[1]);
            lured.cookies().putAll(phone.cookies());
            lured.cookies().putAll(pc.cookies());
            assertThat(lured.post(link + "/phone", Map.of("resident", "R000003"))
                            .status())
                    .isEqualTo(404);
            assertThat(lured.post(link + "/card", Map.of("pin", PIN)).status()).isEqualTo(404);
            assertThat(lured.post(link + "/cancel", Map.of()).status()).isEqualTo(404);
            assertThat(lured.post(waiting.uri() + "/cancel", Map.of()).status()).isEqualTo(404);
        }
        phone.with("Origin", origin.toString()).with("Sec-Fetch-Site", "same-origin");
        assertThat(phone.press(pin, "#tap", "pin", PIN).text()).contains("署名しました");
    }

    @Test
    void whenAPhoneIsUsedAgainThenItIsRemembered() throws Exception {
        TestBrowser phone = browser();
        Page waiting =
                pc.get(done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo());
        Page chooser = phone.get(waiting.one("#open-app").attr("href"));
        assertThat(chooser.has("#another-phone")).isFalse();
        assertThat(chooser.html().select("#residents option")).hasSize(50);
        Page unknown = phone.press(chooser, "#choose", "resident", "R999999");
        assertThat(unknown.one("[role=alert]").text()).contains("いません");
        phone.press(unknown, "#choose", "resident", "R000003");

        Page second =
                pc.get(done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo());
        Page again = phone.get(second.one("#open-app").attr("href"));
        assertThat(again.text()).contains("R000003");
        Page others = phone.get(again.one("#another-phone").attr("href"));
        assertThat(others.one("#resident").attr("value")).isEqualTo("R000003");
        assertThat(phone.press(again, "#tap", "pin", PIN).text()).contains("署名しました");
        phone.cookies().put("__Host-mynaapp-sandbox-owner", "R999999");
        Page third =
                pc.get(done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo());
        assertThat(phone.get(third.one("#open-app").attr("href")).has("#choose"))
                .isTrue();
    }

    @Test
    void whenAFormIsFilledInStrangelyThenNothingBreaks() throws Exception {
        Page waiting =
                pc.get(done(bank.client.beginSigning(HASH, RevocationCheck.CRL)).goTo());
        String link = waiting.one("#open-app").attr("href");
        TestBrowser phone = browser();
        phone.press(phone.get(link), "#choose", "resident", "R000002");
        assertThat(phone.post(link + "/card", Map.of("pin", PIN, "played", "NEVER_HEARD_OF"))
                        .status())
                .isEqualTo(404);
        assertThat(phone.post(link + "/card", Map.of()).status()).isEqualTo(200);
        assertThat(phone.post("/l/AAAAAAAAAAAAAAAAAAAAAA/card", Map.of("pin", PIN))
                        .status())
                .isEqualTo(404);
        assertThat(phone.get("/l/AAAAAAAAAAAAAAAAAAAAAA").status()).isEqualTo(404);
        assertThat(pc.get("/v/AAAAAAAAAAAAAAAAAAAAAA/state").response().body()).contains("false");
    }

    // ---- doors, discovery, registration
    // ---------------------------------------------------------------------------------

    @Test
    void whenAPathIsAskedForAtAnotherDoorThenThereIsNothing() throws Exception {
        String certs = URI.create(issuer + Wire.CERTS).getPath();
        for (String path : List.of(certs, "/l/x", "/v/x", "/mynaapp/style.css", Wire.SIGN_TRANSACTIONS)) {
            assertThat(sandbox.http.get(path).status()).as("plain " + path).isEqualTo(404);
            assertThat(sandbox.verifier.get(path).status())
                    .as("verifiers " + path)
                    .isEqualTo(404);
        }
        for (String path : List.of(
                "/residents",
                "/mynaapp-clients",
                "/mynaapp",
                "/",
                "/v1/consents",
                "/clock",
                "/api/../residents",
                "/openapi/control.yaml")) {
            assertThat(http.get(path).code()).as("the app's " + path).isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void whenTheServerIsDiscoveredThenItSaysWhatItIs() throws Exception {
        JsonNode document =
                http.get(URI.create(issuer + Wire.DISCOVERY).getPath()).json();
        assertThat(document.get("issuer").stringValue()).isEqualTo(issuer).contains("sandbox");
        assertThat(document.get("musubi_sandbox").booleanValue()).isTrue();
        JsonNode keys = http.get(
                        URI.create(document.get("jwks_uri").stringValue()).getPath())
                .json()
                .get("keys");
        assertThat(keys.size()).isEqualTo(2);
        for (JsonNode key : keys) {
            assertThat(key.has("d")).isFalse();
            assertThat(key.get("kid").stringValue()).isNotEmpty();
        }
    }

    @Test
    void whenAClientIsRegisteredWronglyThenItIsNot() throws Exception {
        Map<String, Object> right = bank.form(bank.evidenceKey);
        List<Map<String, Object>> wrong = new ArrayList<>();
        for (Object[] change : new Object[][] {
            {"name", ""},
            {"name", "x".repeat(101)},
            {"redirectUris", List.of()},
            {"redirectUris", List.of("http://rp.example")},
            {"redirectUris", List.of("https://rp.example/#x")},
            {"redirectUris", List.of("https://rp.example/" + "x".repeat(240))},
            {"redirectUris", List.of("not an address")},
            {"jwks", Map.of()},
            {"jwks", Map.of("keys", List.of())},
            {"jwks", Map.of("keys", List.of(Map.of("kty", "oct", "k", "AA", "kid", "a")))},
            {"jwks", Map.of("keys", List.of(Map.of("kty", "none")))},
            {"encryptionKey", Map.of("kty", "oct", "k", "AA", "kid", "a")},
            {
                "encryptionKey",
                new ECKeyGenerator(Curve.P_256).generate().toPublicJWK().toJSONObject()
            }
        }) {
            Map<String, Object> form = new LinkedHashMap<>(right);
            form.put((String) change[0], change[1]);
            wrong.add(form);
        }
        wrong.add(Map.of());
        for (Map<String, Object> form : wrong) {
            TestHttp.Answer answer = sandbox.http.put("/mynaapp-clients/OTHER0001", form);
            assertThat(answer.code()).as(form.toString()).isEqualTo("MALFORMED");
            assertThat(answer.status()).isEqualTo(400);
        }
        assertThat(sandbox.http.put("/mynaapp-clients/OTHER-1", right).status()).isEqualTo(400);
        assertThat(sandbox.http.get("/mynaapp-clients").json().has("OTHER0001")).isFalse();
    }

    @Test
    void whenAPrivateKeyIsRegisteredThenItIsNotKept() throws Exception {
        Map<String, Object> form = bank.form(bank.evidenceKey);
        form.put("encryptionKey", bank.evidenceKey.toJSONObject());
        form.put("jwks", Map.of("keys", List.of(bank.assertionKey.toJSONObject())));
        JsonNode kept = sandbox.http.put("/mynaapp-clients/" + BANK, form).json();
        assertThat(kept.at("/encryptionKey/d").isMissingNode()).isTrue();
        assertThat(kept.at("/jwks/keys/0/d").isMissingNode()).isTrue();
    }

    @Test
    void whenAClientIsForgottenThenItIsUnknown() throws Exception {
        service("SHORT0001");
        assertThat(sandbox.http.delete("/mynaapp-clients/SHORT0001").status()).isEqualTo(204);
        assertThat(sandbox.http.delete("/mynaapp-clients/SHORT0001").code()).isEqualTo("UNKNOWN_CLIENT");
        assertThat(sandbox.http.get("/mynaapp-clients").json().has("SHORT0001")).isFalse();
    }
}
