package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A parameter without a value is as if it had been left out (RFC 6749 section 3.1), at every endpoint. */
class EmptyParametersTest extends OpenIdTest {

    /** What a request may say beside what it must. */
    private static final List<String> OPTIONAL = List.of(
            "response_mode",
            "claims",
            "id_token_hint",
            "request",
            "request_uri",
            "registration",
            "resource",
            "prompt",
            "max_age",
            "acr_values",
            "display",
            "ui_locales",
            "claims_locales",
            "login_hint",
            "authorization_details",
            "dpop_jkt",
            "purpose",
            "something_else");

    @Test
    void whenARequestLeavesValuesOutThenItIsTakenAsIfItLeftTheParametersOut() {
        Plain shop = plain(Map.of(), false);
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        agreeing(browser, start(shop, Map.of()));
        agreeing(browser, start(bank, Map.of()));
        for (String name : OPTIONAL) {
            assertThat(query(browser.go(start(shop, Map.of(name, "")))))
                    .as(name)
                    .containsKey("code");
            assertThat(query(browser.go(start(bank, Map.of(name, "")))))
                    .as("pushed %s", name)
                    .containsKey("code");
        }
        Map<String, String> all = new LinkedHashMap<>();
        OPTIONAL.forEach(each -> all.put(each, ""));
        assertThat(query(browser.go(start(shop, all)))).containsKey("code");
        Plain lax = plain(Map.of(), true);
        all.put("code_challenge", "");
        all.put("code_challenge_method", "");
        all.put("state", "");
        all.put("nonce", "");
        assertThat(query(agreeing(browser, start(lax, all))))
                .containsKey("code")
                .doesNotContainKey("state");
    }

    @Test
    void whenASecondOneIsEmptyThenTheFirstStandsAlone() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        URI start = start(shop, Map.of());
        assertThat(query(agreeing(browser, URI.create(start + "&redirect_uri=&scope="))))
                .containsKey("code");
    }

    @Test
    void whenARequestObjectLeavesValuesOutThenItIsTakenToo() {
        Client bank = client("JP_AML", Map.of(), Map.of("profile", "FAPI2_MESSAGE_SIGNING"));
        Instant now = Instant.now();
        JWTClaimsSet.Builder request = new JWTClaimsSet.Builder()
                .issuer(bank.id())
                .audience(ISSUER)
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("claims", "")
                .claim("prompt", "")
                .claim("response_mode", "jwt");
        usual(bank).forEach(request::claim);
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("client_id", bank.id(), "request", sign(bank.key(), null, request.build(), false)));
        form.putAll(assertion(bank));
        HttpResponse<String> pushed = post(ISSUER + "/openid/par", form, Map.of());
        assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
    }

    @Test
    void whenTokensAreAskedForWithEmptyParametersThenTheyAreGiven() {
        Plain lax = plain(Map.of(), true);
        TestBrowser browser = signedIn(person(), false);
        URI back = lasting(
                browser,
                start(
                        lax,
                        Map.of(
                                "scope", "openid offline_access",
                                "code_challenge", "",
                                "code_challenge_method", "")));
        HttpResponse<String> tokens = post(
                ISSUER + "/openid/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code(back),
                        "redirect_uri", REDIRECT,
                        "code_verifier", "",
                        "client_secret", "",
                        "client_assertion", "",
                        "client_assertion_type", "",
                        "client_id", "",
                        "resource", ""),
                lax.authorization());
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        HttpResponse<String> refreshed = post(
                ISSUER + "/openid/token",
                Map.of(
                        "grant_type", "refresh_token",
                        "refresh_token", member(tokens, "refresh_token"),
                        "scope", ""),
                lax.authorization());
        assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
        String access = member(refreshed, "access_token");
        HttpResponse<String> state = post(
                ISSUER + "/openid/introspect", Map.of("token", access, "token_type_hint", ""), lax.authorization());
        assertThat(state.body()).contains("\"active\":true");
        HttpResponse<String> userInfo = post(
                ISSUER + "/openid/userinfo", Map.of("access_token", ""), Map.of("Authorization", "Bearer " + access));
        assertThat(userInfo.statusCode()).as(userInfo.body()).isEqualTo(200);
        HttpResponse<String> missing = post(ISSUER + "/openid/introspect", Map.of("token", ""), lax.authorization());
        assertThat(member(missing, "error_description")).isEqualTo("token is missing.");
    }

    @Test
    void whenASignOutLeavesValuesOutThenItIsTaken() {
        TestBrowser browser = signedIn(person(), false);
        browser.go(URI.create(
                ISSUER + "/openid/logout?client_id=&id_token_hint=&post_logout_redirect_uri=&state=&carried="));
        browser.press("logout-confirm");
        assertThat(browser.shows("signed-out")).isTrue();
        HttpResponse<String> again = browser.send(
                HttpRequest.newBuilder(URI.create(ISSUER + "/openid/logout?client_id=&post_logout_redirect_uri=")));
        assertThat(again.statusCode()).isEqualTo(200);
    }
}
