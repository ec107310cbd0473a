package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the standards that clients met, one by one. */
class ProviderRulesTest extends OpenIdTest {

    private static String subjectWish(String place, String wish) {
        return "{\"" + place + "\":{\"sub\":" + wish + "}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "userinfo"})
    void whenTheClaimSubNamesSomebodyElseThenNobodyElseIsSignedIn(String place) {
        Client bank = bank();
        TestBrowser one = signedIn(person(), false);
        String mine = claims(member(redeem(bank, code(signIn(one, bank, Map.of()))), "id_token"))
                .getSubject();
        for (String wish : List.of(
                "{\"value\":\"" + mine + "\",\"essential\":true}",
                "{\"value\":\"" + mine + "\"}",
                "{\"values\":[\"x\",\"" + mine + "\"]}",
                "null",
                "{\"essential\":true}")) {
            assertThat(query(signIn(one, bank, Map.of("prompt", "none", "claims", subjectWish(place, wish)))))
                    .as(wish)
                    .containsKey("code");
        }
        for (String wish : List.of(
                "{\"value\":\"somebody-else\",\"essential\":true}",
                "{\"value\":\"somebody-else\"}",
                "{\"values\":[\"x\",\"y\"]}",
                "{\"value\":7}")) {
            assertThat(query(signIn(one, bank, Map.of("prompt", "none", "claims", subjectWish(place, wish)))))
                    .as(wish)
                    .containsEntry("error", "login_required");
        }
        // With pages the holder may sign in as the one who is meant; whoever signs in as another is not taken for that
        // one.
        one.go(start(bank, Map.of("claims", subjectWish(place, "{\"value\":\"somebody-else\"}"))));
        assertThat(one.shows("card")).isTrue();
    }

    @Test
    void whenWhoeverSignsInIsNotTheOneNamedThenTheClientIsToldSo() {
        Client bank = bank();
        TestBrowser browser = browser();
        browser.go(start(bank, Map.of("claims", subjectWish("id_token", "{\"value\":\"somebody-else\"}"))));
        enrolIn(browser, person(), false);
        URI back = browser.go(URI.create(ISSUER + browser.attribute("skip-passkey", "href")));
        assertThat(query(back)).containsEntry("error", "login_required").doesNotContainKey("code");
    }

    @Test
    void whenAClaimIsAskedForWithAnotherValueThenItIsLeftOut() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        String wish =
                "{\"id_token\":{\"amr\":{\"values\":[[\"hwk\"]]},\"gender\":{\"value\":\"x\",\"essential\":true}}}";
        browser.go(start(bank, Map.of("claims", wish)));
        JWTClaimsSet idToken = claims(member(redeem(bank, code(browser.press("consent-allow"))), "id_token"));
        assertThat(idToken.getClaims()).doesNotContainKeys("amr", "gender");
    }

    private static Map<String, Object> json(ECKey key) {
        return key.toPublicJWK().toJSONObject();
    }

    @Test
    void whenKeysSayWhatTheyAreForThenEachIsUsedForThatAlone() throws Exception {
        ECKey encryption = new ECKey.Builder(key("encryption"))
                .algorithm(JWEAlgorithm.ECDH_ES)
                .build();
        for (ECKey other : List.of(
                key("signing"),
                new ECKey.Builder(key("used"))
                        .algorithm(null)
                        .keyUse(KeyUse.SIGNATURE)
                        .build(),
                new ECKey.Builder(key("verifying"))
                        .algorithm(null)
                        .keyOperations(Set.of(KeyOperation.VERIFY))
                        .build(),
                new ECKey.Builder(key("wrapping"))
                        .algorithm(JWEAlgorithm.ECDH_ES_A256KW)
                        .build(),
                new ECKey.Builder(key("anything")).algorithm(null).build())) {
            ECKey signing = key("of-the-client");
            Client bank = new Client(
                    client(
                                    "JP_AML",
                                    Map.of(
                                            "jwks",
                                            Map.of("keys", List.of(json(signing), json(other), json(encryption))),
                                            "id_token_encrypted_response_alg",
                                            "ECDH-ES"),
                                    Map.of())
                            .id(),
                    signing);
            JWEObject encrypted = JWEObject.parse(member(
                    redeem(bank, code(signIn(signedIn(person(), false), bank, Map.of()))), "id_token"));
            assertThat(encrypted.getHeader().getKeyID()).as(other.getKeyID()).isEqualTo("encryption");
            encrypted.decrypt(new ECDHDecrypter(encryption));
        }
    }

