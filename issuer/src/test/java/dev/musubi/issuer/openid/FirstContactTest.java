package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What two clients learn of one holder in one session, and that neither learns anything before the holder agreed. */
class FirstContactTest extends OpenIdTest {

    private static final String STANDING =
            "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\",\"max_age\":900}}}";

    private static JWTClaimsSet claims(HttpResponse<String> tokens) throws ParseException {
        return SignedJWT.parse(member(tokens, "id_token")).getJWTClaimsSet();
    }

    @Test
    void whenAClientWasNeverAgreedToThenItLearnsNothingWhateverItAsks() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        for (Map<String, String> wish : java.util.List.of(
                Map.<String, String>of(),
                Map.of("claims", STANDING),
                Map.of("max_age", "0"),
                Map.of(
                        "claims",
                        "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"urn:musubi:acr:passkey\"}}}"))) {
            Map<String, String> silent = new java.util.HashMap<>(wish);
            silent.put("prompt", "none");
            assertThat(query(browser.go(start(bank, silent))))
                    .as(wish.toString())
                    .containsEntry("error", "consent_required");
        }
        assertThat(code(signIn(browser, bank, Map.of()))).isNotEmpty();
        assertThat(code(browser.go(start(bank, Map.of("prompt", "none"))))).isNotEmpty();
    }

    @Test
    void whenAnOlderConsentWouldAllowItThenANewClientOfThatPartyIsAskedForAllTheSame() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        String name = "{\"userinfo\":{\"name\":null}}";
        browser.go(start(bank, Map.of("claims", name)));
        browser.press("consent-allow", Map.of("csrf", hidden(browser), "item", "NAME", "remember", "1"));
        Client second = another(bank);
        assertThat(query(browser.go(start(second, Map.of("claims", name, "prompt", "none")))))
                .containsEntry("error", "consent_required");
        browser.go(start(second, Map.of("claims", name)));
        assertThat(browser.shows("first-contact")).isTrue();
    }

    private Client another(Client bank) {
        com.nimbusds.jose.jwk.ECKey key = key("second");
        String id = bank.id() + "-2";
        operator(
                "PUT",
                "/operator/openid-clients/" + id,
                Map.of(
                        "relying_party",
                        bank.id(),
                        "metadata",
                        Map.of(
                                "redirect_uris",
                                java.util.List.of(REDIRECT),
                                "jwks",
                                new com.nimbusds.jose.jwk.JWKSet(key.toPublicJWK()).toJSONObject())));
        return new Client(id, key);
    }

    private static String hidden(TestBrowser browser) {
        return java.util.Objects.requireNonNull(browser.page().selectFirst("input[name=csrf]"))
                .attr("value");
    }

    @Test
    void whenTheHolderTurnsBackBeforeAgreeingThenTheClientIsNotToldHowTheIdStands() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(URI.create(ISSUER + "/home/pause"));
        browser.press("pause");
        browser.go(start(bank, Map.of("claims", STANDING)));
        Map<String, String> answer = query(browser.press("turn-back"));
        assertThat(answer).containsEntry("error", "access_denied");
        assertThat(answer.toString()).doesNotContain("SUSPENDED");
    }

    @Test
    void whenTwoClientsShareASessionThenTheirTokensShareNothing() throws ParseException {
        Client bank = bank();
        Client telco = bank();
        TestBrowser browser = signedIn(person(), false);
        JWTClaimsSet atBank = claims(redeem(bank, code(signIn(browser, bank, Map.of("claims", STANDING)))));
        JWTClaimsSet atTelco =
                claims(redeem(telco, code(signIn(browser, telco, Map.of("claims", STANDING, "max_age", "3000")))));
        Set<String> same = new TreeSet<>();
        atBank.getClaims().forEach((name, value) -> {
            if (value.equals(atTelco.getClaim(name))) {
                same.add(name);
            }
        });
        // Times of the two answers may be the same second; the nonce is the tests'.
        assertThat(same).isSubsetOf("iss", "acr", "amr", "nonce", "iat", "exp", "auth_time", "standing");
        assertThat(Duration.between(
                        atBank.getDateClaim("auth_time").toInstant(),
                        atBank.getIssueTime().toInstant()))
                .as("the first is told a bound like the others, so that nobody learns who was first")
                .isBetween(Duration.ofSeconds(600), Duration.ofSeconds(630));
        assertThat(Duration.between(
                        atTelco.getDateClaim("auth_time").toInstant(),
                        atTelco.getIssueTime().toInstant()))
                .isBetween(Duration.ofSeconds(600), Duration.ofSeconds(630));
        assertThat(atBank.getClaim("standing").toString()).doesNotContain(".").contains("generation=1");
    }

    @Test
    void whenAClientDemandsMoreTheSecondTimeAndItsSessionIsYoungThenNobodySignsInAgain() throws ParseException {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        JWTClaimsSet first = claims(redeem(bank, code(signIn(browser, bank, Map.of("max_age", "15000")))));
        JWTClaimsSet second =
                claims(redeem(bank, code(browser.go(start(bank, Map.of("max_age", "10000", "prompt", "none"))))));
        assertThat(second.getClaim("auth_time")).isEqualTo(first.getClaim("auth_time"));
        JWTClaimsSet third =
                claims(redeem(bank, code(browser.go(start(bank, Map.of("max_age", "5000", "prompt", "none"))))));
        assertThat(third.getClaim("auth_time")).isEqualTo(first.getClaim("auth_time"));
    }

    @Test
    void whenTwoClientsWaitForOneSignInThenOnlyOneIsToldItsTime() throws ParseException, InterruptedException {
        TestCertificate person = person();
        Client bank = bank();
        Client telco = bank();
        TestBrowser browser = browser();
        URI atBank = start(bank, Map.of("max_age", "60"));
        URI atTelco = start(telco, Map.of("max_age", "60"));
        browser.go(atBank);
        browser.go(atTelco);
        enrolIn(browser, person, false);
        JWTClaimsSet first = claims(redeem(bank, code(agreeing(browser, atBank))));
        browser.go(atTelco);
        assertThat(browser.shows("again")).as("the holder signs in once more").isTrue();
        // Nobody can within one second; to the second it would be the same time.
        Thread.sleep(1_100);
        byCard(browser, person);
        JWTClaimsSet second = claims(redeem(telco, code(agreeing(browser, atTelco))));
        assertThat(second.getDateClaim("auth_time")).isAfter(first.getDateClaim("auth_time"));
    }

    @Test
    void whenAStandingOfThisVeryMomentIsDemandedThenItIsMetToTheEnd() throws ParseException {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        for (int maxAge : new int[] {0, 30, 59}) {
            String now = "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\",\"max_age\":" + maxAge
                    + "}}}";
            HttpResponse<String> tokens = redeem(bank, code(agreeing(browser, start(bank, Map.of("claims", now)))));
            assertThat(tokens.statusCode()).as(maxAge + " " + tokens.body()).isEqualTo(200);
            assertThat(String.valueOf(claims(tokens).getClaim("standing"))).contains("fresh=true");
        }
        jlis.dark = true;
        String dark = "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\",\"max_age\":0}}}";
        browser.go(start(bank, Map.of("claims", dark)));
        assertThat(browser.shows("todo")).as("nobody can say how it stands now").isTrue();
    }

    @Test
    void whenAClientComesAgainInTheSessionThenItIsToldTheSameTime() throws ParseException {
        Client bank = bank();
        Client telco = bank();
        TestBrowser browser = signedIn(person(), false);
        JWTClaimsSet first = claims(redeem(bank, code(signIn(browser, bank, Map.of()))));
        JWTClaimsSet other = claims(redeem(telco, code(signIn(browser, telco, Map.of()))));
        assertThat(claims(redeem(bank, code(signIn(browser, bank, Map.of("max_age", "10000")))))
                        .getClaim("auth_time"))
                .isEqualTo(first.getClaim("auth_time"));
        assertThat(claims(redeem(telco, code(signIn(browser, telco, Map.of("max_age", "15000")))))
                        .getClaim("auth_time"))
                .isEqualTo(other.getClaim("auth_time"));
        // What it was told is older than it now demands, so the holder signs in anew.
        assertThat(query(browser.go(start(telco, Map.of("max_age", "500", "prompt", "none")))))
                .containsEntry("error", "login_required");
        assertThat(query(browser.go(start(bank, Map.of("max_age", "500", "prompt", "none")))))
                .as("nor was the first one told more than the others")
                .containsEntry("error", "login_required");
    }

    @Test
    void whenTheHolderTakesItBackThenTheClientIsAStrangerAgain() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        lasting(browser, start(shop, Map.of("scope", "openid offline_access")));
        redeem(shop, code(browser.go(start(shop, Map.of("prompt", "none")))));
        browser.go(start(shop, Map.of("scope", "openid offline_access", "prompt", "consent")));
        redeem(shop, code(browser.press("consent-allow")));
        browser.go(URI.create(ISSUER + "/home/services"));
        pressFirst(browser, "#services form");
        assertThat(query(browser.go(start(shop, Map.of("prompt", "none"))))).containsEntry("error", "consent_required");
    }
}
