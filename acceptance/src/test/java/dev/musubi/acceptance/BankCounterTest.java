package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.demo.Await;
import dev.musubi.app.demo.Cast;
import dev.musubi.app.demo.Clerk;
import dev.musubi.app.process.Part;
import dev.musubi.app.process.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the bank knows at its counter before anybody signs in: of whoever agreed, by signals; and by the lists with the issuer away. */
class BankCounterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static World world;
    private static Clerk clerk;

    @BeforeAll
    static void begin() {
        // Without a spread what is told later comes later, and what did not come by then was not told.
        world = World.beginWithSites("bank-counter", "--musubi.signals.spread=PT0S");
        for (Site site : Site.values()) {
            world.operator().register(world.platform.siteRegistration(site));
        }
        clerk = new Clerk(world.platform);
    }

    @AfterAll
    static void end() {
        world.close();
    }

    /** A resident with an account, at a browser. */
    private record Customer(HolderApp app, Browser browser, String account, String subject) {

        static Customer with(Map<String, String> ticked) {
            HolderApp app = new Cast(world.platform, world.sandbox).grownUp().orElseThrow();
            app.enrol(false).expect(201);
            Browser browser = new Browser(Stream.concat(
                            Stream.of(world.platform.serverCertificate(), world.platform.mynaAppCertificate()),
                            Arrays.stream(Site.values()).map(world.platform::siteCertificate))
                    .toList());
            browser.open(URI.create(world.platform.siteUri(Site.BANK) + "/procedure"));
            AtTheIssuer issuer = new AtTheIssuer(world, app, browser).signIn();
            browser.press("consent-allow", ticked);
            issuer.sign();
            return new Customer(app, browser, browser.text("number"), browser.text("subject"));
        }

        void open(String path) {
            browser.open(URI.create(world.platform.siteUri(Site.BANK) + path));
        }

        /** Ends at the issuer what was agreed to, by the button beside it. */
        void endsBeingWatched() {
            String consent = app.state()
                    .expect(200)
                    .body()
                    .path("consents")
                    .valueStream()
                    .filter(each -> each.path("kind").asString().equals("MONITORING"))
                    .findFirst()
                    .orElseThrow()
                    .path("consent")
                    .asString();
            browser.open(world.platform.holdersUri().resolve("/home/consents"));
            browser.press("end-" + consent);
        }

        void moves() {
            world.move(app, true);
            world.sandbox.publish();
            Await.until(
                    "the issuer has noticed",
                    PATIENCE,
                    () -> app.state().text("state").equals("REISSUE_REQUIRED"));
        }
    }

    /** How many signals the bank has heard of somebody; empty where it keeps nothing of them. */
    private static OptionalInt heard(Customer customer) {
        Path folder = world.platform.data().resolve("bank/watched");
        if (!Files.exists(folder)) {
            return OptionalInt.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                JsonNode kept = JsonMapper.shared().readTree(Files.readString(each));
                if (kept.path("subject").asString().equals(customer.subject())) {
                    return OptionalInt.of(kept.path("heard").size());
                }
            }
            return OptionalInt.empty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenWhoeverAgreedMovesThenTheAccountIsMarkedBeforeAnybodySignsInAndNobodyElses() {
        Customer other = Customer.with(Map.of("remember", "1"));
        Customer watched = Customer.with(Map.of("remember", "1", "monitoring", "1"));
        assertThat(heard(watched)).hasValue(0);
        assertThat(heard(other)).as("nothing is kept of who did not agree").isEmpty();
        assertThat(clerk.mark(watched.account())).isEmpty();
        other.moves();
        watched.moves();
        clerk.until(watched.account(), "TO_CONFIRM", PATIENCE);
        assertThat(clerk.says(watched.account())).contains("氏名・住所が古いかもしれません");
        assertThat(clerk.mark(other.account())).as("who did not agree").isEmpty();
        assertThat(clerk.list(other.account())).as("nor is watched otherwise").isEmpty();
        Await.until(
                "the list says so too",
                PATIENCE,
                () -> clerk.list(watched.account()).equals("REISSUE_REQUIRED"));

        watched.open("/mine");
        assertThat(watched.browser().text("to-confirm")).contains("氏名・住所が古いかもしれません");
        String old = watched.browser().text("address");

        // One that is on its way while the bank is killed would be tried again a minute later.
        Await.until("all of it has come", PATIENCE, () -> heard(watched).equals(OptionalInt.of(2)));
        Part sites = world.platform.sites().orElseThrow();
        sites.kill();
        sites.launch();
        sites.awaitReady();
        assertThat(clerk.mark(watched.account())).as("kept").isEqualTo("TO_CONFIRM");

        watched.open("/musubi/sign-in?return_to=/mine&max_age=0");
        new AtTheIssuer(world, watched.app(), watched.browser()).reissue();
        watched.browser().press("consent-allow");
        assertThat(watched.browser().shows("updated")).isTrue();
        assertThat(watched.browser().text("address")).isNotEqualTo(old);
        clerk.until(watched.account(), "", PATIENCE);

        // It goes on after the re-issue, by which the app of before is nobody's any more.
        world.move(watched.app(), true);
        world.sandbox.publish();
        clerk.until(watched.account(), "TO_CONFIRM", PATIENCE);
        assertThat(clerk.mark(other.account())).isEmpty();
    }

    @Test
    void whenTheHolderEndsItAtTheIssuerThenTheBankTakesNobodyForSomebodyWhoAgrees() {
        Customer customer = Customer.with(Map.of("remember", "1", "monitoring", "1"));
        Await.until(
                "it is watched", PATIENCE, () -> clerk.known(customer.account()).equals("NOTHING"));
        customer.open("/mine");
        assertThat(customer.browser().text("watched")).contains("に終わります");
        customer.endsBeingWatched();
        customer.open("/mine");
        assertThat(customer.browser().text("watched")).as("at once").contains("同意は終わりました");
        assertThat(customer.browser().shows("watch")).isTrue();
        customer.open("/musubi/sign-in?return_to=/mine");
        Await.until(
                "the counter knows",
                PATIENCE,
                () -> clerk.known(customer.account()).equals("NOT_TOLD"));
        assertThat(clerk.says(customer.account())).contains("通知への同意は");
        assertThat(clerk.list(customer.account())).as("nor is the list read").isEmpty();
        customer.moves();
        assertThat(clerk.mark(customer.account())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ja", "en"})
    void whenTheCounterStandsOpenThenItSaysWhatChangedAndWhetherItIsOfNow(String language) {
        Customer other = Customer.with(Map.of("remember", "1"));
        Customer watched = Customer.with(Map.of("remember", "1", "monitoring", "1"));
        Screen screen = Screen.phone(language);
        try (Chromium chromium = Chromium.start();
                Counter counter = new Counter(chromium, screen, new Lens(screen), world.platform.siteUri(Site.BANK))) {
            counter.shows(watched.account(), "", "counter-open");
            counter.remember(other.account());
            watched.moves();
            counter.shows(watched.account(), "TO_CONFIRM", "counter-told");
            assertThat(counter.aloud())
                    .startsWith(watched.account())
                    .contains(language.equals("ja") ? "氏名・住所が古いかもしれません" : "Name and address may be old")
                    .doesNotContain(other.account());
            assertThat(counter.isTheSame(other.account()))
                    .as("what did not change was left alone")
                    .isTrue();
            counter.cannotLook("counter-stale");
            counter.looksAgain();
            counter.stops("counter-stopped");
        }
    }

    @Test
    void whenTheIssuerIsAwayThenTheCounterStillSaysWhatWasSoAndWhen() {
        Customer customer = Customer.with(Map.of("monitoring", "1"));
        Await.until(
                "the list is here",
                PATIENCE,
                () -> clerk.list(customer.account()).equals("VALID"));
        world.platform.issuer().kill();
        try {
            assertThat(clerk.list(customer.account())).isEqualTo("VALID");
            assertThat(clerk.says(customer.account())).contains("の時点で");
        } finally {
            world.platform.issuer().launch();
            world.platform.issuer().awaitReady();
        }
    }
}