    @Test
    void whenAKeyIsNotForVerifyingThenItsSignaturesSayNothing() {
        ECKey key = key("k");
        for (Map.Entry<ECKey, Boolean> each : Map.of(
                        new ECKey.Builder(key)
                                        .keyOperations(Set.of(KeyOperation.VERIFY))
                                        .build(),
                                true,
                        new ECKey.Builder(key)
                                        .keyOperations(Set.of(KeyOperation.DERIVE_KEY))
                                        .build(),
                                false,
                        new ECKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build(), false)
                .entrySet()) {
            Client bank = new Client(
                    client("JP_AML", Map.of("jwks", Map.of("keys", List.of(json(each.getKey())))), Map.of())
                            .id(),
                    key);
            HttpResponse<String> pushed = push(bank, usual(bank));
            assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(each.getValue() ? 201 : 401);
        }
    }

    @Test
    void whenALinkScannerLooksAtARequestThenNothingIsChanged() {
        Client bank = bank();
        TestBrowser scanner = browser();
        URI start = start(bank, Map.of("claims", "{\"userinfo\":{\"name\":null}}"));
        HttpResponse<String> looked = scanner.send(HttpRequest.newBuilder(start).HEAD());
        assertThat(looked.statusCode()).isEqualTo(200);
        assertThat(looked.headers().allValues("Set-Cookie")).isEmpty();

        TestBrowser browser = signedIn(person(), false);
        URI page = browser.go(start);
        assertThat(browser.shows("consent-allow")).isTrue();
        browser.send(HttpRequest.newBuilder(page).HEAD());
        URI back = browser.press("consent-allow");

        // A request that needs no page would give its code to the scanner.
        URI silent = start(bank, Map.of("prompt", "none"));
        browser.send(HttpRequest.newBuilder(silent).HEAD());
        assertThat(code(browser.go(silent))).isNotEmpty();

        HttpResponse<String> tokens = redeem(bank, code(back));
        assertThat(browser.send(HttpRequest.newBuilder(URI.create(
                                        ISSUER + "/openid/logout?id_token_hint=" + member(tokens, "id_token")))
                                .HEAD())
                        .statusCode())
                .isEqualTo(200);
        browser.go(URI.create(ISSUER + "/home"));
        assertThat(browser.shows("state")).as("still signed in").isTrue();

        HttpResponse<String> told = send(HttpRequest.newBuilder(URI.create(ISSUER + "/openid/userinfo"))
                .header("Authorization", "DPoP " + member(tokens, "access_token"))
                .HEAD());
        assertThat(told.statusCode()).isEqualTo(405);
        assertThat(told.headers().firstValue("Allow")).hasValue("GET, POST");
        assertThat(userInfo(bank, member(tokens, "access_token")).statusCode()).isEqualTo(200);
    }

    private Plain registered(String type, String... redirectUris) {
        return plain(Map.of("application_type", type, "redirect_uris", List.of(redirectUris)), false);
    }

    private String outcome(Plain client, String redirectUri) {
        TestBrowser browser = signedIn(person(), false);
        URI back = agreeing(browser, start(client, Map.of("redirect_uri", redirectUri)));
        return back.toString().startsWith(ISSUER) ? browser.text("error-description") : back.toString();
    }

    @Test
    void whenANativeAppListensOnItsOwnMachineThenAnyPortWillDo() {
        Plain app = registered("native", "http://127.0.0.1/cb", "http://[::1]:1234/cb?x=y", "http://localhost/cb");
        for (String uri : List.of(
                "http://127.0.0.1/cb",
                "http://127.0.0.1:49152/cb",
                "http://[::1]:5/cb?x=y",
                "http://[::1]:1234/cb?x=y",
                "http://localhost/cb")) {
            assertThat(outcome(app, uri)).startsWith(uri).contains("code=");
        }
        for (String uri : List.of(
                "http://127.0.0.1:49152/other",
                "http://127.0.0.1:49152/cb?x=y",
                "http://127.0.0.2:49152/cb",
                "http://[::1]:5/cb",
                "https://127.0.0.1:49152/cb",
                "http://localhost:49152/cb",
                "http://127.0.0.1:49152@evil.example/cb",
                "http://127.0.0.1.evil.example:49152/cb")) {
            assertThat(outcome(app, uri)).isEqualTo("This redirect_uri is not among those the client registered.");
        }
    }

