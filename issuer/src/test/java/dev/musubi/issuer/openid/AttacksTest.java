package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others try, and that it comes to nothing. */
class AttacksTest extends OpenIdTest {

    private static final int RACERS = 8;

    private String code(Client client) {
        return code(signIn(signedIn(person(), false), client, Map.of()));
    }

    private static <T> List<T> race(Callable<T> runner) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(RACERS)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                running.add(threads.submit(runner));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        }
    }

    @Test
    void whenACodeComesTwiceThenTheSecondIsRefusedAndTheFirstOnesTokensEnd() {
        Client bank = bank();
        String code = code(bank);
        HttpResponse<String> first = redeem(bank, code);
        assertThat(first.statusCode()).isEqualTo(200);
        String access = member(first, "access_token");
        assertThat(userInfo(bank, access).statusCode()).isEqualTo(200);
        assertThat(member(redeem(bank, code), "error")).isEqualTo("invalid_grant");
        assertThat(userInfo(bank, access).statusCode()).isEqualTo(401);
    }

    @Test
    void whenASealedStringIsSpeltOtherwiseThenItIsNoneOfOurs() {
        Client bank = bank();
        String code = code(bank);
        // The same bytes to a lenient decoder, so that one code would have passed for two.
        assertThat(member(redeem(bank, code + "="), "error")).isEqualTo("invalid_grant");
        HttpResponse<String> tokens = redeem(bank, code);
        assertThat(tokens.statusCode()).isEqualTo(200);
        String access = member(tokens, "access_token");
        assertThat(userInfo(bank, access + "=").statusCode()).isEqualTo(401);
        assertThat(userInfo(bank, access).statusCode()).isEqualTo(200);
    }

    @Test
    void whenACodeIsRacedThenOneWinsAtMost() throws InterruptedException, ExecutionException {
        Client bank = bank();
        String code = code(bank);
        assertThat(race(() -> redeem(bank, code).statusCode()).stream().filter(status -> status == 200))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void whenACodeIsInjectedIntoAnotherClientThenItIsRefused() {
        Client bank = bank();
        Client thief = bank();
        assertThat(member(redeem(thief, code(bank)), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void whenTheVerifierIsWrongOrMissingThenTheCodeIsLost() {
        Client bank = bank();
        for (String verifier : new String[] {"another-verifier-of-forty-three-characters-or-more-0", ""}) {
            String code = code(bank);
            Map<String, String> form =
                    new HashMap<>(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT));
            if (!verifier.isEmpty()) {
                form.put("code_verifier", verifier);
            }
            assertThat(token(bank, form).statusCode()).isEqualTo(400);
            assertThat(member(redeem(bank, code), "error")).isEqualTo("invalid_grant");
        }
    }

    @Test
    void whenPkceIsDowngradedThenTheRequestIsRefused() {
        Client bank = bank();
        Map<String, String> plain = usual(bank);
        plain.put("code_challenge_method", "plain");
        plain.put("code_challenge", VERIFIER);
        assertThat(member(push(bank, plain), "error")).isEqualTo("invalid_request");
        Map<String, String> without = usual(bank);
        without.remove("code_challenge");
        without.remove("code_challenge_method");
        assertThat(member(push(bank, without), "error")).isEqualTo("invalid_request");
    }

    @Test
    void whenAVerifierComesForACodeWithoutAChallengeThenItIsRefused() {
        Plain shop = plain(Map.of(), true);
        TestBrowser browser = signedIn(person(), false);
        URI start = URI.create(start(shop, Map.of()).toString().replaceAll("&code_challenge(_method)?=[^&]*", ""));
        assertThat(member(redeem(shop, code(agreeing(browser, start))), "error"))
                .isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bank.example/callback/",
                "https://bank.example/callback?x=1",
                "https://bank.example/callback#x",
                "https://bank.example.evil.example/callback",
                "https://bank.example@evil.example/callback",
                "https://BANK.example/callback",
                "http://bank.example/callback",
                "https://bank.example/callback/../x",
                "javascript:alert(1)",
                "//evil.example"
            })
    void whenTheRedirectIsNotTheRegisteredOneThenNobodyIsSentAnywhere(String redirect) {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = browser();
        URI at = browser.go(start(shop, Map.of("redirect_uri", redirect)));
        assertThat(at.toString()).startsWith(ISSUER);
        assertThat(browser.text("error-code")).isEqualTo("invalid_request");
    }

    @Test
    void whenAClientAssertionComesTwiceThenTheSecondIsRefusedAlsoInARace()
            throws InterruptedException, ExecutionException {
        Client bank = bank();
        Map<String, String> form = new HashMap<>(usual(bank));
        form.putAll(assertion(bank));
        assertThat(race(() -> post(ISSUER + "/openid/par", form, Map.of()).statusCode()).stream()
                        .filter(status -> status == 201))
                .hasSize(1);
        assertThat(post(ISSUER + "/openid/par", form, Map.of()).statusCode()).isEqualTo(401);
    }

    @Test
    void whenAnAssertionIsForeignUnsignedOrForSomebodyElseThenTheClientIsUnknown() {
        Client bank = bank();
        Client thief = bank();
        for (Map<String, String> assertion : List.of(
                assertion(new Client(bank.id(), thief.key())),
                assertion(new Client("nobody", thief.key())),
                Map.of(
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        new PlainJWT(new JWTClaimsSet.Builder()
                                        .issuer(bank.id())
                                        .subject(bank.id())
                                        .audience(ISSUER)
                                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                                        .jwtID("x")
                                        .build())
                                .serialize()))) {
            Map<String, String> form = new HashMap<>(usual(bank));
            form.putAll(assertion);
            assertThat(post(ISSUER + "/openid/par", form, Map.of()).statusCode())
                    .isIn(400, 401);
        }
    }

    /** The nonce the issuer wants in a proof, as told to one without. */
    private String nonce(Client client, String access, String uri) {
        return send(HttpRequest.newBuilder(URI.create(uri))
                        .header("Authorization", "DPoP " + access)
                        .header("DPoP", proof(client.key(), "GET", uri, null, access)))
                .headers()
                .firstValue("DPoP-Nonce")
                .orElseThrow();
    }

    @Test
    void whenAProofComesTwiceOrIsForSomethingElseThenItIsRefused() {
        Client bank = bank();
        String access = member(redeem(bank, code(bank)), "access_token");
        String uri = ISSUER + "/openid/userinfo";
        String nonce = nonce(bank, access, uri);
        String once = proof(bank.key(), "GET", uri, nonce, access);
        assertThat(presented(access, once)).isEqualTo(200);
        assertThat(presented(access, once)).isEqualTo(401);
        ECKey other = key("other");
        for (String wrong : List.of(
                proof(other, "GET", uri, nonce, access),
                proof(bank.key(), "POST", uri, nonce, access),
                proof(bank.key(), "GET", ISSUER + "/openid/token", nonce, access),
                proof(bank.key(), "GET", uri, nonce, "another token"),
                proof(bank.key(), "GET", uri, "a-nonce-of-their-own", access),
                "nonsense")) {
            assertThat(presented(access, wrong)).isEqualTo(401);
        }
        assertThat(bearer(access).statusCode()).isEqualTo(401);
    }

    @Test
    void whenAProofNamesTheAddressWithAQueryThenItHolds() {
        Client bank = bank();
        String access = member(redeem(bank, code(bank)), "access_token");
        String uri = ISSUER + "/openid/userinfo";
        String nonce = nonce(bank, access, uri);
        assertThat(presented(access, proof(bank.key(), "GET", uri + "?a=b#c", nonce, access)))
                .isEqualTo(200);
    }

    @Test
    void whenANonceIsWantedThenTheAssertionSentAlongIsNotUsedUpYet() {
        Client bank = bank();
        String uri = ISSUER + "/openid/token";
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code(bank),
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER));
        form.putAll(assertion(bank));
        HttpResponse<String> first = post(uri, form, Map.of("DPoP", proof(bank.key(), "POST", uri, null, null)));
        assertThat(member(first, "error")).isEqualTo("use_dpop_nonce");
        String nonce = first.headers().firstValue("DPoP-Nonce").orElseThrow();
        assertThat(post(uri, form, Map.of("DPoP", proof(bank.key(), "POST", uri, nonce, null)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(member(post(uri, form, Map.of("DPoP", proof(bank.key(), "POST", uri, nonce, null))), "error"))
                .isEqualTo("invalid_client");

        Map<String, String> request = new HashMap<>(usual(bank));
        request.putAll(assertion(bank));
        String par = ISSUER + "/openid/par";
        assertThat(member(post(par, request, Map.of("DPoP", proof(bank.key(), "POST", par, null, null))), "error"))
                .isEqualTo("use_dpop_nonce");
        assertThat(post(par, request, Map.of("DPoP", proof(bank.key(), "POST", par, nonce, null)))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void whenAnAssertionWouldLiveForDaysThenItIsRefusedAlsoWithoutADateOfIssue() {
        Client bank = bank();
        JWTClaimsSet longLived = new JWTClaimsSet.Builder()
                .issuer(bank.id())
                .subject(bank.id())
                .audience(ISSUER)
                .expirationTime(Date.from(Instant.now().plus(Duration.ofDays(2))))
                .jwtID(UUID.randomUUID().toString())
                .build();
        Map<String, String> request = new HashMap<>(usual(bank));
        request.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        request.put("client_assertion", sign(bank.key(), null, longLived, false));
        assertThat(member(post(ISSUER + "/openid/par", request, Map.of()), "error"))
                .isEqualTo("invalid_client");
    }

    private static int presented(String access, String proof) {
        return send(HttpRequest.newBuilder(URI.create(ISSUER + "/openid/userinfo"))
                        .header("Authorization", "DPoP " + access)
                        .header("DPoP", proof))
                .statusCode();
    }

    @Test
    void whenARefreshTokenComesAgainThenEverythingItGaveEndsAlsoInARace()
            throws InterruptedException, ExecutionException {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        HttpResponse<String> tokens =
                redeem(shop, code(lasting(browser, start(shop, Map.of("scope", "openid offline_access")))));
        String first = member(tokens, "refresh_token");
        HttpResponse<String> refreshed = refresh(shop, first);
        assertThat(refreshed.statusCode()).isEqualTo(200);
        String second = member(refreshed, "refresh_token");
        assertThat(second).isNotEqualTo(first);
        assertThat(member(refresh(shop, first), "error")).isEqualTo("invalid_grant");
        assertThat(member(refresh(shop, second), "error")).isEqualTo("invalid_grant");
        assertThat(bearer(member(refreshed, "access_token")).statusCode()).isEqualTo(401);

        String raced = member(
                redeem(shop, code(lasting(browser, start(shop, Map.of("scope", "openid offline_access"))))),
                "refresh_token");
        assertThat(race(() -> refresh(shop, raced).statusCode()).stream().filter(status -> status == 200))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void whenAFormComesFromElsewhereThenNothingIsDone() {
        Client bank = bank();
        TestBrowser victim = signedIn(person(), false);
        victim.go(start(bank, Map.of("claims", "{\"userinfo\":{\"name\":null}}")));
        String address = victim.answer().uri().toString();
        HttpResponse<String> forged = victim.send(HttpRequest.newBuilder(URI.create(address + "/consent"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("decision=allow&item=NAME")));
        assertThat(forged.statusCode()).isEqualTo(403);
        TestBrowser attacker = browser();
        attacker.go(URI.create(ISSUER + "/signin"));
        String theirs = Objects.requireNonNull(attacker.page().selectFirst("input[name=csrf]"))
                .attr("value");
        HttpResponse<String> borrowed = victim.send(HttpRequest.newBuilder(URI.create(address + "/consent"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("decision=allow&item=NAME&csrf=" + theirs)));
        assertThat(borrowed.statusCode()).isEqualTo(403);
    }

    @Test
    void whenSomebodyElsesWayBackIsSlippedInThenItLeadsNowhereAndIsNotUsedUp() {
        TestCertificate attackers = person();
        TestBrowser attacker = signedIn(attackers, false);
        addCard(attackers);
        attacker.go(URI.create(ISSUER + "/signin?to=/home"));
        URI back = leadsTo(attacker.send(form(attacker, "card", Map.of())));
        TestBrowser victim = browser();
        victim.go(URI.create(ISSUER + "/signin"));
        victim.go(back);
        assertThat(victim.answer().statusCode()).isEqualTo(404);
        assertThat(victim.shows("elsewhere")).isTrue();
        assertThat(victim.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
        attacker.go(back);
        assertThat(attacker.shows("state")).isTrue();
    }

    @Test
    void whenAnotherSitesFormSendsSomebodyToTheAppThenItIsRefused() {
        TestBrowser victim = browser();
        victim.go(URI.create(ISSUER + "/signin"));
        HttpResponse<String> forged = victim.send(HttpRequest.newBuilder(URI.create(ISSUER + "/signin/card"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("to=/home")));
        assertThat(forged.statusCode()).isEqualTo(403);
    }

    @Test
    void whenASignInIsCarriedIntoAnotherBrowserThenItIsNotThere() {
        Client bank = bank();
        TestBrowser one = signedIn(person(), false);
        one.go(start(bank, Map.of("claims", "{\"userinfo\":{\"name\":null}}")));
        TestBrowser other = signedIn(person(), false);
        other.go(one.answer().uri());
        assertThat(other.text("error-code")).isEqualTo("request_gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/openid/continue/../../evil",
                "javascript:alert(1)",
                "/openid/authorize?redirect_uri=https://evil.example"
            })
    void whenASignInIsToLeadOutsideThenItLeadsHome(String to) {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
        assertThat(Objects.requireNonNull(browser.page().selectFirst("input[name=to]"))
                        .attr("value"))
                .isEqualTo("/home");
    }

    @Test
    void whenAStrictClientDoesNotPushThenItsRequestIsRefused() {
        Client bank = bank();
        URI back = browser().go(URI.create(ISSUER + "/openid/authorize?" + form(usual(bank))));
        assertThat(query(back)).containsEntry("error", "invalid_request").containsEntry("iss", ISSUER);
    }

    @Test
    void whenAPushedRequestWasAnsweredThenItsReferenceIsDead() {
        Client bank = bank();
        URI start = start(bank, Map.of());
        assertThat(code(agreeing(signedIn(person(), false), start))).isNotEmpty();
        TestBrowser again = browser();
        again.go(start);
        assertThat(again.text("error-code")).isEqualTo("invalid_request_uri");
    }

    @Test
    void whenAReferenceIsBroughtByAnotherClientThenItIsRefused() {
        Client bank = bank();
        Client thief = bank();
        URI start = URI.create(start(bank, Map.of()).toString().replace(bank.id(), thief.id()));
        TestBrowser browser = browser();
        browser.go(start);
        assertThat(browser.text("error-code")).isEqualTo("invalid_request_uri");
    }

    @Test
    void whenARequestObjectIsUnsignedForeignOrTooLongThenItIsRefused() {
        Plain shop = plain(
                Map.of("jwks", Map.of("keys", List.of(key("shop").toPublicJWK().toJSONObject()))), false);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(shop.id())
                .audience(ISSUER)
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim("client_id", shop.id())
                .claim("redirect_uri", REDIRECT)
                .claim("response_type", "code")
                .claim("scope", "openid")
                .build();
        for (String object :
                List.of(new PlainJWT(claims).serialize(), sign(key("shop"), null, claims, true), "e30.e30.AA")) {
            URI back = browser().go(start(shop, Map.of("request", object)));
            assertThat(query(back)).containsEntry("error", "invalid_request_object");
        }
    }

    @Test
    void whenARequestObjectHoldsAnotherOrPointsToOneThenItIsRefused() {
        Client bank = client("JP_AML", Map.of(), Map.of("profile", "FAPI2_MESSAGE_SIGNING"));
        Instant now = Instant.now();
        for (String nested : List.of("request", "request_uri")) {
            JWTClaimsSet.Builder request = new JWTClaimsSet.Builder()
                    .issuer(bank.id())
                    .audience(ISSUER)
                    .notBeforeTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(60)))
                    .claim("response_mode", "jwt")
                    .claim(nested, "https://bank.example/another");
            usual(bank).forEach(request::claim);
            Map<String, String> form = new HashMap<>(
                    Map.of("client_id", bank.id(), "request", sign(bank.key(), null, request.build(), false)));
            form.putAll(assertion(bank));
            assertThat(member(post(ISSUER + "/openid/par", form, Map.of()), "error"))
                    .isEqualTo("invalid_request_object");
        }
    }

    @Test
    void whenAnythingIsTooLongThenItIsRefused() {
        Client bank = bank();
        for (String name : List.of("state", "nonce", "login_hint", "acr_values")) {
            Map<String, String> parameters = usual(bank);
            parameters.put(name, "x".repeat(3000));
            assertThat(member(push(bank, parameters), "error")).isEqualTo("invalid_request");
        }
        Map<String, String> parameters = usual(bank);
        parameters.put("claims", "{\"userinfo\":{\"" + "x".repeat(20_000) + "\":null}}");
        assertThat(member(push(bank, parameters), "error")).isEqualTo("invalid_request");
        Map<String, String> deep = usual(bank);
        deep.put("claims", "[".repeat(15_000));
        assertThat(member(push(bank, deep), "error")).isEqualTo("invalid_request");
        assertThat(post(ISSUER + "/openid/token", Map.of("code", "x".repeat(100_000)), Map.of())
                        .statusCode())
                .isBetween(400, 499);
        assertThat(post(ISSUER + "/openid/token", Map.of("code", "x".repeat(300_000)), Map.of())
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void whenAParameterStandsTwiceThenTheRequestIsRefused() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = browser();
        browser.go(URI.create(start(shop, Map.of()) + "&redirect_uri=https%3A%2F%2Fevil.example"));
        assertThat(browser.text("error-code")).isEqualTo("invalid_request");
    }

    @Test
    void whenASecretIsWrongThenTheClientIsUnknownHoweverMuchOfItIsRight() {
        Plain shop = plain(Map.of(), false);
        for (String secret : List.of(
                "",
                "x",
                shop.secret().substring(1),
                shop.secret() + "x",
                shop.secret().toUpperCase(Locale.ROOT))) {
            HttpResponse<String> answer = post(
                    ISSUER + "/openid/token",
                    Map.of("grant_type", "refresh_token", "refresh_token", "x"),
                    new Plain(shop.id(), secret).authorization());
            assertThat(answer.statusCode()).isIn(400, 401);
            assertThat(answer.body()).doesNotContain(shop.secret());
        }
    }
}
