package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.notice.Notice;
import dev.musubi.issuer.notice.Notices;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.State;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What lets others in, lets data out, or cannot be taken back, needs its holder there and then (RFC 9470). */
class FreshAuthenticationTest extends OpenIdTest {

    private static final Map<String, Object> INTRODUCTION =
            Map.of("relying_party", "nobody", "purpose", "口座開設", "items", List.of("NAME"));

    @Autowired
    private Notices notices;

    private void age(HolderId holderId, Duration by) {
        jdbc.sql("update credential set authenticated_at = ? where holder_id = ? and authenticated_at is not null")
                .params(Instant.now().minus(by).atOffset(ZoneOffset.UTC), holderId)
                .update();
    }

    private State state(HolderId holderId) {
        return privateIds.find(holderId).orElseThrow().state();
    }

    private void pause(HolderId holderId) {
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder"));
    }

    private static void assertWantsMore(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("insufficient_user_authentication");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error=\"insufficient_user_authentication\"", "max_age=\"300\"");
    }

    /** Signs once more with the card, for the app. */
    private HttpResponse<String> confirm(TestApp app, TestCertificate person) {
        TestCertificate authentication = authentication();
        jlis.samePerson(
                person.read(AUTHORITY.profile()).id(),
                authentication.read(AUTHENTICATION.profile()).id());
        HttpResponse<String> challenge = app.send("POST", "/v1/sign-in-challenges", Map.of());
        assertThat(challenge.statusCode()).as(challenge.body()).isEqualTo(201);
        return app.send(
                "POST",
                "/v1/sign-in-challenges/answer",
                Map.of(
                        "ticket",
                        member(challenge, "ticket"),
                        "answer",
                        sign(authentication, member(challenge, "type"), member(challenge, "document"))));
    }

    @Test
    void whenAnAppHasNotSeenItsHolderForLongThenItGivesNoOrderThatMattersUntilItHas() {
        TestCertificate person = person();
        EnrolmentOutcome.Issued issued = enrol(person, false);
        HolderId holderId = issued.privateId().holderId();
        TestApp app = app(issued.letIn().token());
        for (Duration old : List.of(Duration.ofMinutes(6), Duration.ofDays(20), Duration.ofHours(-1))) {
            age(holderId, old);
            assertWantsMore(app.send("POST", "/v1/holder/disclosures", INTRODUCTION));
            assertWantsMore(app.send("POST", "/v1/holder/withdrawal", Map.of()));
            assertWantsMore(app.send("POST", "/v1/holder/withdrawal", Map.of("erase", true)));
            pause(holderId);
            assertWantsMore(app.send("DELETE", "/v1/holder/suspension", null));
            assertThat(state(holderId)).isEqualTo(State.SUSPENDED);
            holders.locking(holderId, () -> privateIds.resume(holderId, clock.instant()));
        }
        assertThat(state(holderId)).isEqualTo(State.ACTIVE);
        assertThat(app.send("GET", "/v1/holder/private-id", null).statusCode()).isEqualTo(200);
        assertThat(app.send("POST", "/v1/holder/suspension", null).statusCode())
                .as("a pause waits for nobody")
                .isEqualTo(204);

        HttpResponse<String> confirmed = confirm(app, person);
        assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(201);
        assertThat(confirmed.body()).contains("authenticated_at").doesNotContain("sign_in_code");
        assertThat(app.send("DELETE", "/v1/holder/suspension", null).statusCode())
                .isEqualTo(204);
        assertThat(app.send("POST", "/v1/holder/disclosures", INTRODUCTION).body())
                .contains("unknown_relying_party");
        assertThat(app.send("POST", "/v1/holder/withdrawal", Map.of("erase", true))
                        .statusCode())
                .isEqualTo(204);
        assertThat(state(holderId)).isEqualTo(State.ENDED);
        assertThat(notices.of(holderId))
                .extracting(Notice::kind)
                .contains(Notice.Kind.APP_ADDED, Notice.Kind.RESUMED, Notice.Kind.WITHDRAWN, Notice.Kind.ERASED);
        assertThat(app.send("GET", "/v1/holder/private-id", null).body()).contains("access_required");
    }

    @Test
    void whenAnotherPersonsCardIsShownThenTheAppIsNoFresher() {
        EnrolmentOutcome.Issued issued = enrol(person(), false);
        HolderId holderId = issued.privateId().holderId();
        TestApp app = app(issued.letIn().token());
        age(holderId, Duration.ofMinutes(6));
        TestCertificate other = person();
        enrol(other, false);
        assertThat(confirm(app, other).body()).contains("somebody_else");
        assertWantsMore(app.send("POST", "/v1/holder/withdrawal", Map.of()));
    }

    @Test
    void whenAnOldSessionResumesThenTheHolderConfirmsAndGoesOnWhereItWas() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holder(browser);
        pause(holderId);
        age(holderId, Duration.ofMinutes(6));
        browser.go(URI.create(ISSUER + "/home"));
        browser.press("resume");
        assertThat(state(holderId)).isEqualTo(State.SUSPENDED);
        assertThat(browser.shows("again")).as("asked to confirm").isTrue();
        confirmInBrowser(browser, person);
        assertThat(state(holderId)).as("going to an address changes nothing").isEqualTo(State.SUSPENDED);
        browser.press("resume");
        assertThat(state(holderId)).isEqualTo(State.ACTIVE);
        assertThat(browser.shows("state")).isTrue();
        browser.go(URI.create(ISSUER + "/home/notices"));
        assertThat(browser.page().select("#notices").text()).contains("再開されました");
    }

    @Test
    void whenAnOldSessionWithdrawsThenWhatWasChosenIsStillChosenAfterTheConfirmation() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holder(browser);
        browser.go(URI.create(ISSUER + "/home/withdrawal"));
        age(holderId, Duration.ofMinutes(6));
        browser.press("withdraw", Map.of("erase", "true"));
        assertThat(state(holderId)).isEqualTo(State.ACTIVE);
        confirmInBrowser(browser, person);
        assertThat(browser.page().select("#erase").hasAttr("checked")).isTrue();
        browser.press("withdraw", Map.of("erase", "true"));
        assertThat(browser.shows("erased")).isTrue();
        assertThat(state(holderId)).isEqualTo(State.ENDED);
        assertThat(value("select count(*) from holder_key where holder_id = ?", holderId))
                .isEqualTo(0L);
    }

    @Test
    void whenAnOldSessionWantsToAddAPasskeyThenTheHolderConfirmsFirst() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holder(browser);
        browser.go(URI.create(ISSUER + "/signin/passkey?to=/home"));
        String csrf = browser.attribute("passkey-registration", "data-csrf");
        assertThat(options(browser, csrf).statusCode()).isEqualTo(200);
        age(holderId, Duration.ofMinutes(6));
        assertWantsMore(options(browser, csrf));
        browser.go(URI.create(ISSUER + "/signin/passkey?to=/home"));
        assertThat(browser.shows("again")).isTrue();
        confirmInBrowser(browser, person);
        assertThat(browser.shows("register-passkey")).isTrue();
        assertThat(options(browser, csrf).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> options(TestBrowser browser, String csrf) {
        return browser.send(HttpRequest.newBuilder(URI.create(ISSUER + "/signin/passkey/registration-options"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"csrf\":\"" + csrf + "\"}")));
    }

    /** Confirms with the card on the page that asks, and passes the offer of a passkey. */
    private void confirmInBrowser(TestBrowser browser, TestCertificate person) {
        byCard(browser, person);
    }

    private HolderId holder(TestBrowser browser) {
        browser.go(URI.create(ISSUER + "/home"));
        CredentialId session = CredentialId.of(
                String.valueOf(
                        value(
                                "select credential_id from credential where kind = 'SESSION' and ended_at is null order by made_at desc limit 1")));
        return new HolderId((java.util.UUID) java.util.Objects.requireNonNull(
                value("select holder_id from credential where credential_id = ?", session.value())));
    }
}
