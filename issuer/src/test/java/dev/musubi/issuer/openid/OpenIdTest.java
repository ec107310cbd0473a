package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.anchor.CertificateOwner;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.signing.card.CardSubjects;
import dev.musubi.jpki.fixture.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import net.minidev.json.JSONObject;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients, browsers and requests for tests of the provider. */
abstract class OpenIdTest extends IssuerTest {

    /** Where the tests' clients are answered. */
    static final String REDIRECT = "https://bank.example/callback";

    static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789";

    @Autowired
    protected CardSubjects cards;

    @Autowired
    protected Anchors anchors;

    private static @Nullable SSLContext tls;

    /** A client with its keys. */
    record Client(String id, ECKey key) {}

    static SSLContext tls() {
        if (tls == null) {
            tls = ClientTls.trusting(FOLDER.resolve("tls/server.pem"));
        }
        return tls;
    }

    /** Where the issuer is. */
    static String issuer() {
        return ISSUER;
    }

    static TestBrowser browser() {
        return new TestBrowser(tls(), ISSUER);
    }

    /** A browser in which this person is signed in, by a signature just made. */
    TestBrowser signedIn(TestCertificate person, boolean consent) {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        enrolIn(browser, person, consent);
        return browser;
    }

    /** From the page to sign in, has a private ID issued, or issued again, to this person, and is signed in by that. */
    URI enrolIn(TestBrowser browser, TestCertificate person, boolean consent) {
        mynaApp.lay(person);
        browser.go(URI.create(ISSUER + browser.attribute("enrol", "href")));
        browser.press("agree");
        browser.press(consent ? "updates-yes" : "updates-no");
        URI at = browser.press("sign-button");
        if (consent) {
            at = browser.press("sign-button");
            registerConsents();
        }
        return at;
    }

    /** From the page to sign in, signs in by this person's card, which was added before. */
    URI byCard(TestBrowser browser, TestCertificate person) {
        addCard(person);
        mynaApp.lay(person);
        return browser.press("card");
    }

    /** This person's card signs in from now on. */
    void addCard(TestCertificate person) {
        HolderId holderId = holderOf(person);
        holders.locking(
                holderId, () -> cards.add(holderId, credentials.lastProofing(holderId), mynaApp.subject(person)));
    }

    /** The holder who has a private ID on this person's certificate. */
    HolderId holderOf(TestCertificate person) {
        return ((CertificateOwner.One)
                        anchors.ownerOf(List.of(person.read(AUTHORITY.profile()).id())))
                .holderId();
    }

    /** The tests' app, which is let in by this token. */
    static TestApp app(@Nullable String token) {
        return new TestApp(tls(), ISSUER, TestApp.KEY, token);
    }

