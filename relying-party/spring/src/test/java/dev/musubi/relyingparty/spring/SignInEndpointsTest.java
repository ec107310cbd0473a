package dev.musubi.relyingparty.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in and out through the endpoints. */
class SignInEndpointsTest extends StarterTest {

    @Test
    void whenSomebodySignsInThenTheyComeBackToWhereTheyWere() {
        Browser browser = new Browser();
        HttpResponse<String> back = browser.signIn("?return_to=/safe?a=1");
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(location(back).toString()).isEqualTo("/safe?a=1");
        assertThat(browser.get("/").body()).isEqualTo(TestProvider.SUBJECT);
        assertThat(provider.lastRequest.get("claims"))
                .contains("\"max_age\":900")
                .contains("jp_aml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/%0d%0aSet-Cookie:a=b",
                "/\u3042",
                "",
            })
    void whenTheWayBackLeadsElsewhereThenItLeadsToTheFirstPage(String elsewhere) {
        HttpResponse<String> back =
                new Browser().signIn("?return_to=" + ReturnTo.encoded(elsewhere.replace("%0d%0a", "\r\n")));
        assertThat(location(back).toString()).isEqualTo("/");
    }

    @Test
    void whenSomebodySignsInThenTheSessionHasAnotherName() {
        Browser browser = new Browser();
        browser.get("/basket");
        String before = browser.session();
        browser.signIn("");
        assertThat(browser.session()).isNotNull().isNotEqualTo(before);
        Browser thief = new Browser();
        thief.cookies.put("JSESSIONID", String.valueOf(before));
        assertThat(thief.get("/").body()).isEqualTo("nobody");
        assertThat(browser.get("/").body()).isEqualTo(TestProvider.SUBJECT);
    }

