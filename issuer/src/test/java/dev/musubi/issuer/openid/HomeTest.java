package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.revocation.RevocationReason;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A holder's own pages, without script. */
class HomeTest extends OpenIdTest {

    private static final AtomicLong SERIAL = new AtomicLong(77_000_000);
    private static final String NAME = "{\"userinfo\":{\"name\":{\"essential\":true}}}";

    private static URI at(String path) {
        return URI.create(ISSUER + path);
    }

    private static HttpResponse<String> get(TestBrowser browser, String path) {
        return browser.send(HttpRequest.newBuilder(at(path)).GET());
    }

    /** Time passes since the holder showed last who it is. */
    private void age(HolderId holderId) {
        jdbc.sql("update credential set authenticated_at = ? where holder_id = ? and authenticated_at is not null")
                .params(Instant.now().minus(Duration.ofMinutes(6)).atOffset(ZoneOffset.UTC), holderId)
                .update();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home",
                "/home/services",
                "/home/life",
                "/home/consents",
                "/home/devices",
                "/home/notices",
                "/home/data",
                "/home/pause"
            })
    void whenNobodyIsSignedInThenTheSignInLeadsBackToThePage(String page) {
        TestBrowser browser = browser();
        assertThat(browser.go(at(page)).toString()).isEqualTo(ISSUER + "/signin?to=" + page);
        enrolIn(browser, person(), false);
        assertThat(browser.go(URI.create(ISSUER + browser.attribute("skip-passkey", "href")))
                        .getPath())
                .isEqualTo(page);
    }

    @Test
    void whenTheAuthenticationIsOldThenNoParticularIsOnAnyPage() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        browser.go(at("/home"));
        assertThat(browser.page().select(".id-card").text()).contains("結城", "東京都", "昭和55年2月17日", "女");
        assertThat(browser.text("source")).contains("令和7年10月27日発行");
        assertThat(browser.shows("show-attributes")).isFalse();
        age(holderOf(person));
        for (String page : List.of(
                "/home",
                "/home/services",
                "/home/life",
                "/home/consents",
                "/home/devices",
                "/home/notices",
                "/home/data")) {
            browser.go(at(page));
            assertThat(browser.answer().body()).as(page).doesNotContain("結城", "東京都清瀬市", "昭和55年");
        }
        browser.go(at("/home"));
        assertThat(browser.attribute("show-attributes", "href")).isEqualTo("/signin?to=/home");
    }

    @Test
    void whenACharacterIsASubstituteThenThePageSaysWhichOneAndThatItIsNoMistake() {
        FourAttributes hanako = TestResidents.hanako();
        String name = hanako.name().value();
        TestCertificate person = AUTHORITY
                .issue()
                .serial(BigInteger.valueOf(SERIAL.incrementAndGet()))
                .attributes(new FourAttributes(
                        new PersonText(name, "01" + "0".repeat(name.length() - 2)),
                        hanako.address(),
                        hanako.dateOfBirth(),
                        hanako.sex()))
                .partition(AUTHORITY.partition("Tokyo-to", "City" + SERIAL.get()))
                .build();
        TestBrowser browser = signedIn(person, false);
        browser.go(at("/home"));
        assertThat(browser.page().select(".id-card mark").text()).isEqualTo(name.substring(1, 2));
        assertThat(browser.page().select(".substitute").text()).contains("「" + name.charAt(1) + "」", "まちがいではありません");
        browser.go(start(bank(), Map.of("claims", NAME)));
        assertThat(browser.page().select(".substitute").text()).contains("「" + name.charAt(1) + "」");
    }

    @Test
    void whenTheCertificateIsGoneThenOneButtonLeadsToTheReissueAndEachPartyIsShownAsItIs() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        Client bank = bank();
        browser.go(start(bank, Map.of("claims", NAME)));
        browser.press("consent-allow");
        Plain shop = plain(Map.of(), false);
        browser.go(start(shop, Map.of()));
        browser.press("consent-allow");
        browser.go(at("/home/services"));
        assertThat(browser.page().select("#services li .state").eachText()).containsOnly("使えます");
        assertThat(browser.text("services")).contains("令和12年2月17日まで", "試験銀行", "試験店", "氏名");

        publish(municipality(person), 1, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        browser.go(at("/home"));
        assertThat(browser.page().select("main .primary")).hasSize(1);
        assertThat(browser.attribute("reissue-with-updates", "href")).isEqualTo("/enrol/updates?to=/home");
        browser.press("reissue");
        assertThat(browser.text("document")).as("on to what is signed").contains("発行を申請します");
        browser.go(at("/home/services"));
        assertThat(browser.page().select("#services li:contains(試験銀行) .state").text())
                .isEqualTo("本人確認には再発行が必要です");
        assertThat(browser.page().select("#services li:contains(試験店) .state").text())
                .isEqualTo("使えないことがあります");
    }

    @Test
    void whenAPauseIsWantedThenItIsAskedOnceAndSaidWhatFollows() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        browser.go(at("/home"));
        browser.go(URI.create(ISSUER + browser.attribute("to-pause", "href")));
        assertThat(browser.page().text()).contains("再開するまで", "理由は伝わりません", "0120-95-0178");
        browser.press("pause");
        assertThat(browser.text("state")).isEqualTo("一時停止中です");
        assertThat(browser.shows("to-pause")).isFalse();
        browser.press("resume");
        assertThat(browser.text("state")).isEqualTo("使えます");
    }

    @Test
    void whenDataAreTakenAlongThenFreshlyAndWhole() throws IOException, InterruptedException {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, true);
        browser.go(start(bank(), Map.of("claims", NAME)));
        browser.press("consent-allow");
        HttpResponse<String> json = get(browser, "/home/data/private-id.json");
        assertThat(json.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("attachment");
        Map<String, Object> all = parse(json);
        assertThat(all)
                .containsEntry("format", "https://musubi.dev/holder-data")
                .containsKeys(
                        "private_id",
                        "attributes",
                        "issues",
                        "certificates",
                        "consents",
                        "disclosures",
                        "agreements",
                        "credentials",
                        "notices",
                        "history");
        assertThat(json.body()).contains("結城", "試験銀行", "LATEST_ATTRIBUTES", "private_id.issued");

        byte[] pdf = pdf(browser, "/home/data/private-id.pdf");
        Files.write(Path.of("target", "private-id.pdf"), pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String said = new PDFTextStripper().getText(document).replaceAll("\\s", "");
            assertThat(said).contains("結城　花子", "昭和55年2月17日", "試験銀行", "民間IDを発行しました。", "自動更新への同意");
            assertThat(said).doesNotContain("ACTIVE", "UTC", "private_id");
        }

        age(holderOf(person));
        for (String file : List.of("private-id.json", "private-id.pdf")) {
            HttpResponse<String> refused = get(browser, "/home/data/" + file);
            assertThat(refused.statusCode()).isEqualTo(303);
            assertThat(refused.headers().firstValue("Location").orElseThrow()).endsWith("/home/data");
        }
        browser.go(at("/home/data"));
        assertThat(browser.shows("data-confirm")).isTrue();
        assertThat(browser.shows("data-json")).isFalse();
    }

    /** A file that is no text. */
    private static byte[] pdf(TestBrowser browser, String path) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(tls())
                .build()
                .send(
                        HttpRequest.newBuilder(at(path))
                                .header("Cookie", browser.cookies())
                                .GET()
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
    }

    @Test
    void whenAReceiptIsAskedForThenItsHolderAloneGetsIt() throws IOException, InterruptedException {
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank(), Map.of("claims", NAME)));
        browser.press("consent-allow", Map.of("remember", "1"));
        browser.go(at("/home/consents"));
        String pdf =
                browser.page().select("#agreed li:contains(試験銀行) a[href*=pdf]").attr("href");
        try (PDDocument document = Loader.loadPDF(pdf(browser, pdf))) {
            assertThat(new PDFTextStripper().getText(document)).contains("試験銀行", "令和8年11月22日");
        }
        String json = pdf.replace("form=pdf", "form=json");
        assertThat(parse(get(browser, json)))
                .containsEntry("recipient_name", "試験銀行")
                .containsEntry("kind", "DISCLOSURE");
        TestBrowser stranger = signedIn(person(), false);
        assertThat(get(stranger, json).statusCode()).isEqualTo(404);
        assertThat(get(stranger, "/home/receipt").statusCode()).isEqualTo(404);
        assertThat(get(stranger, "/home/receipt?id=%3B").statusCode()).isEqualTo(404);
        assertThat(get(browser(), json).headers().firstValue("Location").orElseThrow())
                .contains("/signin");
    }

    @Test
    void whenAPhoneAsksForTheManifestThenItIsInItsLanguage() {
        HttpResponse<String> japanese = get(browser(), "/manifest.webmanifest");
        assertThat(japanese.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/manifest+json");
        assertThat(parse(japanese)).containsEntry("start_url", "/home").containsEntry("name", "結び 民間ID");
        HttpResponse<String> english = browser()
                .send(HttpRequest.newBuilder(at("/manifest.webmanifest"))
                        .header("Accept-Language", "en")
                        .GET());
        assertThat(parse(english)).containsEntry("name", "Musubi private ID");
        assertThat(get(browser(), "/icons/icon-192.png").statusCode()).isEqualTo(200);
    }

    @Test
    void whenAPageIsShownThenItSaysUntilWhenOneIsSignedIn() {
        TestBrowser browser = signedIn(person(), false);
        browser.go(at("/home"));
        assertThat(browser.text("ends")).contains("までサインインしています");
        assertThat(Integer.parseInt(browser.attribute("ending", "data-seconds")))
                .isBetween(11 * 3600, 12 * 3600);
        assertThat(browser.attribute("stay", "href")).isEqualTo("/signin?to=/home");
    }

    @Test
    void whenNobodyIsSignedInThenNoPageSaysUntilWhen() {
        TestBrowser browser = browser();
        browser.go(at("/help"));
        assertThat(browser.shows("ends")).isFalse();
        assertThat(browser.shows("ending")).isFalse();
    }

    @Test
    void whenSomebodyIsSignedInThenEveryPageWarnsBeforeTheyAreSignedOut() {
        TestBrowser browser = signedIn(person(), false);
        for (String path : List.of("/home/pause", "/signin/passkey", "/help", "/home/withdrawal")) {
            browser.go(at(path));
            assertThat(browser.shows("ending")).as(path).isTrue();
        }
    }
}
