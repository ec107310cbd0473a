package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.refresh.LatestAttributesSource.Answer;
import dev.musubi.issuer.refresh.Refresh;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.certificate.JpkiCertificate;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.revocation.RevocationReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * All pages as people see them: in Japanese, English and easy words, on a phone and a desk, in the light and in the dark, and with letters
 * twice as large. Each fits its screen, excludes nobody as far as axe can tell, and is kept as a picture in {@code
 * target/pages}.
 */
class PagesInPicturesTest extends InBrowserTest {

    private static final Map<String, String> NAME =
            Map.of("claims", "{\"userinfo\":{\"name\":{\"essential\":true},\"address\":null}}");

    @Autowired
    private Refresh refresh;

    private record Screen(int width, int height) {}

    private void everyWay(Page page, String name) {
        String address = page.url();
        for (String language : List.of("ja", "en", "ja-simple")) {
            page.navigate(address);
            page.click(".languages [value=" + language + "]");
            for (Screen screen : List.of(new Screen(375, 740), new Screen(1280, 900))) {
                page.setViewportSize(screen.width(), screen.height());
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    String picture = "%s-%s-%d-%s"
                            .formatted(
                                    name,
                                    language,
                                    screen.width(),
                                    scheme.name().toLowerCase(Locale.ROOT));
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(Path.of("target", "pages", picture + ".png"))
                            .setFullPage(true));
                    // What is wrong in one of these is so in the others too; axe takes its time.
                    if (switch (language) {
                        case "ja" -> screen.width() == 375;
                        case "en" -> screen.width() != 375 && scheme == ColorScheme.LIGHT;
                        default -> false;
                    }) {
                        assertThat(Chromium.violations(page)).as(picture).isEmpty();
                    }
                    assertThat(Chromium.sticksOut(page)).as(picture + " fits").isEmpty();
                }
            }
            page.setViewportSize(375, 740);
            page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }");
            assertThat(Chromium.sticksOut(page)).as(name + " in large letters").isEmpty();
        }
        page.navigate(address);
        page.click(".languages [value=ja]");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private void everyWay(Page page, String path, String name) {
        page.navigate(ISSUER + path);
        everyWay(page, name);
    }

    @Test
    void whenNobodyIsSignedInThenThePagesAreForEverybody() {
        Page page = phone();
        everyWay(page, "/", "start");
        everyWay(page, "/enrol", "enrol");
        everyWay(page, "/enrol/updates", "enrol-updates");
        everyWay(page, "/signin", "signin");
        everyWay(page, "/help", "help");
        everyWay(page, "/monitoring", "monitoring");
        everyWay(page, "/reissue", "reissue");
        everyWay(page, "/terms", "terms");
        everyWay(page, "/signing/nothing", "signing-over");
        everyWay(page, "/openid/authorize?client_id=nobody", "openid-error");
        mynaApp.lay(person());
        page.navigate(ISSUER + "/enrol/updates");
        page.click("#updates-yes");
        page.waitForSelector("#sign-button");
        everyWay(page, "signing");
        assertThat(chromium().complaints()).isEmpty();
    }

    @Test
    void whenAHolderIsSignedInThenEveryPageOfTheirsIsSo() {
        Page page = withPasskey(person());
        Client bank = bank();
        page.navigate(start(bank, NAME).toString());
        page.waitForSelector("#consent-allow");
        everyWay(page, "consent");
        page.click("#consent-allow");
        page.waitForURL(CALLBACK);
        everyWay(page, "/home", "home");
        for (String each : List.of(
                "services",
                "life",
                "consents",
                "devices",
                "notices",
                "data",
                "pause",
                "withdrawal",
                "reaching",
                "reaching-mail")) {
            everyWay(page, "/home/" + each, "home-" + each);
        }
        everyWay(page, "/signin?to=/home", "signin-again");
        everyWay(page, "/signin/passkey?to=/home", "passkey");
        page.navigate(ISSUER + "/home/pause");
        page.click("#pause");
        page.waitForSelector("#resume");
        everyWay(page, "home-paused");
        everyWay(page, "/home/resume", "resume");
        everyWay(page, "/openid/logout", "logout");
        assertThat(chromium().complaints()).isEmpty();
    }

    @Test
    void whenThePrivateIdStandsOtherwiseThenHomeSaysSo() throws InterruptedException {
        TestCertificate moved = person();
        Page page = byEnrolling(moved);
        HolderId holderId = holderOf(moved);
        publish(municipality(moved), 1, Map.of(moved, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        everyWay(page, "/home", "home-moved");
        Client bank = bank();
        page.navigate(
                start(bank, Map.of("claims", "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\"}}}"))
                        .toString());
        page.waitForSelector("#reissue-now");
        everyWay(page, "standing-reissue");
        everyWay(page, "/home/services", "home-services-moved");
        assertThat(privateIds.find(holderId).orElseThrow().cause()).isEqualTo(Cause.ANCHOR_CONTENT_CHANGED);

        TestCertificate lost = person();
        Page second = byEnrolling(lost);
        publish(municipality(lost), 1, Map.of(lost, RevocationReason.CERTIFICATE_HOLD));
        sweep.all();
        everyWay(second, "/home", "home-lost");

        TestCertificate before = person();
        Page third = byEnrollingWithUpdates(before);
        publish(municipality(before), 1, Map.of(before, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        everyWay(third, "/home", "home-waits");
        pass(Duration.ofDays(3));
        jlis.latest = provided(person(), substituted());
        assertThat(refresh.due()).isEqualTo(1);
        everyWay(third, "/home", "home-refreshed");
        everyWay(third, "/home/life", "home-life-refreshed");
    }

    private Page byEnrollingWithUpdates(TestCertificate person) {
        Page page = phone();
        mynaApp.lay(person);
        page.navigate(ISSUER + "/enrol");
        page.click("#agree");
        page.click("#updates-yes");
        page.click("#sign-button");
        page.waitForURL("**/signing/**");
        page.click("#sign-button");
        page.waitForURL("**/signin/passkey?**");
        registerConsents();
        return page;
    }

    /** A name one of whose characters a certificate cannot write, and another address. */
    private static FourAttributes substituted() {
        FourAttributes hanako = TestResidents.hanakoMoved();
        String flags = "1"
                + "0"
                        .repeat(hanako.name()
                                        .value()
                                        .codePointCount(0, hanako.name().value().length())
                                - 1);
        return new FourAttributes(
                new PersonText(hanako.name().value(), flags), hanako.address(), hanako.dateOfBirth(), hanako.sex());
    }

    private Answer.Provided provided(TestCertificate certificate, FourAttributes four) {
        JpkiCertificate read = certificate.read(AUTHORITY.profile());
        return new Answer.Provided(
                four,
                read.id(),
                read.kind(),
                read.notAfter(),
                read.crlPartition().prefecture(),
                read.crlPartition().municipality(),
                clock.instant());
    }
}
