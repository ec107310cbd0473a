package dev.musubi.issuer.openid;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real browser with a virtual phone's passkeys: the machine's own Chromium, driven from here. */
final class Chromium implements AutoCloseable {

    private static final String AXE = axe();

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();
    private final Map<Page, Device> devices = new HashMap<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts it, with {@code host} leading to this port of this machine. Where there is none the test is left out with a line that says so; in continuous integration it fails. */
    static Chromium start(String host, int port) {
        Optional<Path> program = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            String line = "Left out the tests in a browser: install Debian's chromium and fonts-noto-cjk.";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(line);
            }
            System.out.println(line);
            Assumptions.abort(line);
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program.orElseThrow())
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--host-resolver-rules=MAP " + host + " 127.0.0.1:" + port,
                                        // Passkeys are not to be had at an origin whose certificate is in doubt.
                                        "--ignore-certificate-errors"))));
    }

    /** A page as wide as a small phone, on a device that verifies its user and keeps passkeys. */
    Page phone() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(375, 740)
                .setIgnoreHTTPSErrors(true)
                .setLocale("ja-JP"));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            boolean anAnswer = message.text().startsWith("Failed to load resource: the server responded with");
            if (message.type().equals("error") && !anAnswer) {
                complaints.add(message.text());
            }
        });
        CDPSession session = context.newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject authenticator = new JsonObject();
        authenticator.add("options", options);
        devices.put(
                page,
                new Device(
                        session,
                        session.send("WebAuthn.addVirtualAuthenticator", authenticator)
                                .get("authenticatorId")
                                .getAsString()));
        return page;
    }

    private record Device(CDPSession session, String authenticator) {}

    private Device of(Page page) {
        return Objects.requireNonNull(devices.get(page));
    }

    /** The line to the device behind a page. */
    CDPSession device(Page page) {
        return of(page).session();
    }

    /** The id of what keeps its passkeys. */
    String authenticator(Page page) {
        return of(page).authenticator();
    }

    /** What the browser complained of: above all, whatever the Content-Security-Policy held back. */
    List<String> complaints() {
        return complaints;
    }

    /** What axe finds wrong with a page for people with disabilities, one line each. */
    static List<String> violations(Page page) {
        page.evaluate(AXE);
        Object found = page.evaluate(
                "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** What has a page pushed sideways, with its words; nothing where it fits its screen. */
    static List<String> sticksOut(Page page) {
        Object found = page.evaluate("""
                () => {
                    const width = document.documentElement.clientWidth;
                    if (document.documentElement.scrollWidth <= width) return [];
                    const found = [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > width)
                        .map(each => `${each.tagName}#${each.id} ${each.textContent.trim().slice(0, 40)}`);
                    return found.length ? found : ['words that do not break'];
                }""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static String axe() {
        try (InputStream in = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
