package dev.musubi.bench.signin;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.VirtualPhone;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** This issuer: people with passkeys, a client with a secret (as the peer's), attributes agreed to once and remembered. */
final class MusubiSubject implements Subject {

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern CSRF_OF_SCRIPT = Pattern.compile("data-csrf=\"([^\"]+)\"");
    private static final Pattern SHOWN = Pattern.compile("name=\"shown\" value=\"([^\"]+)\"");
    private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
    private static final Pattern PASSKEY_CHALLENGE = Pattern.compile("\"challenge\":\"([^\"]+)\"");

    private final HttpClient http;
    private final URI issuer;
    private final List<Path> certificates;
    private final CodeFlow flow;
    private final List<SoftPasskey> passkeys = new ArrayList<>();
    private final List<String> refreshTokens = new ArrayList<>();

    /**
     * Prepares it.
     *
     * @param certificates of the issuer and, last, of the app's server (PEM)
     */
    MusubiSubject(HttpClient http, URI issuer, List<Path> certificates, Operator operator, List<HolderApp> people) {
        this.certificates = certificates;
        this.http = http;
        this.issuer = issuer;
        operator.send(
                        "POST",
                        "/operator/relying-parties",
                        Map.of("id", "bench", "name", "Bench", "sector", "bench.example", "law", "JP_AML"))
                .expect(201);
        Reply client = operator.send(
                        "PUT",
                        "/operator/openid-clients/bench",
                        Map.of(
                                "relying_party",
                                "bench",
                                "profile",
                                "BASIC",
                                "metadata",
                                Map.of(
                                        "redirect_uris",
                                        List.of(CodeFlow.REDIRECT),
                                        "grant_types",
                                        List.of("authorization_code", "refresh_token"),
                                        "token_endpoint_auth_method",
                                        "client_secret_basic",
                                        "id_token_signed_response_alg",
                                        "ES256")))
                .expect(200);
        this.flow = new CodeFlow(
                at("/openid/authorize"), at("/openid/token"), at("/openid/userinfo"), client.text("client_secret"));
        people.forEach(this::prepare);
    }

    private URI at(String path) {
        return issuer.resolve(path);
    }

    /** Enrols in a browser, registers a passkey, agrees once and for a year. */
    private void prepare(HolderApp person) {
        Browser browser = new Browser(certificates);
        browser.open(at("/enrol?to=/home"));
        browser.press("agree");
        browser.press("updates-no");
        browser.press("sign-button");
        new VirtualPhone(person.residentId(), certificates.getLast()).sign(browser);
        Visitor visitor = new Visitor(http, browser.cookies(issuer.getHost()));
        SoftPasskey passkey = new SoftPasskey(issuer.toString(), issuer.getHost());
        String csrfOfSession = Visitor.found(CSRF_OF_SCRIPT, visitor.get(at("/signin/passkey")));
        HttpResponse<String> options =
                visitor.json(at("/signin/passkey/registration-options"), "{\"csrf\":\"" + csrfOfSession + "\"}");
        answer(
                visitor,
                "/signin/passkey/registration",
                csrfOfSession,
                options,
                passkey.registration(Visitor.found(PASSKEY_CHALLENGE, options)),
                "/home");
        passkeys.add(passkey);
        URI asked = Visitor.location(visitor.get(flow.start("openid profile offline_access")));
        HttpResponse<String> consent = visitor.get(asked);
        HttpResponse<String> agreed = visitor.body(
                at(asked.getPath() + "/consent"),
                Visitor.encode(Map.of(
                                "csrf",
                                Visitor.found(CSRF, consent),
                                "shown",
                                Visitor.found(SHOWN, consent),
                                "decision",
                                "allow",
                                "remember",
                                "1"))
                        + "&item=NAME&item=DATE_OF_BIRTH&item=SEX");
        refreshTokens.add(CodeFlow.refreshToken(flow.redeem(visitor, agreed)));
    }

    private void answer(
            Visitor visitor, String path, String csrf, HttpResponse<String> options, String credential, String to) {
        HttpResponse<String> answered = visitor.json(
                at(path),
                "{\"csrf\":\"" + csrf + "\",\"ticket\":\"" + Visitor.found(TICKET, options) + "\",\"to\":\"" + to
                        + "\",\"credential\":\""
                        + credential.replace("\"", "\\\"") + "\"}");
        if (answered.statusCode() != 200) {
            throw new IllegalStateException(path + " " + answered.statusCode() + " " + answered.body());
        }
    }

    @Override
    public void signIn(int user) {
        Visitor visitor = new Visitor(http);
        URI signIn = Visitor.location(visitor.get(flow.start("openid profile")));
        String to = signIn.getQuery().replaceFirst("^to=", "");
        String csrf = Visitor.found(CSRF, visitor.get(signIn));
        HttpResponse<String> options = visitor.json(at("/signin/passkey/options"), "{\"csrf\":\"" + csrf + "\"}");
        answer(
                visitor,
                "/signin/passkey/answer",
                csrf,
                options,
                passkeys.get(user).assertion(Visitor.found(PASSKEY_CHALLENGE, options)),
                to);
        flow.askUserInfo(visitor, flow.redeem(visitor, visitor.get(at(to))));
    }

    @Override
    public void tokens(int user) {
        refreshTokens.set(user, flow.refresh(new Visitor(http), refreshTokens.get(user)));
    }
}
