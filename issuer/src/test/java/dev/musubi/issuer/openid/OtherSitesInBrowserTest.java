package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What pages of other sites can and cannot do to a holder, and what two residents on one device see, in a real browser. */
class OtherSitesInBrowserTest extends InBrowserTest {

    private static final String NAME = "{\"userinfo\":{\"name\":null}}";
    private static final Pattern HOME = Pattern.compile(Pattern.quote(ISSUER) + "/home");

    /** Has a page of another site send a form in this tab. */
    private static void post(Page tab, String to, Map<String, String> fields) {
        tab.navigate("https://other.example/");
        tab.evaluate("""
                ({to, fields}) => {
                  const form = document.createElement('form');
                  form.method = 'post';
                  form.action = to;
                  for (const [name, value] of Object.entries(fields)) {
                    const input = document.createElement('input');
                    input.name = name;
                    input.value = value;
                    form.append(input);
                  }
                  document.body.append(form);
                  form.submit();
                }""", Map.of("to", to, "fields", fields));
    }

    private static Set<String> cookies(Page page) {
        Set<String> cookies = new TreeSet<>();
        for (Cookie each : page.context().cookies(ISSUER)) {
            cookies.add(each.name + "=" + each.value);
        }
        return cookies;
    }

    @Test
    void whenARequestComesByAFormOfAnotherSiteThenItIsAnsweredAsAGetAndNobodyIsSignedOut() {
        Plain shop = plain(Map.of(), false);
        Page page = byEnrolling(person());
        page.navigate(start(shop, Map.of()).toString());
        page.click("#consent-allow");
        page.waitForURL(CALLBACK);
        Set<String> before = cookies(page);
        assertThat(before).hasSize(2);

        Page consenting = page.context().newPage();
        consenting.navigate(start(shop, Map.of("claims", NAME)).toString());
        consenting.waitForSelector("#consent-allow");

        Map<String, String> request = new LinkedHashMap<>(usual(new Client(shop.id(), key("unused"))));
        request.put("state", "by-form");
        post(page, ISSUER + "/openid/authorize", request);
        page.waitForURL(CALLBACK);
        assertThat(page.url()).contains("code=").contains("state=by-form");
        assertThat(cookies(page)).isEqualTo(before);

        consenting.click("#consent-allow");
        consenting.waitForURL(CALLBACK);
        assertThat(consenting.url()).contains("code=");
    }

    @Test
    void whenAnotherSitesFormIsNonsenseThenTheBrowsersCookiesStay() {
        Page page = byEnrolling(person());
        Set<String> before = cookies(page);
        for (Map.Entry<String, Map<String, String>> each : Map.of(
                        "/openid/authorize", Map.of("client_id", "nobody"),
                        "/openid/continue/00000000-0000-0000-0000-000000000000/consent", Map.of("decision", "allow"),
                        "/signin/card", Map.of("to", "/home"),
                        "/home/sign-out", Map.of("csrf", "x"),
                        "/home/withdrawal", Map.of("csrf", "x"),
                        "/openid/logout/confirmed", Map.of("csrf", "x"))
                .entrySet()) {
            Page tab = page.context().newPage();
            post(tab, ISSUER + each.getKey(), each.getValue());
            tab.waitForURL(Pattern.compile(Pattern.quote(ISSUER) + ".*"));
            tab.waitForLoadState();
            assertThat(cookies(page)).as(each.getKey()).isEqualTo(before);
            tab.close();
        }
        page.navigate(ISSUER + "/home");
        assertThat(page.locator("#state").count()).isEqualTo(1);
    }

    @Test
    void whenAnotherSiteSendsASignOutByFormThenTheHolderIsAskedFirst() {
        Page page = byEnrolling(person());
        post(page, ISSUER + "/openid/logout", Map.of("state", "x"));
        page.waitForSelector("#logout-confirm");
        page.navigate(ISSUER + "/home");
        page.waitForURL(HOME);
        assertThat(page.locator("#state").count()).isEqualTo(1);

        Plain shop = plain(Map.of("post_logout_redirect_uris", List.of("https://bank.example/callback?out")), false);
        page.navigate(start(shop, Map.of()).toString());
        page.click("#consent-allow");
        page.waitForURL(CALLBACK);
        String idToken = member(redeem(shop, code(java.net.URI.create(page.url()))), "id_token");
        post(
                page,
                ISSUER + "/openid/logout",
                Map.of(
                        "id_token_hint", idToken,
                        "post_logout_redirect_uri", "https://bank.example/callback?out",
                        "state", "bye"));
        page.waitForURL("https://bank.example/callback?out&state=bye");
        page.navigate(ISSUER + "/home");
        page.waitForURL("**/signin?**");
    }

    @Test
    void whenTwoResidentsRegisterOnOneDeviceThenItsListTellsThemApart() {
        Page page = phone();
        CDPSession device = chromium().device(page);
        for (String label : List.of("母", "", "")) {
            byEnrolling(page, person());
            page.fill("#label", label);
            page.click("#register-passkey");
            page.waitForSelector("#state");
            page.click("#sign-out");
            page.waitForSelector("#card");
        }
        Set<String> shown = new TreeSet<>();
        JsonObject which = new JsonObject();
        which.addProperty("authenticatorId", chromium().authenticator(page));
        JsonArray credentials = device.send("WebAuthn.getCredentials", which).getAsJsonArray("credentials");
        credentials.forEach(
                each -> shown.add(each.getAsJsonObject().get("userName").getAsString()));
        assertThat(shown).hasSize(3).contains("母");
        assertThat(shown.stream().filter(each -> each.startsWith("結び 民間ID "))).hasSize(2);
    }

    @Test
    void whenADeviceIsRegisteredOnceMoreThenItSaysThatItIs() {
        Page page = withPasskey(person());
        page.navigate(ISSUER + "/signin/passkey?to=/home");
        page.click("#register-passkey");
        page.waitForSelector("#passkey-problem:not([hidden])");
        assertThat(page.locator("#passkey-problem").textContent()).startsWith("この端末はすでに登録されています。");
        looksRight(page, "registered-already");
    }
}