    @Test
    void whenACodeComesBackToAPortThenItIsExchangedForThatPortAlone() {
        Plain app = registered("native", "http://127.0.0.1/cb");
        TestBrowser browser = signedIn(person(), false);
        String uri = "http://127.0.0.1:50123/cb";
        for (Map.Entry<String, Integer> each : Map.of(
                        uri, 200, "http://127.0.0.1/cb", 400, "http://127.0.0.1:50124/cb", 400)
                .entrySet()) {
            URI back = agreeing(browser, start(app, Map.of("redirect_uri", uri)));
            HttpResponse<String> tokens = post(
                    ISSUER + "/openid/token",
                    Map.of(
                            "grant_type",
                            "authorization_code",
                            "code",
                            code(back),
                            "redirect_uri",
                            each.getKey(),
                            "code_verifier",
                            VERIFIER),
                    app.authorization());
            assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(each.getValue());
        }
    }

    @Test
    void whenAnAppIsNotNativeThenItsAddressesAreTakenToTheLetter() {
        Plain web = registered("web", "http://127.0.0.1/cb", "https://bank.example/cb");
        assertThat(outcome(web, "http://127.0.0.1/cb")).contains("code=");
        assertThat(outcome(web, "http://127.0.0.1:49152/cb"))
                .isEqualTo("This redirect_uri is not among those the client registered.");
        assertThat(outcome(registered("native", "https://bank.example/cb"), "https://bank.example:8443/cb"))
                .isEqualTo("This redirect_uri is not among those the client registered.");
    }

