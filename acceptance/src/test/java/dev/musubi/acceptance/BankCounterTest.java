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
        assertThat(clerk.says(watched.account())).contains("住所の確認が必要です");
        assertThat(clerk.mark(other.account())).as("who did not agree").isEmpty();
        assertThat(clerk.list(other.account())).as("nor is watched otherwise").isEmpty();
        Await.until(
                "the list says so too",
                PATIENCE,
                () -> clerk.list(watched.account()).equals("REISSUE_REQUIRED"));

        watched.open("/mine");
        assertThat(watched.browser().text("to-confirm")).contains("住所の確認が必要です");
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
