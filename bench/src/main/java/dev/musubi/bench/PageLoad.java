package dev.musubi.bench;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitUntilState;
import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.VirtualPhone;
import dev.musubi.app.demo.Cast;
import dev.musubi.app.demo.Landing;
import dev.musubi.app.process.Installation;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Ports;
import dev.musubi.app.process.Site;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the pages weigh, and how soon a real browser on a phone's screen paints something of them: each opened with an empty
 * cache, on this machine, and once more as a slow phone on a bad connection would.
 */
public final class PageLoad {

    private static final int ROUNDS = 5;

    /** How a fast processor and network are made slow: Lighthouse's usual phone. */
    private static final int SLOWER_PROCESSOR = 4;

    private static final int LATENCY_MS = 150;
    private static final int BYTES_PER_SECOND = 1_638_400 / 8;

    private static final String FIRST_PAINT = """
            () => new Promise(done => new PerformanceObserver(list => {
                const found = list.getEntriesByName('first-contentful-paint')[0];
                if (found) done(found.startTime);
            }).observe({type: 'paint', buffered: true}))""";

    private PageLoad() {}

    private record Load(long bytes, double millis) {}

    /** No arguments. */
    public static void main(String[] arguments) throws Exception {
        Path data = Files.createTempDirectory("musubi-pages");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Table table = new Table(
                "Pages on a screen of 375 px, empty cache, median of " + ROUNDS,
                PageLoad.class,
                "page",
                "kB",
                "first paint ms",
                "slow phone ms");
        try (Platform platform = new Platform(
                                Installation.ofThisProcess(),
                                data.resolve("data"),
                                Ports.free(),
                                Path.of("bench/target/postgresql-binaries"),
                                List.of(),
                                List.of("--musubi.limits.per-address=0", "--musubi.limits.at-once-per-peer=0"))
                        .withSites();
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = chromium(playwright)) {
            platform.start();
            Sandbox sandbox = new Sandbox(platform.sandboxUri(), platform.holdersUri());
            Operator operator = new Operator(platform.operatorsUri(), platform.operatorToken());
            for (Site site : Site.values()) {
                operator.register(platform.siteRegistration(site));
            }
            try (Landing landing = Landing.open(platform, sandbox, Optional.empty())) {
                List<Cookie> signedIn = signedIn(platform, sandbox);
                for (Map.Entry<String, URI> each : pages(platform, landing).entrySet()) {
                    Load quick = median(browser, each.getValue(), signedIn, false);
                    Load slow = median(browser, each.getValue(), signedIn, true);
                    table.row(
                            each.getKey(),
                            String.format(Locale.ROOT, "%.1f", quick.bytes() / 1000.0),
                            String.format(Locale.ROOT, "%.0f", quick.millis()),
                            String.format(Locale.ROOT, "%.0f", slow.millis()));
                }
            }
        }
        table.print(System.out);
    }

    private static Map<String, URI> pages(Platform platform, Landing landing) {
        Map<String, URI> pages = new LinkedHashMap<>();
        pages.put("the demo's first page", landing.uri());
        for (String path : List.of("/", "/enrol", "/enrol/updates", "/signin", "/help", "/reissue", "/terms")) {
            pages.put("issuer " + path, URI.create(platform.holdersUri() + path));
        }
        for (String path : List.of("/home", "/home/services", "/home/life")) {
            pages.put("issuer " + path + ", signed in", URI.create(platform.holdersUri() + path));
        }
        for (Site site : Site.values()) {
            pages.put(site.id() + " /", URI.create(platform.siteUri(site) + "/"));
        }
        return pages;
    }

    /** Somebody applies by the pages; the cookies of the browser in which they did. */
    private static List<Cookie> signedIn(Platform platform, Sandbox sandbox) {
        String resident = new Cast(platform, sandbox).grownUp().orElseThrow().residentId();
        dev.musubi.app.client.Browser pages =
                new dev.musubi.app.client.Browser(List.of(platform.serverCertificate(), platform.mynaAppCertificate()));
        pages.open(URI.create(platform.holdersUri() + "/enrol/updates"));
        pages.press("updates-no");
        pages.press("sign-button");
        new VirtualPhone(resident, platform.mynaAppCertificate()).sign(pages);
        return pages.cookies(platform.holdersUri().getHost()).entrySet().stream()
                .map(each -> new Cookie(each.getKey(), each.getValue())
                        .setUrl(platform.holdersUri() + "/")
                        .setSecure(true))
                .toList();
    }

    private static Browser chromium(Playwright playwright) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(
                                Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                                        .map(Path::of)
                                        .filter(Files::isExecutable)
                                        .findFirst()
                                        .orElseThrow(() -> new IllegalStateException(
                                                "no browser (Debian: apt-get install chromium fonts-noto-cjk)")))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--ignore-certificate-errors")));
    }

    private static Load median(Browser browser, URI page, List<Cookie> cookies, boolean slow) {
        Load[] loads = new Load[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            loads[round] = load(browser, page, cookies, slow);
        }
        Arrays.sort(loads, (one, other) -> Double.compare(one.millis(), other.millis()));
        return loads[ROUNDS / 2];
    }

    private static Load load(Browser browser, URI uri, List<Cookie> cookies, boolean slow) {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(375, 740)
                .setIsMobile(true)
                .setIgnoreHTTPSErrors(true)
                .setLocale("ja-JP"))) {
            context.addCookies(cookies);
            Page page = context.newPage();
            CDPSession session = context.newCDPSession(page);
            long[] bytes = new long[1];
            // Headers and bodies as they came over the line.
            session.on(
                    "Network.loadingFinished",
                    each -> bytes[0] += each.get("encodedDataLength").getAsLong());
            session.send("Network.enable");
            if (slow) {
                slowDown(session);
            }
            page.navigate(uri.toString(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.NETWORKIDLE));
            double painted = ((Number) page.evaluate(FIRST_PAINT)).doubleValue();
            return new Load(bytes[0], painted);
        }
    }

    private static void slowDown(CDPSession session) {
        JsonObject processor = new JsonObject();
        processor.addProperty("rate", SLOWER_PROCESSOR);
        session.send("Emulation.setCPUThrottlingRate", processor);
        JsonObject network = new JsonObject();
        network.addProperty("offline", false);
        network.addProperty("latency", LATENCY_MS);
        network.addProperty("downloadThroughput", BYTES_PER_SECOND);
        network.addProperty("uploadThroughput", BYTES_PER_SECOND);
        session.send("Network.emulateNetworkConditions", network);
    }
}
