package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which language a page is: as its sign-in was asked for, as its reader chose, as the browser would have it. */
final class LanguageInPagesTest extends OpenIdTest {

    private static Document page(TestBrowser browser, String path, String accepted) {
        HttpResponse<String> answer = browser.send(HttpRequest.newBuilder(URI.create(ISSUER + path))
                .header("Accept", "text/html")
                .header("Accept-Language", accepted)
                .GET());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(answer.body());
    }

    private static String languageOf(Document page) {
        return Objects.requireNonNull(page.selectFirst("html")).attr("lang");
    }

    /** Presses one of the three buttons at the foot of a page. */
    private static HttpResponse<String> choose(TestBrowser browser, Document page, String tag) {
        Element form = Objects.requireNonNull(page.selectFirst("form.languages"));
        return browser.send(form(
                Objects.requireNonNull(form.selectFirst("[name=csrf]")).attr("value"),
                Objects.requireNonNull(form.selectFirst("[name=to]")).attr("value"),
                tag));
    }

    private static HttpRequest.Builder form(String csrf, String to, String tag) {
        return HttpRequest.newBuilder(URI.create(ISSUER + "/language"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "csrf=" + csrf + "&language=" + tag + "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|ja|利用規約|本文へ進む",
                "en-US,en;q=0.8|en|Terms of the private ID|Skip to the main text",
                "fr|ja|利用規約|本文へ進む",
                "ja-simple|ja-simple|利用規約|本文（ほんぶん）へ"
            })
    void whenNobodyHasChosenThenAPageIsAsTheBrowserWouldHaveIt(
            String accepted, String language, String title, String skip) {
        for (String path : List.of("/", "/terms", "/reissue", "/enrol", "/signin")) {
            Document page = page(browser(), path, accepted == null ? "" : accepted);
            assertThat(languageOf(page)).as(path).isEqualTo(language);
            assertThat(Objects.requireNonNull(page.selectFirst(".skip")).text()).isEqualTo(skip);
        }
        assertThat(page(browser(), "/terms", accepted == null ? "" : accepted).title())
                .contains(title);
    }

    @Test
    void whenTheReaderChoosesThenAllPagesAreInThatLanguage() {
        TestBrowser browser = browser();
        Document before = page(browser, "/reissue?x=1", "en");
        HttpResponse<String> chosen = choose(browser, before, "ja-simple");
        assertThat(chosen.statusCode()).isEqualTo(302);
        assertThat(chosen.headers().firstValue("Location").orElseThrow()).endsWith("/reissue?x=1");
        assertThat(chosen.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-musubi-language=ja-simple.")
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Max-Age=31536000");
        assertThat(languageOf(page(browser, "/", "en"))).isEqualTo("ja-simple");
        assertThat(languageOf(page(browser, "/signin", "en"))).isEqualTo("ja-simple");
    }

    @Test
    void whenAFormIsNotOursThenItChoosesNothing() {
        TestBrowser browser = browser();
        page(browser, "/", "en");
        HttpResponse<String> foreign = browser.send(form("guessed", "/", "ja"));
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().allValues("Set-Cookie")).isEmpty();
        HttpResponse<String> crossSite = browser()
                .send(form("", "/", "ja").header("Sec-Fetch-Site", "cross-site").header("Accept", "text/html"));
        assertThat(crossSite.statusCode()).isEqualTo(403);
        assertThat(crossSite.headers().allValues("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "''"})
    void whenAFormLeadsElsewhereThenItLeadsToTheStart(String to) {
        TestBrowser browser = browser();
        Document page = page(browser, "/", "en");
        String csrf = Objects.requireNonNull(page.selectFirst("form.languages [name=csrf]"))
                .attr("value");
        HttpResponse<String> chosen = browser.send(form(csrf, to, "en"));
        assertThat(URI.create(ISSUER)
                        .resolve(chosen.headers().firstValue("Location").orElseThrow()))
                .isEqualTo(URI.create(ISSUER + "/"));
    }

    @Test
    void whenNonsenseIsChosenThenNothingIsKept() {
        TestBrowser browser = browser();
        HttpResponse<String> chosen = choose(browser, page(browser, "/", "en"), "xx");
        assertThat(chosen.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(languageOf(page(browser, "/", "en"))).isEqualTo("en");
    }

    @Test
    void whenARequestWasPushedWithALanguageThenItsPagesAreInThat() {
        TestCertificate person = person();
        TestBrowser browser = browser();
        choose(browser, page(browser, "/", "ja"), "ja");
        URI signIn = browser.go(start(bank(), Map.of("ui_locales", "fr en ja")));
        assertThat(signIn.getPath()).isEqualTo("/signin");
        assertThat(languageOf(browser.page())).isEqualTo("en");
        assertThat(browser.page().title()).isEqualTo("Sign in | Musubi private ID");
        browser.go(URI.create(ISSUER + browser.attribute("enrol", "href")));
        assertThat(languageOf(browser.page()))
                .as("the pages that lead on to it")
                .isEqualTo("en");
        browser.go(signIn);
        enrolIn(browser, person, false);
        browser.go(browser.page().select("#skip-passkey").stream()
                .map(each -> URI.create(ISSUER + each.attr("href")))
                .findFirst()
                .orElseThrow());
        assertThat(languageOf(browser.page())).isEqualTo("en");
        assertThat(browser.text("consent-allow")).isEqualTo("Agree, and sign in");
        assertThat(browser.text("purpose")).isEqualTo("To establish who you are");
        assertThat(languageOf(page(browser, "/home", "fr")))
                .as("what has nothing to do with that request is as chosen")
                .isEqualTo("ja");
    }

    @Test
    void whenARequestCameSignedThenItsLanguageCounts() {
        Client client = client("NONE", Map.of("request_object_signing_alg", "ES256"), Map.of("profile", "BASIC"));
        Map<String, String> asked = usual(client);
        asked.put("ui_locales", "en");
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder().issuer(client.id()).audience(ISSUER);
        asked.forEach(claims::claim);
        Map<String, String> outside = new LinkedHashMap<>(usual(client));
        outside.put("ui_locales", "ja");
        outside.put("request", sign(client.key(), "oauth-authz-req+jwt", claims.build(), false));
        TestBrowser browser = browser();
        assertThat(browser.go(URI.create(ISSUER + "/openid/authorize?" + form(outside)))
                        .getPath())
                .isEqualTo("/signin");
        assertThat(languageOf(browser.page())).isEqualTo("en");
    }

    @Test
    void whenTheReaderChoosesOnAPageOfARequestThenThatGoesBeforeWhatItAsked() throws InterruptedException {
        TestBrowser browser = browser();
        URI signIn = browser.go(start(bank(), Map.of("ui_locales", "en")));
        String path = signIn.getPath() + "?" + signIn.getQuery();
        Document page = page(browser, path, "en");
        assertThat(languageOf(page)).isEqualTo("en");
        // A choice is known to the second.
        Thread.sleep(1100);
        choose(browser, page, "ja");
        assertThat(languageOf(page(browser, path, "en"))).isEqualTo("ja");
        assertThat(languageOf(page(browser, "/", "en"))).isEqualTo("ja");
    }

    @Test
    void whenTheReaderHasEasyWordsInTheLanguageAskedForThenTheyStay() {
        TestBrowser browser = browser();
        choose(browser, page(browser, "/", "ja"), "ja-simple");
        browser.go(start(bank(), Map.of("ui_locales", "ja")));
        assertThat(languageOf(browser.page())).isEqualTo("ja-simple");
        browser.go(start(bank(), Map.of("ui_locales", "en")));
        assertThat(languageOf(browser.page())).isEqualTo("en");
    }

    @Test
    void whenAnErrorCanBeToldNobodyElseThenItsPageIsInTheLanguageAskedFor() {
        TestBrowser browser = browser();
        choose(browser, page(browser, "/", "ja"), "ja");
        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(URI.create(ISSUER + "/openid/authorize?client_id=nobody&ui_locales=en"))
                        .header("Accept", "text/html")
                        .GET());
        Document page = Jsoup.parse(answer.body());
        assertThat(languageOf(page)).isEqualTo("en");
        HttpResponse<String> chosen = choose(browser, page, "ja");
        assertThat(chosen.headers().firstValue("Location").orElseThrow())
                .contains("/openid/authorize?client_id=nobody")
                .doesNotContain("ui_locales");
    }

    @Test
    void whenSomethingIsWrongThenItIsSaidInOneLanguage() {
        HttpResponse<String> english = browser()
                .send(HttpRequest.newBuilder(URI.create(ISSUER + "/signing/nothing"))
                        .header("Accept", "text/html")
                        .header("Accept-Language", "en")
                        .GET());
        assertThat(Jsoup.parse(english.body()).text())
                .contains("Please start again")
                .doesNotContain("はじめから");
    }
}
