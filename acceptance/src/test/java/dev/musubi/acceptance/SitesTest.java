package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
                                    Stream.of(world.platform.serverCertificate()),
                                    Arrays.stream(Site.values()).map(world.platform::siteCertificate))
                            .toList()));
        }

        Visitor open(Site site, String path) {
            browser.open(URI.create(world.platform.siteUri(site) + path));
            return this;
        }

        /** Signs in with the code in the app, and agrees to what is asked. */
        Visitor signIn() {
            browser.press("code-submit", Map.of("code", app.signInCode(browser.text("browser-number"))));
            browser.click("skip-passkey");
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

        /** Signs the application that is open with a card. */
        String signed(HolderApp by, Map<String, Object> how) {
            return world.sandbox
                    .sign(by.residentId(), browser.exactText("document"), browser.text("type"), how)
                    .expect(200)
                    .text("signed");
        }

        Visitor send(String signed) {
            browser.press("send-signature", Map.of("signed", signed));
            return this;
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
    void whenTheLawNamesTheMethodThenASignatureOpensTheAccountAndTheDecisionCanBeTakenAgain() throws IOException {
        int before = records(Site.BANK).size();
        Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure").signIn();
        assertThat(visitor.outcome()).isEqualTo("STEP_UP");
        assertThat(visitor.browser.text("decided")).contains("公的個人認証の署名（カード）");
        assertThat(visitor.browser.text("because")).contains("犯罪による収益の移転防止に関する法律施行規則6条1項1号");
        assertThat(visitor.browser.shows("go")).isFalse();
        Reply kept = world.bank()
                .send(
                        "GET",
                        "/v1/assurance/decisions/"
                                + URLEncoder.encode(visitor.browser.text("reference"), StandardCharsets.UTF_8),
                        null)
                .expect(200);
        assertThat(kept.text("procedure")).isEqualTo("bank-account");
        assertThat(kept.text("outcome")).isEqualTo("STEP_UP");
        assertThat(kept.text("replay")).isEqualTo("SAME");
        visitor.browser.click("step-1");
        visitor.send(visitor.signed(visitor.app, Map.of()));
        assertThat(visitor.browser.at().getPath()).isEqualTo("/mine");
        assertThat(visitor.browser.text("number")).startsWith("普通 ");
        assertThat(visitor.browser.text("method")).contains("カ（").doesNotContain("民間IDの受入れ");
        assertThat(records(Site.BANK)).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"OTHER_KEY", "RIGHT_NAME_WRONG_CA_KEY", "AUTHENTICATION_CERTIFICATE", "EXPIRED", "ALG_NONE"})
    void whenASignatureIsForgedThenThereIsNoContract(String forgery) {
        int before = records(Site.TELCO).size();
        Visitor visitor = Visitor.enrolled().open(Site.TELCO, "/procedure").signIn();
        assertThat(visitor.outcome()).isEqualTo("STEP_UP");
        visitor.browser.click("step-1");
        visitor.send(visitor.signed(visitor.app, Map.of("forge", forgery)));
        assertThat(visitor.browser.at().getPath()).isEqualTo("/signature");
        assertThat(visitor.browser.text("problem")).isNotBlank();
        assertThat(records(Site.TELCO)).hasSize(before);
    }

    @Test
    void whenASignatureIsAnothersOrOfAnotherDocumentOrDeadThenThePageSaysWhich() {
        Visitor visitor = Visitor.enrolled().open(Site.TELCO, "/procedure").signIn();
        visitor.browser.click("step-1");
        visitor.send(visitor.signed(world.somebody(), Map.of()));
        assertThat(visitor.browser.text("code")).isEqualTo("another_person");
        String old = visitor.signed(visitor.app, Map.of());
        visitor.open(Site.TELCO, "/signature").send(old);
        assertThat(visitor.browser.text("code")).isEqualTo("application_altered");
        String dead = visitor.signed(visitor.app, Map.of());
        world.sandbox.event(visitor.app.residentId(), "LOSE_CARD", Map.of()).expect(201);
        visitor.send(dead);
        assertThat(visitor.browser.text("code")).isEqualTo("certificate_revoked");
        assertThat(visitor.browser.text("problem")).isEqualTo("この電子証明書は失効しています。");
    }

    @Test
    void whenThePrivateIdSufficesThenNothingMoreIsAskedUntilItIsSuspended() {
        Visitor visitor = Visitor.enrolled().open(Site.CITY, "/procedure").signIn();
        assertThat(visitor.outcome()).isEqualTo("ACCEPT");
        visitor.browser.press("go");
        assertThat(visitor.browser.text("number")).startsWith("第");
        assertThat(visitor.browser.text("standing")).isEqualTo("ACTIVE");
        world.sandbox.event(visitor.app.residentId(), "LOSE_CARD", Map.of()).expect(201);
        world.sandbox.publish();
        Await.until(
                "suspended", PATIENCE, () -> visitor.app.state().text("state").equals("SUSPENDED"));
        visitor.open(Site.CITY, "/procedure");
        assertThat(visitor.outcome()).isEqualTo("STEP_UP");
        assertThat(visitor.browser.text("decided")).contains("カードの署名で再発行する");
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
            assertThat(visitor.browser.text("decided")).contains("犯罪による収益の移転防止に関する法律施行規則6条1項1号");
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
        String code = visitor.app
                .enrol(false, visitor.browser.text("browser-number"))
                .expect(201)
                .text("sign_in_code");
        visitor.browser.press("continue");
        visitor.browser.press("code-submit", Map.of("code", code));
        visitor.browser.click("skip-passkey");
        visitor.agree();
        assertThat(visitor.browser.at()).isEqualTo(URI.create(world.platform.siteUri(Site.CITY) + "/procedure"));
        assertThat(visitor.outcome()).isEqualTo("ACCEPT");
    }

    @Test
    void whenTheHolderDoesNotAgreeThenNobodyIsSignedIn() {
        Visitor visitor = Visitor.enrolled().open(Site.BANK, "/procedure");
        visitor.browser.press(
                "code-submit", Map.of("code", visitor.app.signInCode(visitor.browser.text("browser-number"))));
        visitor.browser.click("skip-passkey");
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
