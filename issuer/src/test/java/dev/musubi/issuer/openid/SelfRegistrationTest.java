package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.musubi.issuer.openid.client.TokenRefusal;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that register themselves: how often, where, and what their holders are told of them. */
class SelfRegistrationTest extends OpenIdTest {

    private static String token(Map<String, Object> wish) {
        Map<String, Object> body = new HashMap<>(Map.of("profile", "BASIC"));
        body.putAll(wish);
        return member(operator("POST", "/operator/openid-initial-access-tokens", body), "initial_access_token");
    }

    private static HttpResponse<String> register(String token, Map<String, Object> metadata) {
        return send(HttpRequest.newBuilder(URI.create(ISSUER + "/openid/register"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(json(metadata))));
    }

    /** What the refused learns, in the body and in the challenge alike. */
    private static String why(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
        String why = member(refused, "error_description");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains(why);
        return why;
    }

    private static Map<String, Object> metadata(String redirect) {
        return Map.of("redirect_uris", List.of(redirect), "client_name", "むすび銀行");
    }

    private Plain registered(String redirect) {
        HttpResponse<String> response = register(token(Map.of()), metadata(redirect));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return new Plain(member(response, "client_id"), member(response, "client_secret"));
    }

    @Test
    void whenATokenWasUsedThenItRegistersNobodyElse() {
        String token = token(Map.of());
        assertThat(register(token, metadata("http://evil.example/x")).statusCode())
                .as("a registration that is refused does not use it up")
                .isEqualTo(400);
        assertThat(register(token, metadata(REDIRECT)).statusCode()).isEqualTo(201);
        HttpResponse<String> again = register(token, metadata(REDIRECT));
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("invalid_token");
        assertThat(why(again)).isEqualTo(TokenRefusal.INITIAL_TOKEN_USED.sentence());
    }

    @Test
    void whenATokenIsUsedByManyAtOnceThenOneIsRegistered() throws InterruptedException, ExecutionException {
        String token = token(Map.of());
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                answers.add(
                        pool.submit(() -> register(token, metadata(REDIRECT)).statusCode()));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 401);
    }

