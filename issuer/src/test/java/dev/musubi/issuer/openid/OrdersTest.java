package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Orders;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A thief's order that waits for the holder's lock while the victim signs anew: it was let in, and is not any more. */
class OrdersTest extends OpenIdTest {

    @Autowired
    private Orders orders;

    private void reissue(TestCertificate victim) {
        String own = TestApp.thumbprint(TestApp.key());
        IssuanceApplication application = enrolment.offer(false, Requester.app(own, "さくら みなと 42"));
        assertThat(enrolment.submit(
                        application.applicationId(),
                        sign(victim, application.type(), application.document()),
                        null,
                        own,
                        "New phone"))
                .isInstanceOf(EnrolmentOutcome.Issued.class);
    }

    /** An app that was used this hour, so that nothing but the order wants the lock. */
    private static TestApp inUse(EnrolmentOutcome.Issued issued) {
        TestApp app = app(issued.letIn().token());
        assertThat(app.send("GET", "/v1/holder/private-id", null).statusCode()).isEqualTo(200);
        return app;
    }

    private PrivateId privateId(HolderId holderId) {
        return privateIds.find(holderId).orElseThrow();
    }

    private void stands(HolderId holderId) {
        assertThat(privateId(holderId).state()).isEqualTo(State.ACTIVE);
        assertThat(privateId(holderId).cause()).isEqualTo(Cause.REISSUED);
        assertThat(value("select count(*) from holder_key where holder_id = ?", holderId))
                .isEqualTo(1L);
    }

    @Test
    void whenAThiefsAppErasesWhileTheVictimReissuesThenWhatWasJustIssuedStands() {
        TestCertificate victim = person();
        EnrolmentOutcome.Issued issued = enrol(victim, false);
        HolderId holderId = issued.privateId().holderId();
        TestApp thief = inUse(issued);
        HttpResponse<String> answer = waiting(
                holderId,
                () -> thief.send("POST", "/v1/holder/withdrawal", Map.of("erase", true)),
                () -> reissue(victim));
        assertThat(answer.body()).contains("access_required");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("invalid_token");
        stands(holderId);
    }

    @Test
    void whenAThiefsAppPausesWhileTheVictimReissuesThenWhatWasJustIssuedStands() {
        TestCertificate victim = person();
        EnrolmentOutcome.Issued issued = enrol(victim, false);
        HolderId holderId = issued.privateId().holderId();
        TestApp thief = inUse(issued);
        assertThat(waiting(holderId, () -> thief.send("POST", "/v1/holder/suspension", null), () -> reissue(victim))
                        .body())
                .contains("access_required");
        stands(holderId);
    }

    @Test
    void whenAThiefsAppResumesWhileTheVictimReissuesAndPausesThenItStaysPaused() {
        TestCertificate victim = person();
        EnrolmentOutcome.Issued issued = enrol(victim, false);
        HolderId holderId = issued.privateId().holderId();
        TestApp thief = inUse(issued);
        assertThat(waiting(holderId, () -> thief.send("DELETE", "/v1/holder/suspension", null), () -> {
                            reissue(victim);
                            privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder");
                        })
                        .body())
                .contains("access_required");
        assertThat(privateId(holderId).state()).isEqualTo(State.SUSPENDED);
    }

    @Test
    void whenAThiefsAppAllowsADisclosureWhileTheVictimReissuesThenThereIsNoCode() {
        TestCertificate victim = person();
        EnrolmentOutcome.Issued issued = enrol(victim, false);
        HolderId holderId = issued.privateId().holderId();
        TestApp thief = inUse(issued);
        Client bank = bank();
        assertThat(waiting(
                                holderId,
                                () -> thief.send(
                                        "POST",
                                        "/v1/holder/disclosures",
                                        Map.of(
                                                "relying_party",
                                                bank.id(),
                                                "purpose",
                                                "口座開設",
                                                "items",
                                                List.of("NAME"))),
                                () -> reissue(victim))
                        .body())
                .contains("access_required");
        assertThat(value("select count(*) from disclosure_code where holder_id = ?", holderId))
                .isEqualTo(0L);
    }

    /** A browser in which this person is signed in, by the card. */
    private TestBrowser byCard(TestCertificate person) {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        byCard(browser, person);
        browser.go(URI.create(ISSUER + "/home"));
        assertThat(browser.shows("state")).isTrue();
        return browser;
    }

