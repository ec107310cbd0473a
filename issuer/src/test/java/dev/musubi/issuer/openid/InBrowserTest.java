package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.musubi.jpki.fixture.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests in a real browser, which finds other people's sites under {@code *.example}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InBrowserTest extends OpenIdTest {

    /** Where the bank is come back to. */
    static final Pattern CALLBACK = Pattern.compile("https://bank\\.example/callback\\?.*");

    private @Nullable Chromium started;
    private @Nullable TestBank sites;

    @BeforeAll
    void start() throws IOException, GeneralSecurityException {
        sites = TestBank.start(FOLDER.resolve("tls"));
        started = Chromium.start("*.example", sites.port());
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
        if (sites != null) {
            sites.close();
        }
    }

    Chromium chromium() {
        return Objects.requireNonNull(started);
    }

    TestBank sites() {
        return Objects.requireNonNull(sites);
    }

    Page phone() {
        return chromium().phone();
    }

    static void looksRight(Page page, String name) {
        page.waitForLoadState();
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "pages", name + ".png"))
                .setFullPage(true));
        assertThat(Chromium.violations(page)).as(name).isEmpty();
        assertThat(Chromium.sticksOut(page)).as(name + " fits").isEmpty();
    }

    /** Has a private ID issued in the browser, which signs in by that and is offered a passkey then. */
    Page byEnrolling(TestCertificate person) {
        return byEnrolling(phone(), person);
    }

    /** The same in a browser that is there already. */
    Page byEnrolling(Page page, TestCertificate person) {
        mynaApp.lay(person);
        page.navigate(ISSUER + "/enrol");
        page.click("#agree");
        page.click("#updates-no");
        page.click("#sign-button");
        page.waitForURL("**/signin/passkey?**");
        return page;
    }

    /** Has a private ID issued and registers a passkey. */
    Page withPasskey(TestCertificate person) {
        Page page = byEnrolling(person);
        page.click("#register-passkey");
        page.waitForSelector("#state");
        return page;
    }

    /** A client whose redirect address leads on to another origin. */
    Client leadingOn() {
        return client("JP_AML", Map.of("redirect_uris", List.of(REDIRECT, "https://bank.example/leads-on")), Map.of());
    }
}
