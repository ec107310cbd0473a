package dev.musubi.bench.signin;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** This issuer: people with passkeys, a client with a secret (as the peer's), attributes agreed to once and remembered. */
final class MusubiSubject implements Subject {

    private static final String REDIRECT = "https://bench.example/callback";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789";
    private static final String CHALLENGE = "yB8zMxP5pvEGWsAeXYh4KmdVglmNgpK_rnqQ8MHGeQI";
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
    private static final Pattern PASSKEY_CHALLENGE = Pattern.compile("\"challenge\":\"([^\"]+)\"");
    private static final Pattern ACCESS = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern REFRESH = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");

    private final HttpClient http;
    private final URI issuer;
    private final String authorization;
    private final List<SoftPasskey> passkeys = new ArrayList<>();
    private final List<String> refreshTokens = new ArrayList<>();

    MusubiSubject(HttpClient http, URI issuer, Operator operator, List<HolderApp> people) {
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
                                        List.of(REDIRECT),
                                        "grant_types",
                                        List.of("authorization_code", "refresh_token"),
                                        "token_endpoint_auth_method",
                                        "client_secret_basic",
                                        "id_token_signed_response_alg",
                                        "ES256")))
                .expect(200);
        this.authorization = "Basic "
                + Base64.getEncoder()
                        .encodeToString(("bench:" + client.text("client_secret")).getBytes(StandardCharsets.US_ASCII));
        people.forEach(this::prepare);
    }

    private URI at(String path) {
        return issuer.resolve(path);
    }

    private URI start(String scope) {
        return at("/openid/authorize?"
                + Visitor.encode(Map.of(
                        "client_id",
                        "bench",
                        "response_type",
                        "code",
                        "redirect_uri",
                        REDIRECT,
                        "scope",
                        scope,
                        "state",
                        "s",
                        "nonce",
                        "n",
                        "code_challenge",
                        CHALLENGE,
                        "code_challenge_method",
                        "S256")));
    }

    /** Enrols, registers a passkey, agrees once and for a year. */
    private void prepare(HolderApp person) {
        Visitor visitor = new Visitor(http);
        String csrf = Visitor.found(CSRF, visitor.get(at("/signin")));
        visitor.form(
                at("/signin/code"),
                Map.of("csrf", csrf, "code", person.enrol(false).expect(201).text("sign_in_code")));
        SoftPasskey passkey = new SoftPasskey(issuer.toString(), issuer.getHost());
        HttpResponse<String> options =
                visitor.json(at("/signin/passkey/registration-options"), "{\"csrf\":\"" + csrf + "\"}");
        answer(
                visitor,
                "/signin/passkey/registration",
                csrf,
                options,
                passkey.registration(Visitor.found(PASSKEY_CHALLENGE, options)),
                "/home");
        passkeys.add(passkey);
        URI asked = Visitor.location(visitor.get(start("openid profile offline_access")));
        String consentCsrf = Visitor.found(CSRF, visitor.get(asked));
        HttpResponse<String> agreed = visitor.body(
                at(asked.getPath() + "/consent"),
                Visitor.encode(Map.of("csrf", consentCsrf, "decision", "allow", "remember", "1"))
                        + "&item=NAME&item=DATE_OF_BIRTH&item=SEX");
        refreshTokens.add(Visitor.found(REFRESH, redeem(visitor, agreed)));
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

    private HttpResponse<String> redeem(Visitor visitor, HttpResponse<String> redirect) {
        String query = Visitor.location(redirect).getRawQuery();
        String code = query.replaceFirst("(?:^|.*&)code=([^&]*).*", "$1");
        return visitor.form(
                at("/openid/token"),
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT,
                        "code_verifier", VERIFIER),
                authorization);
    }

    @Override
    public void signIn(int user) {
        Visitor visitor = new Visitor(http);
        URI signIn = Visitor.location(visitor.get(start("openid profile")));
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
        String access = Visitor.found(ACCESS, redeem(visitor, visitor.get(at(to))));
        HttpResponse<String> userInfo = visitor.get(at("/openid/userinfo"), access);
        if (!userInfo.body().contains("\"name\"")) {
            throw new IllegalStateException("userinfo " + userInfo.statusCode() + " told no name");
        }
    }

    @Override
    public void tokens(int user) {
        HttpResponse<String> refreshed = new Visitor(http)
                .form(
                        at("/openid/token"),
                        Map.of("grant_type", "refresh_token", "refresh_token", refreshTokens.get(user)),
                        authorization);
        refreshTokens.set(user, Visitor.found(REFRESH, refreshed));
    }
}