    @ParameterizedTest
    @ValueSource(ints = {-86_400, -600, 600, 86_400})
    void whenADevicesClockIsWrongThenItsProofHoldsByTheNonce(int seconds) {
        Client bank = bank();
        String uri = ISSUER + "/openid/token";
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code(signIn(signedIn(person(), false), bank, Map.of())),
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER));
        form.putAll(assertion(bank));
        HttpResponse<String> first = post(uri, form, Map.of("DPoP", late(bank.key(), uri, null, seconds)));
        assertThat(member(first, "error")).isEqualTo("use_dpop_nonce");
        String nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
        String proof = late(bank.key(), uri, nonce, seconds);
        HttpResponse<String> tokens = post(uri, form, Map.of("DPoP", proof));
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        form.putAll(assertion(bank));
        assertThat(member(post(uri, form, Map.of("DPoP", proof)), "error_description"))
                .isEqualTo("The proof was shown before.");
    }

    private static String late(ECKey key, String uri, @org.jspecify.annotations.Nullable String nonce, int seconds) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", "POST")
                .claim("htu", uri)
                .issueTime(Date.from(Instant.now().plusSeconds(seconds)));
        if (nonce != null) {
            claims.claim("nonce", nonce);
        }
        return sign(key, "dpop+jwt", claims.build(), true);
    }

    private static HttpResponse<String> cross(String method, String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ISSUER + path))
                .header("Accept", "*/*")
                .method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        return send(request);
    }

    @Test
    void whenAPageOfAnotherOriginReadsWhatIsPublicThenItMayAndNothingElse() {
        for (String path : List.of(
                "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/openid/jwks")) {
            HttpResponse<String> read = browserOf("GET", path, null);
            assertThat(read.statusCode()).isEqualTo(200);
            assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
            assertThat(read.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
            assertThat(browserOf("OPTIONS", path, "GET").headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("*");
            HttpResponse<String> refused = browserOf("OPTIONS", path, "POST");
            assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        for (String path : List.of(
                "/openid/token",
                "/openid/userinfo",
                "/openid/authorize",
                "/openid/register",
                "/v1/holder/private-id",
                "/home",
                "/signin",
                "/terms",
                "/css/musubi.css")) {
            for (HttpResponse<String> answer : List.of(
                    browserOf("GET", path, null),
                    browserOf("OPTIONS", path, "GET"),
                    browserOf("OPTIONS", path, "POST"))) {
                assertThat(answer.headers().map().keySet())
                        .as(path)
                        .noneMatch(
                                each -> each.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
            }
        }
    }

    /** As a browser asks for a page of another origin; with {@code wanted}, whether it may use that method. */
    private static HttpResponse<String> browserOf(
            String method, String path, @org.jspecify.annotations.Nullable String wanted) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Origin", "https://app.example");
        if (wanted != null) {
            headers.put("Access-Control-Request-Method", wanted);
        }
        return cross(method, path, headers);
    }

    @Test
    void whenItIsAskedWhatAnAddressTakesThenTheAnswerIsSo() {
        Map<String, Set<String>> takes = Map.of(
                "/openid/token", Set.of("POST", "OPTIONS"),
                "/openid/par", Set.of("POST", "OPTIONS"),
                "/openid/userinfo", Set.of("GET", "POST", "OPTIONS"),
                "/openid/authorize", Set.of("GET", "HEAD", "POST", "OPTIONS"),
                "/openid/jwks", Set.of("GET", "HEAD", "OPTIONS"),
                "/.well-known/openid-configuration", Set.of("GET", "HEAD", "OPTIONS"),
                "/home", Set.of("GET", "HEAD", "OPTIONS"),
                "/home/access-end", Set.of("POST", "OPTIONS"),
                "/terms", Set.of("GET", "HEAD", "OPTIONS"),
                "/css/musubi.css", Set.of("GET", "HEAD", "OPTIONS"));
        takes.forEach((path, methods) -> {
            HttpResponse<String> answer = cross("OPTIONS", path, Map.of());
            Set<String> said =
                    Set.of(answer.headers().firstValue("Allow").orElse("").split(", *"));
            assertThat(said).as("%s %s", path, answer.statusCode()).isEqualTo(methods);
        });
    }

    private String page(URI uri) {
        TestBrowser browser = signedIn(person(), false);
        browser.go(uri);
        assertThat(browser.answer().statusCode()).isEqualTo(400);
        return browser.text("error-description");
    }

    private static URI logout(Map<String, String> parameters) {
        return URI.create(ISSUER + "/openid/logout?" + form(parameters));
    }

    @Test
    void whenAPageSaysWhatIsWrongThenItIsJustThat() {
        Plain shop = plain(Map.of("post_logout_redirect_uris", List.of("https://bank.example/out")), false);
        Client bank = bank();
        assertThat(page(logout(Map.of("post_logout_redirect_uri", "https://bank.example/out"))))
                .isEqualTo(
                        "post_logout_redirect_uri came with neither id_token_hint nor client_id to say whose it is.");
        assertThat(page(logout(Map.of("post_logout_redirect_uri", "https://bank.example/x", "client_id", shop.id()))))
                .isEqualTo("This post_logout_redirect_uri is not among those the client registered.");
        assertThat(page(logout(Map.of("post_logout_redirect_uri", "https://bank.example/x", "client_id", "nobody"))))
                .isEqualTo("The client is not registered here.");
        assertThat(page(logout(Map.of("id_token_hint", "e30.e30.AA"))))
                .isEqualTo("id_token_hint is not an ID token of ours.");

        URI start = start(bank, Map.of());
        assertThat(page(URI.create(start.toString().replace(bank.id(), shop.id()))))
                .isEqualTo("Another client pushed this request.");
        agreeing(signedIn(person(), false), start);
        assertThat(page(start)).isEqualTo("This request was answered already.");
        assertThat(page(URI.create(ISSUER + "/openid/authorize?"
                        + form(Map.of(
                                "client_id",
                                bank.id(),
                                "request_uri",
                                "urn:ietf:params:oauth:request_uri:" + UUID.randomUUID())))))
                .isEqualTo("No such request is known here.");
        URI old = start(bank, Map.of());
        jdbc.sql("update openid_request set expires_at = created_at where browser_hash is null")
                .update();
        assertThat(page(old)).isEqualTo("The time for this request is over.");

        assertThat(page(start(shop, Map.of("redirect_uri", "https://bank.example/elsewhere"))))
                .isEqualTo("This redirect_uri is not among those the client registered.");
        assertThat(page(start(shop, Map.of("redirect_uri", "")))).isEqualTo("redirect_uri is missing.");
        assertThat(page(start(shop, Map.of("client_id", "nobody")))).isEqualTo("The client is not registered here.");
        assertThat(page(start(shop, Map.of("client_id", "")))).isEqualTo("client_id is missing.");
    }

    private static String why(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 401);
        return member(refused, "error_description");
    }

    @Test
    void whenAClientIsRefusedThenItLearnsWhichCheckFailed() {
        Plain shop = plain(Map.of(), false);
        Client bank = bank();
        Map<String, String> code = Map.of("grant_type", "authorization_code", "code", "x", "redirect_uri", REDIRECT);
        String token = ISSUER + "/openid/token";
        assertThat(why(post(token, code, Map.of()))).isEqualTo("No client authentication was sent.");
        assertThat(why(post(token, code, new Plain("nobody", "x").authorization())))
                .isEqualTo("The client is not registered here.");
        assertThat(why(post(token, code, new Plain(shop.id(), "x").authorization())))
                .isEqualTo("The client secret is not the one registered.");
        assertThat(why(post(token, code, new Plain(bank.id(), "x").authorization())))
                .isEqualTo("The client registered another method of authentication: private_key_jwt.");
        assertThat(why(post(token, code, shop.authorization())))
                .isEqualTo("The code is not one issued to this client.");
        assertThat(why(post(token, Map.of("grant_type", "authorization_code"), shop.authorization())))
                .isEqualTo("code is missing.");
        assertThat(why(post(token, Map.of("code", "x"), shop.authorization()))).isEqualTo("grant_type is missing.");
        assertThat(why(refresh(shop, "x"))).isEqualTo("The refresh token is not one issued to this client.");

        assertThat(why(push(new Client(bank.id(), key("another")), usual(bank))))
                .isEqualTo("None of the client's registered keys fits the assertion's kid, alg and use.");
        ECKey forged = new ECKey.Builder(key("x")).keyID(bank.key().getKeyID()).build();
        assertThat(why(push(new Client(bank.id(), forged), usual(bank))))
                .isEqualTo("The assertion's signature is by none of the client's registered keys.");
        assertThat(why(asserted(
                        bank,
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(600))))))
                .isEqualTo("The assertion has expired.");
        assertThat(why(asserted(
                        bank,
                        claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(36_000))))))
                .isEqualTo("The assertion's exp is missing, or more than an hour away.");
        assertThat(why(asserted(bank, claims -> claims.audience("https://secret.example"))))
                .isEqualTo("The assertion's aud is not one that is taken here.");
        assertThat(why(asserted(bank, claims -> claims.jwtID(null)))).isEqualTo("The assertion's jti is missing.");
        assertThat(asserted(bank, claims -> claims.jwtID("once")).statusCode()).isEqualTo(201);
        assertThat(why(asserted(bank, claims -> claims.jwtID("once"))))
                .isEqualTo("The assertion was sent before (jti).");
    }

    private static HttpResponse<String> asserted(
            Client client, java.util.function.Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(client.id())
                .subject(client.id())
                .audience(ISSUER)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .jwtID(UUID.randomUUID().toString());
        change.accept(claims);
        Map<String, String> form = new LinkedHashMap<>(usual(client));
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", sign(client.key(), null, claims.build(), false));
        return post(ISSUER + "/openid/par", form, Map.of());
    }

    @Test
    void whenACodeOrATokenIsRefusedThenTheClientLearnsWhichCheckFailed() {
        Plain shop = plain(Map.of(), false);
        Plain other = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        URI back = lasting(browser, start(shop, Map.of("scope", "openid offline_access")));
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code(back),
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER));
        String token = ISSUER + "/openid/token";
        assertThat(why(post(token, form, other.authorization())))
                .isEqualTo("The code is not one issued to this client.");
        HttpResponse<String> tokens = post(token, form, shop.authorization());
        assertThat(tokens.statusCode()).isEqualTo(200);
        HttpResponse<String> rotated = refresh(shop, member(tokens, "refresh_token"));
        assertThat(rotated.statusCode()).isEqualTo(200);
        assertThat(why(post(token, form, shop.authorization())))
                .isEqualTo("The code was used before; what came of it has ended with this.");
        assertThat(why(refresh(shop, member(rotated, "refresh_token"))))
                .startsWith("What the refresh token was for has ended");
        assertThat(why(bearer(member(rotated, "access_token")))).startsWith("What the access token was for has ended");
        assertThat(why(bearer("x"))).isEqualTo("The access token is not one of ours.");

        for (Map.Entry<Map<String, String>, String> each : Map.of(
                        Map.of("redirect_uri", "https://bank.example/x"),
                                "redirect_uri is not the one the code was sent to.",
                        Map.of("redirect_uri", ""), "redirect_uri is missing.",
                        Map.of("code_verifier", ""), "code_verifier is missing.",
                        Map.of("code_verifier", VERIFIER + "x"),
                                "code_verifier is not the one of the request's code_challenge.")
                .entrySet()) {
            Map<String, String> wrong = new LinkedHashMap<>(form);
            wrong.put("code", code(agreeing(browser, start(shop, Map.of()))));
            wrong.putAll(each.getKey());
            assertThat(why(post(token, wrong, shop.authorization()))).isEqualTo(each.getValue());
        }
    }
}
