package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.VirtualPhone;
import dev.musubi.app.demo.Await;
import dev.musubi.app.demo.Cast;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A resident at a browser, with a phone beside it and nothing else: the issuer, J-LIS and the app's server are real processes. */
class WithTheirOwnHandsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static World world;

    @BeforeAll
    static void begin() {
        world = World.begin("with-their-own-hands");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private final HolderApp resident = somebody();
    private final VirtualPhone phone = phoneOf(resident);
    private final Browser browser = browser();

    private static HolderApp somebody() {
        return new Cast(world.platform, world.sandbox).somebody().orElseThrow();
    }

    private static VirtualPhone phoneOf(HolderApp someone) {
        return new VirtualPhone(someone.residentId(), world.platform.mynaAppCertificate());
    }

    private static Browser browser() {
        return new Browser(List.of(world.platform.serverCertificate(), world.platform.mynaAppCertificate()));
    }

    private void open(String path) {
        browser.open(URI.create(world.platform.holdersUri() + path));
    }

    private void sign() {
        browser.press("sign-button");
        phone.sign(browser);
    }

    private void enrol(boolean updates) {
        open("/");
        if (browser.shows("begin")) {
            browser.click("begin");
        } else {
            open("/enrol");
        }
        browser.press("agree");
        browser.press(updates ? "updates-yes" : "updates-no");
        sign();
        if (updates) {
            sign();
        }
    }

    private String state() {
        open("/home");
        return browser.attribute("state", "data-state");
    }

    private String problem() {
        return browser.attribute("problem", "data-code");
    }

    @Test
    void whenSomebodyAppliesAndAgreesToUpdatesThenAMoveIsFollowedByItself() {
        enrol(true);
        assertThat(browser.shows("skip-passkey"))
                .as("signed in by the signature, and offered an easier way")
                .isTrue();
        assertThat(state()).isEqualTo("ACTIVE");

        world.move(resident, true);
        world.sandbox.publish();
        Await.until("refreshed", PATIENCE, () -> {
            open("/home/life");
            return browser.text("events").contains("自動で更新しました");
        });
        assertThat(state()).isEqualTo("ACTIVE");

        // And taken back, signed like everything J-LIS is told.
        open("/home/consents");
        browser.press("updates-end");
        assertThat(browser.text("document")).contains("自動更新をやめます");
        sign();
        assertThat(browser.at().getPath()).isEqualTo("/home/consents");
        assertThat(browser.shows("updates-end")).isFalse();
    }

    @Test
    void whenTheAnchorIsGoneThenHomeSaysWhatToDoAndOneMoreScreenDoesIt() {
        enrol(false);
        world.move(resident, true);
        world.sandbox.publish();
        Await.until("noticed", PATIENCE, () -> state().equals("REISSUE_REQUIRED"));
        browser.press("reissue");
        sign();
        assertThat(state()).isEqualTo("ACTIVE");
    }

    @Test
    void whenSomethingGoesWrongInTheAppThenThePageSaysWhatAndTheSameButtonGoesOn() {
        open("/enrol");
        browser.press("agree");
        browser.press("updates-no");
        for (Map.Entry<String, String> each : List.of(
                Map.entry("CANCELLED", "mynaapp_cancelled"),
                Map.entry("PIN_LOCKED", "mynaapp_pin_locked"),
                Map.entry("TOO_LATE", "mynaapp_too_late"),
                Map.entry("SERVER_ERROR", "mynaapp_server_unavailable"),
                Map.entry("OTHER_DOCUMENT", "mynaapp_answer_not_understood"))) {
            browser.press("sign-button");
            phone.sign(browser, each.getKey());
            browser.open(browser.at());
            assertThat(problem()).as(each.getKey()).isEqualTo(each.getValue());
            assertThat(browser.text("document")).as("nothing is lost").contains("発行を申請します");
        }
        sign();
        assertThat(state()).isEqualTo("ACTIVE");
    }

    @Test
    void whenTheCertificateIsRevokedThenTheIssuerSeesWhatTheAppsServerDoesNot() {
        world.move(resident, false);
        open("/enrol");
        browser.press("agree");
        browser.press("updates-no");
        sign();
        assertThat(problem()).isEqualTo("certificate_revoked");
    }

    @Test
    void whenTheWayBackIsCarriedIntoAnotherBrowserThenItIsToldToGoBackAndTheFirstGoesOn() {
        open("/enrol");
        browser.press("agree");
        browser.press("updates-no");
        browser.press("sign-button");
        Browser other = browser();
        other.open(browser.at());
        assertThat(other.shows("open-app"))
                .as("the page that waits is of the browser that began")
                .isFalse();
        phone.sign(browser);
        assertThat(browser.shows("skip-passkey")).isTrue();
    }

    @Test
    void whenACardSignsInForTheFirstTimeThenASignatureSaysWhoseItIsAndNextTimeFourDigitsDo() {
        resident.enrol(false).expect(201);
        open("/signin?to=/home");
        browser.press("card");
        phone.confirm(browser);
        assertThat(problem()).isEqualTo("more_to_sign");
        sign();
        assertThat(state()).isEqualTo("ACTIVE");

        Browser next = browser();
        next.open(URI.create(world.platform.holdersUri() + "/signin?to=/home"));
        next.press("card");
        phone.confirm(next);
        assertThat(next.shows("state")).isTrue();
    }
}