    /** The form of a button on the page shown, ready to be sent as often as one likes. */
    static HttpRequest.Builder form(TestBrowser browser, String buttonId, Map<String, String> filledIn) {
        Element button = Objects.requireNonNull(browser.page().getElementById(buttonId));
        Element form = Objects.requireNonNull(button.closest("form"));
        Map<String, String> fields = new LinkedHashMap<>();
        form.select("input[type=hidden]:not([disabled])")
                .forEach(each -> fields.put(each.attr("name"), each.attr("value")));
        if (button.hasAttr("name")) {
            fields.put(button.attr("name"), button.attr("value"));
        }
        fields.putAll(filledIn);
        return HttpRequest.newBuilder(URI.create(ISSUER + form.attr("action")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
    }

    /** Where a page of ours leads on to. */
    static URI leadsTo(HttpResponse<String> page) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return URI.create(Objects.requireNonNull(Jsoup.parse(page.body()).selectFirst("meta[http-equiv=refresh]"))
                .attr("content")
                .replaceFirst("^0; url=", ""));
    }

    /** Registers a relying party and a client of it, by the operators' door. */
    Client client(String law, Map<String, Object> metadata, Map<String, Object> settings) {
        String id = "rp-" + UUID.randomUUID().toString().substring(0, 8);
        operator(
                "POST",
                "/operator/relying-parties",
                Map.of("id", id, "name", "試験銀行", "sector", id + ".example", "law", law));
        ECKey key = key(id + "-key");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("redirect_uris", List.of(REDIRECT));
        all.put("jwks", JSONObjectUtils.toJSONObject(new JWKSet(key.toPublicJWK())));
        all.putAll(metadata);
        Map<String, Object> body = new LinkedHashMap<>(settings);
        body.put("relying_party", id);
        body.put("metadata", all);
        assertThat(operator("PUT", "/operator/openid-clients/" + id, body).statusCode())
                .isEqualTo(200);
        return new Client(id, key);
    }

    /** A client of the strict profile under 犯収法. */
    Client bank() {
        return client("JP_AML", Map.of("grant_types", List.of("authorization_code", "refresh_token")), Map.of());
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static HttpResponse<String> operator(String method, String path, Object body) {
        try {
            return send(HttpRequest.newBuilder(URI.create(OPERATOR_DOOR + path))
                    .header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(json(body))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static String json(Object body) {
        return JSONObject.toJSONString((Map<String, ?>) body);
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls()).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static HttpResponse<String> post(String uri, Map<String, String> form, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)));
        headers.forEach(request::header);
        return send(request);
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : uri.getRawQuery().split("&", -1)) {
            String[] pair = each.split("=", 2);
            parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    static Map<String, Object> parse(HttpResponse<String> response) {
        try {
            return JSONObjectUtils.parse(response.body());
        } catch (com.nimbusds.oauth2.sdk.ParseException e) {
            throw new IllegalStateException(response.statusCode() + " " + response.body(), e);
        }
    }

    /** The code an address brought back. */
    static String code(URI back) {
        return Objects.requireNonNull(query(back).get("code"), back.toString());
    }

    /** A member of an answer. */
    static String member(HttpResponse<String> response, String name) {
        return Objects.requireNonNull(parse(response).get(name), response.body())
                .toString();
    }

    static String s256(String value) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(ECKey key, @Nullable String type, JWTClaimsSet claims, boolean withKey) {
        try {
            com.nimbusds.jose.JWSHeader.Builder header =
                    new com.nimbusds.jose.JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID());
            if (type != null) {
                header.type(new com.nimbusds.jose.JOSEObjectType(type));
            }
            if (withKey) {
                header.jwk(key.toPublicJWK());
            }
            SignedJWT jwt = new SignedJWT(header.build(), claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The client's word that it is the client (RFC 7523). */
    static Map<String, String> assertion(Client client) {
        Instant now = Instant.now();
        return Map.of(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                sign(
                        client.key(),
                        null,
                        new JWTClaimsSet.Builder()
                                .issuer(client.id())
                                .subject(client.id())
                                .audience(ISSUER)
                                .issueTime(Date.from(now))
                                .expirationTime(Date.from(now.plusSeconds(60)))
                                .jwtID(UUID.randomUUID().toString())
                                .build(),
                        false));
    }

    /** A proof of possession (RFC 9449). */
    static String proof(ECKey key, String method, String uri, @Nullable String nonce, @Nullable String accessToken) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", uri)
                .issueTime(Date.from(Instant.now()));
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        if (accessToken != null) {
            claims.claim("ath", s256(accessToken));
        }
        return sign(key, "dpop+jwt", claims.build(), true);
    }

    /** What every request of a test says, if nothing else is said. */
    static Map<String, String> usual(Client client) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", client.id());
        parameters.put("response_type", "code");
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("scope", "openid");
        parameters.put("state", "the-state");
        parameters.put("nonce", "the-nonce");
        parameters.put("code_challenge", s256(VERIFIER));
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    /** Pushes a request. */
    static HttpResponse<String> push(Client client, Map<String, String> parameters) {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.putAll(assertion(client));
        return post(ISSUER + "/openid/par", form, Map.of());
    }

    /** The address to send a browser to, for a request that is pushed first. */
    static URI start(Client client, Map<String, String> further) {
        Map<String, String> parameters = usual(client);
        parameters.putAll(further);
        HttpResponse<String> pushed = push(client, parameters);
        assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
        return URI.create(ISSUER + "/openid/authorize?"
                + form(Map.of(
                        "client_id",
                        client.id(),
                        "request_uri",
                        String.valueOf(parse(pushed).get("request_uri")))));
    }

    /** Sends a form to the token endpoint with a proof, again with the nonce where one is wanted. */
    static HttpResponse<String> token(Client client, Map<String, String> form) {
        String uri = ISSUER + "/openid/token";
        Map<String, String> first = new LinkedHashMap<>(form);
        first.putAll(assertion(client));
        HttpResponse<String> response = post(uri, first, Map.of("DPoP", proof(client.key(), "POST", uri, null, null)));
        if (response.body().contains("use_dpop_nonce")) {
            Map<String, String> second = new LinkedHashMap<>(form);
            second.putAll(assertion(client));
            response = post(
                    uri,
                    second,
                    Map.of(
                            "DPoP",
                            proof(
                                    client.key(),
                                    "POST",
                                    uri,
                                    response.headers().firstValue("DPoP-Nonce").orElseThrow(),
                                    null)));
        }
        return response;
    }

    static HttpResponse<String> redeem(Client client, String code) {
        return token(
                client,
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT,
                        "code_verifier", VERIFIER));
    }

    static HttpResponse<String> userInfo(Client client, String accessToken) {
        String uri = ISSUER + "/openid/userinfo";
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "DPoP " + accessToken)
                .header("DPoP", proof(client.key(), "GET", uri, null, accessToken)));
        return response.statusCode() == 401 && response.body().contains("use_dpop_nonce")
                ? send(HttpRequest.newBuilder(URI.create(uri))
                        .header("Authorization", "DPoP " + accessToken)
                        .header(
                                "DPoP",
                                proof(
                                        client.key(),
                                        "GET",
                                        uri,
                                        response.headers()
                                                .firstValue("DPoP-Nonce")
                                                .orElseThrow(),
                                        accessToken)))
                : response;
    }

    /** Signs in with nothing to tell; what came back. Where the client was never met the holder agrees to it. */
    URI signIn(TestBrowser browser, Client client, Map<String, String> further) {
        return agreeing(browser, start(client, further));
    }

    /** Goes to an address, and agrees to the client where it is the first time it is met and nothing is told. */
    static URI agreeing(TestBrowser browser, URI start) {
        return agreed(browser, browser.go(start));
    }

    /** The same, where the browser has come to the question already. */
    static URI agreed(TestBrowser browser, URI back) {
        return back.toString().startsWith(ISSUER) && browser.shows("first-contact") && !browser.shows("item-NAME")
                ? browser.press("consent-allow")
                : back;
    }

    /** Signs in where the client may go on after the sign-out, to which the holder agrees. */
    static URI lasting(TestBrowser browser, URI start) {
        browser.go(start);
        return browser.press("consent-allow");
    }

    /** Sends the first form of a page that this finds, with its own fields. */
    static void pressFirst(TestBrowser browser, String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        var found = Objects.requireNonNull(browser.page().selectFirst(form));
        found.select("input[name]").forEach(each -> fields.put(each.attr("name"), each.attr("value")));
        browser.send(HttpRequest.newBuilder(URI.create(ISSUER + found.attr("action")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    /** A client of the plain profile with a secret. */
    record Plain(String id, String secret) {
        Map<String, String> authorization() {
            return Map.of(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8)));
        }
    }

    Plain plain(Map<String, Object> metadata, boolean pkceOptional) {
        String id = "plain-" + UUID.randomUUID().toString().substring(0, 8);
        operator(
                "POST",
                "/operator/relying-parties",
                Map.of("id", id, "name", "試験店", "sector", id + ".example", "law", "NONE"));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("redirect_uris", List.of(REDIRECT));
        all.put("grant_types", List.of("authorization_code", "refresh_token"));
        all.put("token_endpoint_auth_method", "client_secret_basic");
        all.putAll(metadata);
        HttpResponse<String> registered = operator(
                "PUT",
                "/operator/openid-clients/" + id,
                Map.of("relying_party", id, "profile", "BASIC", "pkce_optional", pkceOptional, "metadata", all));
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(200);
        return new Plain(id, member(registered, "client_secret"));
    }

    /** The address to send a browser to, for a client that pushes nothing. */
    static URI start(Plain client, Map<String, String> further) {
        Map<String, String> parameters = usual(new Client(client.id(), key("unused")));
        parameters.putAll(further);
        return URI.create(ISSUER + "/openid/authorize?" + form(parameters));
    }

    static HttpResponse<String> redeem(Plain client, String code) {
        return post(
                ISSUER + "/openid/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT,
                        "code_verifier", VERIFIER),
                client.authorization());
    }

    static HttpResponse<String> refresh(Plain client, String token) {
        return post(
                ISSUER + "/openid/token",
                Map.of("grant_type", "refresh_token", "refresh_token", token),
                client.authorization());
    }

    static HttpResponse<String> bearer(String accessToken) {
        return send(HttpRequest.newBuilder(URI.create(ISSUER + "/openid/userinfo"))
                .header("Authorization", "Bearer " + accessToken));
    }

    static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does something on the holder while a request waits for the lock, and tells what came of the request. */
    <T> T waiting(HolderId holderId, Supplier<T> request, Runnable meanwhile) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        holders.locking(holderId, () -> {
            Thread.ofVirtual().start(() -> {
                try {
                    answer.complete(request.get());
                } catch (RuntimeException | AssertionError e) {
                    answer.completeExceptionally(e);
                }
            });
            untilItWaits(answer);
            meanwhile.run();
            return true;
        });
        return answer.join();
    }

    private void untilItWaits(CompletableFuture<?> answer) {
        Instant deadline = Instant.now().plusSeconds(120);
        while (jdbc.sql("select count(*) from pg_locks where not granted")
                        .query(Integer.class)
                        .single()
                == 0) {
            assertThat(answer).as("it has not been answered without the lock").isNotDone();
            assertThat(Instant.now()).isBefore(deadline);
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
