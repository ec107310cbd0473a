package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.RelyingParty;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Tls;
import dev.musubi.app.client.VirtualPhone;
import dev.musubi.app.demo.Await;
import dev.musubi.app.demo.Cast;
import dev.musubi.app.process.Site;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Residents at the three relying parties, which sign them in at the issuer and go by its catalogue of assurance. */
class SitesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static World world;

    @BeforeAll
    static void begin() {
        world = World.beginWithSites("sites");
        for (Site site : Site.values()) {
            world.operator().register(world.platform.siteRegistration(site));
        }
    }

    @AfterAll
    static void end() {
        world.close();
    }

    /** A resident with a private ID, at a browser. */
    private record Visitor(HolderApp app, Browser browser) {

        static Visitor enrolled() {
            HolderApp app = new Cast(world.platform, world.sandbox).grownUp().orElseThrow();
            app.enrol(false).expect(201);
            return new Visitor(
                    app,
                    new Browser(Stream.concat(
                                    Stream.of(world.platform.serverCertificate(), world.platform.mynaAppCertificate()),
                                    Arrays.stream(Site.values()).map(world.platform::siteCertificate))
                            .toList()));
        }

        Visitor open(Site site, String path) {
            browser.open(URI.create(world.platform.siteUri(site) + path));
            return this;
        }

        /** Signs in with the card, and agrees to what is asked. */
        Visitor signIn() {
            new AtTheIssuer(world, app, browser).signIn();
            browser.press("consent-allow", Map.of("remember", "1"));
            return this;
        }

        /** Agrees to what another relying party asks. */
        Visitor agree() {
            browser.press("consent-allow");
            return this;
        }

        String outcome() {
            return browser.attribute("decision", "data-outcome");
        }

        /** Signs the application that is open, with somebody's card, and comes back. */
        Visitor sign(HolderApp by) {
            return leave(by, "NOTHING").comeBack();
        }

        /** The same up to where the browser waits to come back, while something goes wrong at the app. */
        Visitor leave(HolderApp by, String played) {
            browser.press("sign-button");
            new VirtualPhone(by.residentId(), world.platform.mynaAppCertificate()).sign(browser, played);
            return this;
        }

        Visitor comeBack() {
            browser.open(browser.at());
            return this;
        }

        String trouble() {
            return browser.attribute("problem", "data-code");
        }
    }

    private static List<Path> records(Site site) {
        Path folder = world.platform.data().resolve(site.id()).resolve("records");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenTheLawNamesTheMethodThenASignatureOpensTheAccountOnce() throws IOException {
        int before = records(Site.BANK).size();
        Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure").signIn();
        assertThat(visitor.outcome()).isEqualTo("STEP_UP");
        assertThat(visitor.browser.text("decided")).isEqualTo("法律により、マイナンバーカードでの署名が必要です。");
        assertThat(visitor.browser.text("because")).isEqualTo("犯罪による収益の移転防止に関する法律施行規則6条1項1号が定める方法に、民間IDだけで済むものはありません。");
        assertThat(visitor.browser.shows("go")).isFalse();
        assertThat(visitor.browser.text("document")).contains("普通預金口座の開設");
        visitor.sign(visitor.app);
        assertThat(visitor.browser.at().getPath()).isEqualTo("/mine");
        assertThat(visitor.browser.text("number")).startsWith("普通 ");
        assertThat(visitor.browser.shows("new")).isTrue();
        assertThat(visitor.browser.text("method")).contains("カ（").doesNotContain("民間IDの受入れ");
        assertThat(records(Site.BANK)).hasSize(before + 1);
        URI callback = visitor.browser.passed().stream()
                .filter(each -> each.getPath().equals("/signature/callback"))
                .findFirst()
                .orElseThrow();
        visitor.browser.open(callback);
        assertThat(visitor.browser.at().getPath()).as("loaded again").isEqualTo("/mine");
        assertThat(records(Site.BANK)).hasSize(before + 1);
    }

    @Test
    void whenADecisionIsKeptThenItCanBeTakenAgain() throws IOException {
        List<Path> before = records(Site.CITY);
        Visitor visitor = Visitor.enrolled().open(Site.CITY, "/procedure").signIn();
        visitor.browser.press("go");
        Path record = records(Site.CITY).stream()
                .filter(each -> !before.contains(each))
                .findFirst()
                .orElseThrow();
        String reference = JsonMapper.shared()
                .readTree(Files.readString(record))
                .at("/records/0/decision/reference")
                .asString();
        assertThat(visitor.browser.text("main"))
                .as("nothing for a person to read")
                .doesNotContain(reference);
        RelyingParty city = new RelyingParty(
                "city",
                world.platform.relyingPartiesUri(),
                world.platform.serverCertificate(),
                Tls.relyingPartyKey(world.platform.data().resolve("city/client.p12"), "Musubi City Office"));
        Reply kept = city.send(
                        "GET", "/v1/assurance/decisions/" + URLEncoder.encode(reference, StandardCharsets.UTF_8), null)
                .expect(200);
        assertThat(kept.text("procedure")).isEqualTo("childcare-application");
        assertThat(kept.text("outcome")).isEqualTo("ACCEPT");
        assertThat(kept.text("replay")).isEqualTo("SAME");
    }

    @Test
    void whenSigningGoesWrongThenThePageSaysWhyAndNothingIsLost() {
        int before = records(Site.TELCO).size();
        Visitor visitor = Visitor.enrolled().open(Site.TELCO, "/procedure").signIn();
        String whole = visitor.browser.text("whole");
        // What the app's page lets one choose, and what the site makes of it.
        Map.of(
                        "CANCELLED", "mynaapp_cancelled",
                        "PIN_LOCKED", "mynaapp_pin_locked",
                        "SERVER_ERROR", "mynaapp_server_unavailable",
                        "UNKNOWN_ERROR", "mynaapp_not_done",
                        "OTHER_DOCUMENT", "mynaapp_answer_not_understood",
                        "OTHER_KEY", "mynaapp_answer_not_understood",
                        "BARE_HASH", "mynaapp_answer_not_understood",
                        "SEALED_FOR_ANOTHER", "mynaapp_answer_not_understood",
                        "OTHER_NONCE", "mynaapp_token_not_valid")
                .forEach((played, code) -> {
                    visitor.leave(visitor.app, played).comeBack();
                    assertThat(visitor.browser.at().getPath()).as(played).isEqualTo("/signature");
                    assertThat(visitor.trouble()).as(played).isEqualTo(code);
                    assertThat(visitor.browser.text("problem")).isNotBlank();
                    assertThat(visitor.browser.text("whole"))
                            .as("the same application")
                            .isEqualTo(whole);
                });
        assertThat(records(Site.TELCO)).hasSize(before);
        visitor.sign(visitor.app);
        assertThat(visitor.browser.at().getPath())
                .as("the same button leads on")
                .isEqualTo("/mine");
        assertThat(records(Site.TELCO)).hasSize(before + 1);
    }

    @Test
    void whenASignatureIsAnothersOrDeadThenThePageSaysWhich() {
        int before = records(Site.TELCO).size();
        Visitor visitor = Visitor.enrolled().open(Site.TELCO, "/procedure").signIn();
        visitor.sign(Visitor.enrolled().app);
        assertThat(visitor.trouble()).isEqualTo("another_person");
        assertThat(visitor.browser.shows("other-person")).isTrue();
        visitor.leave(visitor.app, "NOTHING");
        world.sandbox.event(visitor.app.residentId(), "LOSE_CARD", Map.of()).expect(201);
        visitor.comeBack();
        assertThat(visitor.trouble()).isEqualTo("certificate_revoked");
        assertThat(visitor.browser.text("problem")).contains("使えなくなっています", "窓口");
        assertThat(records(Site.TELCO)).hasSize(before);
    }

    @Test
    void whenJlisIsAwayThenTheSignatureIsKeptAndLookedAtAgain() {
        Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure").signIn();
        visitor.leave(visitor.app, "NOTHING");
        world.sandbox.faults(List.of("OCSP_TRY_LATER"));
        try {
            visitor.comeBack();
        } finally {
            world.sandbox.faults(List.of());
        }
        assertThat(visitor.trouble()).isEqualTo("certificate_status_unknown");
        assertThat(visitor.browser.shows("document"))
                .as("nothing to sign twice")
                .isFalse();
        visitor.browser.press("sign-button");
        assertThat(visitor.browser.at().getPath()).isEqualTo("/mine");
    }

    @Test
    void whenTheCardSaysANewAddressThenTheReissueIsOfferedAndTheAccountIsOpenedWithIt() {
        Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure").signIn();
        String old = visitor.browser.text("document");
        world.move(visitor.app, true);
        visitor.sign(visitor.app);
        assertThat(visitor.trouble()).isEqualTo("person_changed");
        visitor.browser.click("reissue");
        assertThat(visitor.browser.shows("todo"))
                .as("the issuer's page, though no list has come out yet")
                .isTrue();
        new AtTheIssuer(world, visitor.app, visitor.browser).reissue();
        visitor.agree();
        assertThat(visitor.browser.at()).isEqualTo(URI.create(world.platform.siteUri(Site.BANK) + "/procedure"));
        assertThat(visitor.browser.text("document")).isNotEqualTo(old);
        visitor.sign(visitor.app);
        assertThat(visitor.browser.at().getPath()).isEqualTo("/mine");
        assertThat(old).doesNotContain(visitor.browser.text("address"));
    }

    @Test
    void whenThePrivateIdSufficesThenNothingMoreIsAskedUntilItIsSuspended() {
        Visitor visitor = Visitor.enrolled().open(Site.CITY, "/procedure").signIn();
        assertThat(visitor.outcome()).isEqualTo("ACCEPT");
        visitor.browser.press("go");
        assertThat(visitor.browser.text("number")).startsWith("第");
        assertThat(visitor.browser.text("standing")).isEqualTo("有効");
        world.sandbox.event(visitor.app.residentId(), "LOSE_CARD", Map.of()).expect(201);
        world.sandbox.publish();
        Await.until(
                "suspended", PATIENCE, () -> visitor.app.state().text("state").equals("SUSPENDED"));
        visitor.open(Site.CITY, "/procedure");
        assertThat(visitor.outcome()).isEqualTo("STEP_UP");
        assertThat(visitor.browser.text("decided")).contains("民間IDの再発行が必要です");
        assertThat(visitor.browser.text("because")).contains("一時停止中");
        assertThat(visitor.browser.shows("go")).isFalse();
        visitor.open(Site.CITY, "/musubi/sign-in?silent=true&return_to=/mine");
        assertThat(visitor.browser.text("code")).isEqualTo("standing_suspended");
    }

    @Test
    void whenTheBankIsNoSignatureVerifierThenTheLawLeavesNothingAndThePageSaysWhy() throws IOException {
        JsonNode handedOver = JsonMapper.shared()
                .readTree(Files.readString(world.platform.siteRegistration(Site.BANK)))
                .path("relying_party");
        world.operator()
                .send("POST", "/operator/relying-parties", ((ObjectNode) handedOver.deepCopy()).put("verifier", false))
                .expect(201);
        try {
            Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure").signIn();
            assertThat(visitor.outcome()).isEqualTo("REFUSE");
            assertThat(visitor.browser.text("because")).contains("犯罪による収益の移転防止に関する法律施行規則6条1項1号");
            assertThat(visitor.browser.shows("go") || visitor.browser.shows("step-1"))
                    .isFalse();
        } finally {
            world.operator().register(world.platform.siteRegistration(Site.BANK));
        }
    }

    @Test
    void whenTheAnchorDiesBetweenThenTheCityOfficeOffersWhatBringsItBack() {
        Visitor visitor = Visitor.enrolled().open(Site.CITY, "/procedure").signIn();
        world.move(visitor.app, true);
        world.sandbox.publish();
        Await.until("noticed", PATIENCE, () -> visitor.app.state().text("state").equals("REISSUE_REQUIRED"));
        visitor.open(Site.CITY, "/procedure");
        assertThat(visitor.outcome()).isEqualTo("STEP_UP");
        visitor.browser.click("step-1");
        assertThat(visitor.browser.shows("todo")).as("the issuer's page").isTrue();
        new AtTheIssuer(world, visitor.app, visitor.browser).reissue();
        visitor.agree();
        assertThat(visitor.browser.at()).isEqualTo(URI.create(world.platform.siteUri(Site.CITY) + "/procedure"));
        assertThat(visitor.outcome()).isEqualTo("ACCEPT");
    }

    @Test
    void whenTheHolderDoesNotAgreeThenNobodyIsSignedIn() {
        Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure");
        new AtTheIssuer(world, visitor.app, visitor.browser).signIn();
        visitor.browser.press("consent-deny");
        assertThat(visitor.browser.text("code")).isEqualTo("access_denied");
        assertThat(visitor.open(Site.BANK, "/").browser.shows("sign-out")).isFalse();
    }

    @Test
    void whenSomebodySignsOutAtOneThenTheIssuerTellsTheOthers() {
        Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure").signIn();
        visitor.open(Site.CITY, "/procedure").agree();
        assertThat(visitor.open(Site.BANK, "/").browser.shows("sign-out")).isTrue();
        visitor.open(Site.CITY, "/").browser.press("sign-out");
        assertThat(visitor.browser.at()).isEqualTo(URI.create(world.platform.siteUri(Site.CITY) + "/"));
        Await.until(
                "the bank is told",
                PATIENCE,
                () -> !visitor.open(Site.BANK, "/").browser.shows("sign-out"));
        visitor.open(Site.BANK, "/musubi/sign-in?silent=true&return_to=/mine");
        assertThat(visitor.browser.text("code")).isEqualTo("login_required");
    }

    @Test
    void whenTheIssuerIsDownThenThePagesSayNotNow() {
        Visitor visitor = Visitor.enrolled().open(Site.CITY, "/procedure").signIn();
        Visitor another = Visitor.enrolled();
        world.platform.issuer().kill();
        try {
            assertThat(visitor.open(Site.CITY, "/procedure").outcome()).isEqualTo("UNDECIDED");
            another.open(Site.BANK, "/procedure");
            assertThat(another.browser.text("code")).isEqualTo("provider_unreachable");
        } finally {
            world.platform.issuer().launch();
            world.platform.issuer().awaitReady();
        }
        visitor.browser.click("step-1");
        assertThat(visitor.outcome()).isEqualTo("ACCEPT");
        another.browser.click("again");
        assertThat(another.signIn().outcome()).isEqualTo("STEP_UP");
    }
}
