package dev.musubi.relyingparty.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.fixture.TestProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

/** Doors that open only for those whose private ID stands. */
class RequireStandingTest extends StarterTest {

    @Test
    void whenNobodyIsSignedInThenABrowserIsSentThroughTheSignInAndComesBack() {
        Browser browser = new Browser();
        HttpResponse<String> sent = browser.get("/account?page=2");
        assertThat(location(sent).toString()).isEqualTo("/musubi/sign-in?return_to=%2Faccount%3Fpage%3D2&max_age=300");
        HttpResponse<String> back =
                browser.get(browser.throughProvider(browser.get(location(sent).toString())));
        assertThat(provider.lastRequest.get("claims")).contains("\"max_age\":300");
        assertThat(location(back).toString()).isEqualTo("/account?page=2");
        assertThat(browser.get("/account?page=2").body()).isEqualTo("account of " + TestProvider.SUBJECT);
    }

    @Test
    void whenTheCallerIsNoBrowserThenItIsChallenged() {
        Browser client = new Browser();
        HttpResponse<String> refused = client.post("/transfer", "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error=\"standing_not_met\"", "standing=\"ACTIVE\"", "standing_max_age=\"300\"");
        assertThat(client.send(HttpRequest.newBuilder(here("/account")).header("Accept", "application/json"))
                        .statusCode())
                .isEqualTo(401);
        client.signIn("");
        assertThat(client.post("/transfer", "").body()).isEqualTo("transferred");
    }

    @Test
    void whenTimeGoesByThenTheSignInHasToBeFresher() {
        Browser browser = new Browser();
        browser.signIn("?max_age=300");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        offset.set(Duration.ofMinutes(4).plusSeconds(30));
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
        assertThat(browser.get("/safe").body()).isEqualTo("open");
    }

    @Test
    void whenTheIssuersKnowledgeIsAlmostAsOldAsDemandedThenTheHolderStillGetsThrough() {
        provider.standing = new LinkedHashMap<>(TestProvider.standing("ACTIVE", true));
        provider.standing.put("as_of", Instant.now().minusSeconds(301).toString());
        Browser browser = new Browser();
        browser.signIn("?max_age=300");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        offset.set(Duration.ofSeconds(61));
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void whenASignInDemandedLessThenItDoesNotOpenTheDoor() {
        provider.standing = new LinkedHashMap<>(TestProvider.standing("ACTIVE", true));
        provider.standing.put("as_of", Instant.now().minusSeconds(600).toString());
        Browser browser = new Browser();
        browser.signIn("?max_age=100000");
        assertThat(provider.lastRequest.get("claims")).contains("\"max_age\":900");
        assertThat(browser.get("/safe").body()).isEqualTo("open");
        assertThat(browser.get("/account").statusCode()).isEqualTo(303);
    }

    @Test
    void whenAPageOfAnotherSiteCallsThenItIsRefused() {
        Browser browser = new Browser();
        browser.signIn("?max_age=300");
        for (String[] headers : new String[][] {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", "https://evil.example"},
            {"Origin", "null"}
        }) {
            assertThat(browser.post("/transfer", "", headers).statusCode()).isEqualTo(403);
        }
        for (String[] headers :
                new String[][] {{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}, {"Origin", ORIGIN}}) {
            assertThat(browser.post("/transfer", "", headers).body()).isEqualTo("transferred");
        }
    }

    @Test
    void whenTheClockIsSetBackThenNoDoorOpensOnWhatWasKnown() {
        Browser browser = new Browser();
        browser.signIn("?max_age=300");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
        // A minute ago would be "just now", and a year ago fresh for ever.
        for (Duration back : new Duration[] {Duration.ofSeconds(-90), Duration.ofDays(-365)}) {
            offset.set(back);
            assertThat(browser.get("/account").statusCode()).isEqualTo(303);
            assertThat(browser.get("/safe").statusCode()).isEqualTo(303);
            assertThat(browser.post("/transfer", "")
                            .headers()
                            .firstValue("WWW-Authenticate")
                            .orElseThrow())
                    .contains("UNKNOWN");
        }
        offset.set(Duration.ZERO);
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);
    }
}
