package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming back to the relying party in a real browser, whatever it does next, and with impatient fingers. */
class ReturnInBrowserTest extends InBrowserTest {

    private static final Pattern LANDED = Pattern.compile("https://app\\.example/landed\\?.*");
    private static final String NAME = "{\"userinfo\":{\"name\":null}}";
    private static final String LEADS_ON = "https://bank.example/leads-on";

    private static String start(Client client, String mode, Map<String, String> further) {
        Map<String, String> parameters = new java.util.HashMap<>(further);
        parameters.put("redirect_uri", LEADS_ON);
        parameters.put("response_mode", mode);
        return start(client, parameters).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "form_post", "jwt", "form_post.jwt"})
    void whenTheClientLeadsOnToItsAppsOriginThenTheBrowserArrivesThereInEachResponseMode(String mode) {
        Client bank = leadingOn();
        Page page = byEnrolling(person());
        page.navigate(start(bank, mode, Map.of("claims", NAME)));
        page.click("#consent-allow");
        page.waitForURL(LANDED);
        assertThat(page.url()).contains(mode.endsWith("jwt") ? "response=" : "code=");

        page.navigate(start(bank, mode, Map.of("claims", NAME)));
        page.click("#consent-deny");
        page.waitForURL(LANDED);

        page.navigate(start(bank, mode, Map.of()));
        page.waitForURL(LANDED);
        assertThat(chromium().complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "form_post"})
    void whenThePausedIdIsResumedInsideTheSignInThenTheBrowserArrivesThere(String mode) {
        Client bank = leadingOn();
        Page page = byEnrolling(person());
        page.navigate(start(bank, mode, Map.of()));
        page.click("#consent-allow");
        page.waitForURL(LANDED);
        String standing = "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\"}}}";
        for (String button : new String[] {"#resume", "#continue", "#turn-back"}) {
            page.navigate(ISSUER + "/home/pause");
            page.click("#pause");
            page.waitForSelector("#resume");
            page.navigate(start(bank, mode, Map.of("claims", standing)));
            page.waitForSelector("#turn-back");
            if (button.equals("#continue")) {
                page.click("#continue");
                page.waitForSelector("#not-yet");
                looksRight(page, "not-yet");
                resumeElsewhere(page);
                // The page's script may be faster than the finger; the click is for those whose script is off.
                try {
                    page.evaluate("() => { const b = document.getElementById('continue'); if (b) b.click(); }");
                } catch (PlaywrightException left) {
                    // It was: the page had gone on while the finger was in the air.
                }
            } else {
                page.click(button);
            }
            page.waitForURL(LANDED);
            if (button.equals("#turn-back")) {
                assertThat(page.url()).contains("error=standing_not_met");
            } else {
                assertThat(page.url()).contains("code=");
            }
        }
        assertThat(chromium().complaints()).isEmpty();
    }

    private static void resumeElsewhere(Page page) {
        Page tab = page.context().newPage();
        tab.navigate(ISSUER + "/home");
        tab.click("#resume");
        tab.waitForSelector("#to-pause");
        tab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "form_post"})
    void whenAgreeIsClickedTwiceOnASlowLineThenTheBrowserArrivesAtTheClient(String mode) {
        Client bank = leadingOn();
        for (int between : new int[] {0, 120, 250, 400}) {
            Page page = byEnrolling(person());
            page.navigate(start(bank, mode, Map.of("claims", NAME)));
            page.waitForSelector("#consent-allow");
            slow(page);
            page.evaluate("""
                    between => {
                      const agree = document.getElementById('consent-allow');
                      agree.click();
                      setTimeout(() => agree.click(), between);
                    }""", between);
            page.waitForURL(LANDED);
            assertThat(query(URI.create(page.url()))).as("%s ms", between).containsKey("code");
        }
    }

    @Test
    void whenTheButtonToSignIsClickedTwiceOnASlowLineThenTheBrowserIsSignedIn() {
        for (int between : new int[] {0, 120, 250, 400}) {
            Page page = phone();
            mynaApp.lay(person());
            page.navigate(ISSUER + "/enrol?to=/home");
            page.click("#agree");
            page.click("#updates-no");
            page.waitForSelector("#sign-button");
            slow(page);
            page.evaluate("""
                    between => {
                      const go = document.getElementById('sign-button');
                      go.click();
                      setTimeout(() => go.click(), between);
                    }""", between);
            page.waitForURL("**/signin/passkey?**");
            page.click("#skip-passkey");
            page.waitForSelector("#state");
        }
    }

    /** A line on which every answer takes 300 ms. */
    private static void slow(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("Network.enable");
        JsonObject line = new JsonObject();
        line.addProperty("offline", false);
        line.addProperty("latency", 300);
        line.addProperty("downloadThroughput", -1);
        line.addProperty("uploadThroughput", -1);
        session.send("Network.emulateNetworkConditions", line);
    }
}