    @Test
    void whenAThiefsAppEndsACredentialAndHasEndedItselfThenTheOtherStands() {
        TestCertificate victim = person();
        EnrolmentOutcome.Issued issued = enrol(victim, false);
        HolderId holderId = issued.privateId().holderId();
        byCard(victim);
        CredentialId session =
                credentials.live(holderId, Kind.SESSION).getFirst().id();
        TestApp thief = inUse(issued);
        assertThat(waiting(
                                holderId,
                                () -> thief.send("DELETE", "/v1/holder/credentials/" + session, null),
                                () -> credentials.end(holderId, issued.letIn().id(), Why.HOLDER))
                        .body())
                .contains("access_required");
        assertThat(credentials.live(holderId, session)).isPresent();
    }

    @Test
    void whenAThiefsPageErasesWhileTheVictimReissuesThenWhatWasJustIssuedStands() {
        TestCertificate victim = person();
        HolderId holderId = holder(victim, false);
        TestBrowser thief = byCard(victim);
        thief.go(URI.create(ISSUER + "/home/withdrawal"));
        assertThat(waiting(holderId, () -> thief.press("withdraw", Map.of("erase", "true")), () -> reissue(victim))
                        .getPath())
                .isEqualTo("/signin");
        stands(holderId);
    }

    @Test
    void whenAThiefsPageResumesWhileTheVictimReissuesAndPausesThenItStaysPaused() {
        TestCertificate victim = person();
        HolderId holderId = holder(victim, false);
        TestBrowser thief = byCard(victim);
        thief.go(URI.create(ISSUER + "/home/resume"));
        assertThat(waiting(holderId, () -> thief.press("resume"), () -> {
                            reissue(victim);
                            privateIds.apply(holderId, Cause.PAUSED, clock.instant(), "holder");
                        })
                        .getPath())
                .isEqualTo("/signin");
        assertThat(privateId(holderId).state()).isEqualTo(State.SUSPENDED);
    }

    @Test
    void whenAThiefsPageOrdersAnythingElseWhileTheVictimReissuesThenNothingIsDone() {
        TestCertificate victim = person();
        HolderId holderId = holder(victim, false);
        TestBrowser thief = byCard(victim);
        thief.go(URI.create(ISSUER + "/home/pause"));
        waiting(holderId, () -> thief.press("pause"), () -> reissue(victim));
        assertThat(thief.answer().statusCode()).isEqualTo(401);
        assertThat(thief.answer().body()).contains("sign_in_required");
        stands(holderId);

        TestBrowser again = byCard(victim);
        again.go(URI.create(ISSUER + "/home/devices"));
        CredentialId app = appOf(holderId);
        CredentialId session =
                credentials.live(holderId, Kind.SESSION).getFirst().id();
        waiting(
                holderId,
                () -> again.submit(Objects.requireNonNull(again.page().selectFirst("#apps form"))),
                () -> credentials.end(holderId, session, Why.HOLDER));
        assertThat(again.answer().statusCode()).isEqualTo(401);
        assertThat(credentials.live(holderId, app)).isPresent();
    }

    @Test
    void whenAnOrderIsGivenThenOnlyByWhatIsLetInAndFreshlyOnlyByWhoAuthenticatedJustNow() {
        EnrolmentOutcome.Issued issued = enrol(person(), false);
        HolderId holderId = issued.privateId().holderId();
        CredentialId app = issued.letIn().id();
        assertThat(orders.by(holderId, app, () -> "done")).contains("done");
        assertThat(orders.freshlyBy(holderId, app, () -> "done")).contains("done");
        assertThat(orders.by(holderId, CredentialId.random(), () -> "done")).isEmpty();
        assertThat(orders.by(holder(person(), false), app, () -> "done"))
                .as("another's")
                .isEmpty();

        jdbc.sql("update credential set authenticated_at = ? where holder_id = ? and credential_id = ?")
                .params(Sql.time(Instant.now().minus(Duration.ofMinutes(6))), holderId, app)
                .update();
        assertThat(orders.by(holderId, app, () -> "done")).contains("done");
        assertThat(orders.freshlyBy(holderId, app, () -> "done")).isEmpty();
        holders.locking(holderId, () -> credentials.end(holderId, app, Why.HOLDER));
        assertThat(orders.by(holderId, app, () -> "done")).isEmpty();
    }
}