    @Test
    void whenATokenIsTakenBackOrOverThenItRegistersNobody() {
        HttpResponse<String> made = operator(
                "POST", "/operator/openid-initial-access-tokens", Map.of("profile", "BASIC", "note", "試験店の開発者"));
        String token = member(made, "initial_access_token");
        String id = member(made, "id");
        HttpResponse<String> list = operator("GET", "/operator/openid-initial-access-tokens", Map.of());
        assertThat(list.body()).contains(id, "試験店の開発者").doesNotContain(token);
        assertThat(jdbc.sql("select count(*) from initial_access_token where encode(token_hash, 'escape') like ?")
                        .param("%" + token.substring(0, 10) + "%")
                        .query(Integer.class)
                        .single())
                .as("only its hash is kept")
                .isZero();
        assertThat(operator("DELETE", "/operator/openid-initial-access-tokens/" + id, Map.of())
                        .statusCode())
                .isEqualTo(204);
        assertThat(operator("DELETE", "/operator/openid-initial-access-tokens/" + id, Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(operator("DELETE", "/operator/openid-initial-access-tokens/nonsense", Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(why(register(token, metadata(REDIRECT))))
                .isEqualTo(TokenRefusal.INITIAL_TOKEN_TAKEN_BACK.sentence());
        String over = token(Map.of());
        jdbc.sql(
                        "update initial_access_token set expires_at = created_at - interval '1 second' where revoked_at is null")
                .update();
        assertThat(why(register(over, metadata(REDIRECT)))).isEqualTo(TokenRefusal.INITIAL_TOKEN_EXPIRED.sentence());
        assertThat(why(register("nonsense", metadata(REDIRECT))))
                .isEqualTo(TokenRefusal.INITIAL_TOKEN_UNKNOWN.sentence());
        assertThat(why(register("", metadata(REDIRECT)))).isEqualTo(TokenRefusal.INITIAL_TOKEN_MISSING.sentence());
    }

    @Test
    void whenATokenForManyIsWantedOutsideAConformanceTestThenThereIsNone() {
        for (Map<String, Object> wish : List.<Map<String, Object>>of(
                Map.of("registrations", 2),
                Map.of("registrations", 0),
                Map.of("term", "P31D"),
                Map.of("term", "PT0S"),
                Map.of("note", "x".repeat(201)))) {
            Map<String, Object> body = new HashMap<>(Map.of("profile", "BASIC"));
            body.putAll(wish);
            assertThat(operator("POST", "/operator/openid-initial-access-tokens", body)
                            .statusCode())
                    .as(wish.toString())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uris, https://10.0.0.7/callback",
        "redirect_uris, https://169.254.169.254/callback",
        "redirect_uris, https://[fd00::1]/callback",
        "redirect_uris, https://printer.local/callback",
        "backchannel_logout_uri, https://169.254.169.254/latest/meta-data",
        "backchannel_logout_uri, https://127.0.0.1/logout",
        "backchannel_logout_uri, https://localhost/logout",
        "backchannel_logout_uri, https://192.168.1.1/logout",
        "backchannel_logout_uri, https://metadata.google.internal/logout",
        "backchannel_logout_uri, https://2130706433/logout",
        "post_logout_redirect_uris, https://172.16.0.9/bye",
        "logo_uri, https://10.1.2.3/logo.png"
    })
    void whenAnAddressIsNotForThePublicThenTheRegistrationIsRefused(String name, String address) {
        Map<String, Object> metadata = new HashMap<>(metadata(REDIRECT));
        metadata.put(name, name.endsWith("uris") ? List.of(address) : address);
        HttpResponse<String> refused = register(token(Map.of()), metadata);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    }

    @Test
    void whenANativeProgramListensOnItsOwnMachineThenItMayBeSentThere() {
        assertThat(register(token(Map.of()), metadata("http://127.0.0.1:7777/callback"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void whenTwoClientsOfOneHostRegisterThemselvesThenTheyKnowAHolderUnderTwoNames() throws ParseException {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        List<String> subjects = new ArrayList<>();
        for (String redirect :
                List.of("http://127.0.0.1:7777/callback", "http://127.0.0.1:7777/callback", REDIRECT, REDIRECT)) {
            Plain shop = registered(redirect);
            URI back = agreeing(browser, start(shop, Map.of("redirect_uri", redirect)));
            HttpResponse<String> tokens = post(
                    ISSUER + "/openid/token",
                    Map.of(
                            "grant_type",
                            "authorization_code",
                            "code",
                            code(back),
                            "redirect_uri",
                            redirect,
                            "code_verifier",
                            VERIFIER),
                    shop.authorization());
            subjects.add(SignedJWT.parse(member(tokens, "id_token"))
                    .getJWTClaimsSet()
                    .getSubject());
        }
        assertThat(subjects).doesNotHaveDuplicates();
    }

    @Test
    void whenAClientCallsItselfSomethingThenTheHolderReadsThatNobodyVerifiedIt() {
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(
                registered("https://evil.example/callback"), Map.of("redirect_uri", "https://evil.example/callback")));
        assertThat(browser.text("party")).isEqualTo("むすび銀行");
        assertThat(browser.text("host")).isEqualTo("evil.example");
        assertThat(browser.text("unverified")).contains("だれも確認していません", "evil.example");
        browser.go(start(plain(Map.of(), false), Map.of()));
        assertThat(browser.text("host")).isEqualTo("bank.example");
        assertThat(browser.shows("unverified")).isFalse();
    }

    @Test
    void whenANameHoldsWhatHidesPartOfItThenThatIsTakenOut() {
        Map<String, Object> metadata = new HashMap<>(metadata(REDIRECT));
        metadata.put("client_name", "銀行\u202Eelpmaxe\n\u200B店");
        HttpResponse<String> response = register(token(Map.of()), metadata);
        Plain shop = new Plain(member(response, "client_id"), member(response, "client_secret"));
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(shop, Map.of()));
        assertThat(Objects.requireNonNull(browser.text("party"))).isEqualTo("銀行elpmaxe店");
    }

    @Test
    void whenAnOperatorNamesASectorThatIsSomebodysOwnThenItIsRefused() {
        assertThat(operator(
                                "POST",
                                "/operator/relying-parties",
                                Map.of("id", "thief", "name", "x", "sector", "unverified:dyn-1", "law", "NONE"))
                        .statusCode())
                .isEqualTo(400);
    }
}