    @Test
    void whenTwoSignInsBeginAtOnceInAFreshBrowserThenBothCanBeFinished() throws Exception {
        Browser browser = new Browser();
        CyclicBarrier together = new CyclicBarrier(2);
        List<CompletableFuture<String>> tabs = new ArrayList<>();
        for (String path : List.of("/first", "/second")) {
            CompletableFuture<String> tab = new CompletableFuture<>();
            tabs.add(tab);
            new Thread(() -> {
                        try {
                            // Each is sent before either is answered: neither has a cookie of ours.
                            together.await();
                            HttpResponse<String> begun = browser.get("/musubi/sign-in?return_to=" + path);
                            together.await();
                            HttpResponse<String> back = browser.get(browser.throughProvider(begun));
                            tab.complete(location(back).toString());
                        } catch (Exception | AssertionError e) {
                            tab.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        assertThat(tabs.get(0).get()).isEqualTo("/first");
        assertThat(tabs.get(1).get()).isEqualTo("/second");
        assertThat(browser.get("/").body()).isEqualTo(TestProvider.SUBJECT);
    }

    @Test
    void whenAFreshBrowserBeginsThenItGetsACookieForThatSignInAndNoSession() {
        Browser browser = new Browser();
        browser.get("/musubi/sign-in");
        browser.get("/musubi/sign-in");
        assertThat(browser.session()).isNull();
        assertThat(browser.cookies.keySet()).hasSize(2).allMatch(name -> name.startsWith("__Host-musubi-sign-in-"));
        browser.signIn("");
        assertThat(browser.session()).isNotNull();
        assertThat(browser.cookies).hasSize(3);
    }

    @Test
    void whenAnAnswerIsBroughtToAnotherBrowserThenNobodyIsSignedInThere() {
        Browser attacker = new Browser();
        String answer = attacker.throughProvider(attacker.get("/musubi/sign-in"));
        Browser victim = new Browser();
        victim.get("/musubi/sign-in");
        HttpResponse<String> refused = victim.get(answer);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("answer_state").contains("もう一度はじめから");
        assertThat(victim.get("/").body()).isEqualTo("nobody");
        assertThat(new Browser().get(answer).statusCode()).isEqualTo(403);
    }

    @Test
    void whenAnAnswerComesTwiceThenTheSecondIsRefused() {
        Browser browser = new Browser();
        String answer = browser.throughProvider(browser.get("/musubi/sign-in"));
        assertThat(browser.get(answer).statusCode()).isEqualTo(303);
        assertThat(browser.get(answer).statusCode()).isEqualTo(403);
    }

    @Test
    void whenThereAreSeveralTabsThenEachComesBackToItsOwnPage() {
        Browser browser = new Browser();
        HttpResponse<String> first = browser.get("/musubi/sign-in?return_to=/first");
        HttpResponse<String> second = browser.get("/musubi/sign-in?return_to=/second");
        assertThat(location(browser.get(browser.throughProvider(second))).toString())
                .isEqualTo("/second");
        assertThat(location(browser.get(browser.throughProvider(first))).toString())
                .isEqualTo("/first");
        HttpResponse<String> forgotten = browser.get("/musubi/sign-in?return_to=/forgotten");
        for (int i = 0; i < 8; i++) {
            browser.get("/musubi/sign-in");
        }
        assertThat(browser.cookies.keySet().stream().filter(name -> name.contains("musubi")))
                .hasSize(8);
        assertThat(browser.get(browser.throughProvider(forgotten)).statusCode()).isEqualTo(403);
    }

    @Test
    void whenASilentSignInNeedsAPageThenThePageSaysSoAndLeadsOn() {
        Browser browser = new Browser();
        answerInTheBrowser("standing_not_met", "REISSUE_REQUIRED: it does not stand.");
        HttpResponse<String> refused = browser.signIn("?silent=true&return_to=/account");
        assertThat(provider.lastRequest).containsEntry("prompt", "none");
        assertThat(refused.body())
                .contains("民間IDの再発行が必要です。", "standing_reissue_required")
                .contains("href=\"/musubi/sign-in?return_to=%2Faccount\"");
        assertThat(refused.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
    }

    @Test
    void whenASignInAnewIsAskedForThenTheHolderSignsInOnceMoreUnlessNothingIsToBeShown() {
        new Browser().signIn("");
        assertThat(provider.lastRequest).doesNotContainKey("prompt");
        new Browser().signIn("?anew=true");
        assertThat(provider.lastRequest).containsEntry("prompt", "login");
        new Browser().signIn("?anew=true&silent=true");
        assertThat(provider.lastRequest).containsEntry("prompt", "none");
    }

    @Test
    void whenTheProviderIsAwayThenThePageSaysSo() {
        provider.close();
        HttpResponse<String> away = new Browser().get("/musubi/sign-in");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).contains("10");
        assertThat(away.body()).contains("provider_unreachable");
    }

    @Test
    void whenTheProviderIsOverloadedThenThatIsSaidToo() {
        Browser browser = new Browser();
        answerInTheBrowser("temporarily_unavailable", "Later.");
        assertThat(browser.signIn("").statusCode()).isEqualTo(503);
        answerInTheBrowser("access_denied", "No.");
        assertThat(browser.signIn("").statusCode()).isEqualTo(403);
    }

    @Test
    void whenTheClockIsSetBackThenNobodySignsInAndAnEndedSignInStaysEnded() {
        Browser browser = new Browser();
        browser.signIn("");
        offset.set(Duration.ofMinutes(-10));
        HttpResponse<String> refused = new Browser().get("/musubi/sign-in");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("clock_set_back");
        offset.set(Duration.ofSeconds(-30));
        new Browser().post("/musubi/backchannel-logout", "logout_token=" + logoutToken(null, provider.issuer()));
        assertThat(browser.get("/").body()).isEqualTo("nobody");
    }

    private String logoutToken(@Nullable String session, String issuer) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(TestProvider.CLIENT)
                .subject(TestProvider.SUBJECT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .jwtID("an-id")
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        if (session != null) {
            claims.claim("sid", session);
        }
        return provider.sign("logout+jwt", claims.build());
    }

    @Test
    void whenTheIssuerEndsTheSessionThenItIsGoneHere() {
        Browser browser = new Browser();
        browser.signIn("");
        Browser issuer = new Browser();
        assertThat(issuer.post(
                                "/musubi/backchannel-logout",
                                "logout_token=" + logoutToken("another-session", provider.issuer()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.get("/").body()).isEqualTo(TestProvider.SUBJECT);
        HttpResponse<String> taken = issuer.post(
                "/musubi/backchannel-logout", "logout_token=" + logoutToken("the-session", provider.issuer()));
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(browser.get("/").body()).isEqualTo("nobody");
    }

    @Test
    void whenTheIssuerEndsAllOfASubjectsSessionsThenThoseToComeAreNotMeant() {
        Browser browser = new Browser();
        browser.signIn("");
        new Browser().post("/musubi/backchannel-logout", "logout_token=" + logoutToken(null, provider.issuer()));
        assertThat(browser.get("/").body()).isEqualTo("nobody");
        browser.signIn("");
        assertThat(browser.get("/").body()).isEqualTo(TestProvider.SUBJECT);
    }

    @Test
    void whenALogoutTokenIsNotTheIssuersThenNothingEnds() {
        Browser browser = new Browser();
        browser.signIn("");
        Browser stranger = new Browser();
        for (String form : new String[] {
            "",
            "logout_token=",
            "logout_token=a.b.c",
            "logout_token=" + "a".repeat(20_000),
            "logout_token=" + logoutToken("the-session", "https://evil.example")
        }) {
            assertThat(stranger.post("/musubi/backchannel-logout", form).statusCode())
                    .isEqualTo(400);
        }
        assertThat(browser.get("/").body()).isEqualTo(TestProvider.SUBJECT);
    }

    @Test
    void whenSomebodySignsOutThenHereAndAtTheIssuer() {
        Browser browser = new Browser();
        browser.signIn("");
        HttpResponse<String> out = browser.post("/musubi/sign-out", "", "Sec-Fetch-Site", "same-origin");
        assertThat(location(out).toString()).startsWith(provider.issuer() + "/logout?id_token_hint=");
        assertThat(browser.get("/").body()).isEqualTo("nobody");
        assertThat(location(browser.post("/musubi/sign-out", "", "Origin", ORIGIN))
                        .toString())
                .isEqualTo("/");
    }

    @Test
    void whenAnotherSiteSignsSomebodyOutThenNothingHappens() {
        Browser browser = new Browser();
        browser.signIn("");
        for (String[] headers : new String[][] {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", "https://evil.example"},
            {"Accept", "*/*"}
        }) {
            assertThat(browser.post("/musubi/sign-out", "", headers).statusCode())
                    .isEqualTo(403);
        }
        assertThat(browser.get("/").body()).isEqualTo(TestProvider.SUBJECT);
    }
}
