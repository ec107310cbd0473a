package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.signin.BrowserMarks;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing in with the card, by the browser's way to the app and back. */
class CardSignInTest extends OpenIdTest {

    private static final Map<String, String> BY_CARD =
            Map.of("acr_values", "urn:musubi:acr:passkey urn:musubi:acr:jpki-authentication");

    private TestBrowser atSignIn() {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin?to=/home"));
        return browser;
    }

    /** The card has signed in for the first time, and by a signature. */
    private TestBrowser firstTime(TestCertificate person) {
        mynaApp.lay(person);
        TestBrowser browser = atSignIn();
        browser.press("card");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("more_to_sign");
        browser.press("sign-button");
        return browser;
    }

    @Test
    void whenACardSignsInForTheFirstTimeThenASignatureSaysWhoseItIsAndTheNextTimeFourDigitsDo() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        TestBrowser browser = firstTime(person);
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        assertThat(credentials.live(holderId, Kind.CARD)).hasSize(1);

        TestBrowser next = atSignIn();
        assertThat(next.press("card").getPath()).isEqualTo("/home");
        Client bank = bank();
        HttpResponse<String> tokens = redeem(bank, code(signIn(next, bank, BY_CARD)));
        assertThat(claims(member(tokens, "id_token")).getClaims())
                .containsEntry("acr", "urn:musubi:acr:jpki-authentication");
    }

    @Test
    void whenACardIsEndedThenItSignsNobodyInAndNothingLeadsToItsHolder() {
        TestCertificate person = person();
        HolderId holderId = holder(person, false);
        firstTime(person);
        holders.locking(
                holderId,
                () -> credentials.end(
                        holderId,
                        credentials.live(holderId, Kind.CARD).getFirst().id(),
                        dev.musubi.issuer.credential.Credential.Why.HOLDER));
        assertThat(value("select count(*) from card_subject where holder_id = ?", holderId))
                .isEqualTo(0L);
        TestBrowser ended = atSignIn();
        ended.press("card");
        assertThat(ended.attribute("problem", "data-code")).isEqualTo("more_to_sign");
    }

    @Test
    void whenOneCardShowsItsFourDigitsAndAnotherSignsThenNeitherSignsIn() {
        TestCertificate mother = person();
        TestCertificate father = person();
        holder(mother, false);
        HolderId fathers = holder(father, false);
        mynaApp.lay(mother);
        TestBrowser browser = atSignIn();
        browser.press("card");
        mynaApp.lay(father);
        browser.press("sign-button");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("card_of_somebody_else");
        assertThat(credentials.live(fathers, Kind.CARD)).isEmpty();
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
    }

    @Test
    void whenAnothersCardSignsInWhereSomebodyWasAtWorkThenItLeadsHomeAndNotOn() {
        TestCertificate husband = person();
        TestCertificate wife = person();
        holder(wife, false);
        TestBrowser browser = signedIn(husband, false);
        addCard(wife);
        browser.go(URI.create(ISSUER + "/signin?to=/home/withdrawal"));
        mynaApp.lay(wife);
        assertThat(browser.press("card").getPath()).isEqualTo("/home");
    }

    @Test
    void whenAReissueIsSignedWithAnothersCardThenNobodysIsIssued() {
        TestCertificate husband = person();
        TestBrowser browser = signedIn(husband, false);
        browser.go(URI.create(ISSUER + "/enrol?to=/home"));
        browser.press("agree");
        browser.press("updates-no");
        TestCertificate wife = person();
        mynaApp.lay(wife);
        browser.press("sign-button");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("another_person");
        assertThat(anchors.ownerOf(
                        java.util.List.of(wife.read(AUTHORITY.profile()).id())))
                .isEqualTo(new dev.musubi.issuer.anchor.CertificateOwner.Nobody());
        mynaApp.lay(husband);
        browser.press("sign-button");
        browser.go(URI.create(ISSUER + "/home"));
        assertThat(browser.shows("state")).isTrue();
    }

    @Test
    void whenJlisIsAwayThenTheSignatureIsKeptAndGoingOnIsEnough() {
        TestCertificate person = person();
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/enrol?to=/home"));
        browser.press("agree");
        browser.press("updates-no");
        mynaApp.lay(person);
        jlis.ocspDark = true;
        browser.press("sign-button");
        assertThat(browser.answer().statusCode()).isEqualTo(503);
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("certificate_status_unknown");
        jlis.ocspDark = false;
        browser.press("go-on-button");
        browser.go(URI.create(ISSUER + "/home"));
        assertThat(browser.shows("state")).isTrue();
    }

    @Test
    void whenTheAnswerToAnIssueIsLostThenTheSameBrowserIsToldTheSameAndNoOther() {
        TestCertificate person = person();
        BrowserMarks marks = BrowserMarks.of("m".repeat(43));
        IssuanceApplication application = enrolment.offer(false, Requester.browser(marks, "さくら みなと 42"));
        String signed = sign(person, application.type(), application.document());
        for (int i = 0; i < 2; i++) {
            assertThat(enrolment.submit(application.applicationId(), signed, null, marks, null))
                    .isInstanceOfSatisfying(
                            EnrolmentOutcome.Issued.class,
                            issued ->
                                    assertThat(issued.privateId().generation()).isEqualTo(1));
        }
        assertThat(enrolment.submit(application.applicationId(), signed, null, BrowserMarks.of("n".repeat(43)), null))
                .isInstanceOf(EnrolmentOutcome.Refused.class);
        enrol(person, false);
        assertThat(enrolment.submit(application.applicationId(), signed, null, marks, null))
                .as("another issue came since")
                .isInstanceOf(EnrolmentOutcome.Refused.class);
    }

    @Test
    void whenThePersonHasNoPrivateIdOrADeadCertificateThenThePageSaysWhichAndSignsNobodyIn() {
        TestCertificate nobody = person();
        TestBrowser stranger = firstTime(nobody);
        assertThat(stranger.attribute("problem", "data-code")).isEqualTo("no_private_id");
        assertThat(stranger.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");

        TestCertificate moved = person();
        holder(moved, false);
        jlis.revoked.put(moved.read(AUTHORITY.profile()).id(), RevocationReason.AFFILIATION_CHANGED);
        assertThat(firstTime(moved).attribute("problem", "data-code")).isEqualTo("certificate_revoked");

        jlis.ocspDark = true;
        TestCertificate asked = person();
        TestBrowser unknown = firstTime(asked);
        assertThat(unknown.attribute("problem", "data-code")).isEqualTo("certificate_status_unknown");
        jlis.ocspDark = false;
        unknown.press("go-on-button");
        assertThat(unknown.attribute("problem", "data-code"))
                .as("a little later it is known")
                .isEqualTo("no_private_id");
    }

    @Test
    void whenTheAppFailsThenThePageSaysSoAndTheSameButtonTriesAgain() {
        TestCertificate person = person();
        holder(person, false);
        mynaApp.lay(person);
        mynaApp.fails("mynaapp_pin_locked");
        TestBrowser browser = atSignIn();
        browser.press("card");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("mynaapp_pin_locked");
        mynaApp.lay(person);
        browser.press("sign-button");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("more_to_sign");
        mynaApp.fails("mynaapp_cancelled");
        browser.press("sign-button");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("mynaapp_cancelled");
        mynaApp.lay(person);
        browser.press("sign-button");
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
    }

    @Test
    void whenTheAppCannotBeReachedThenThePageSaysSo() {
        mynaApp.lay(person());
        mynaApp.close();
        TestBrowser browser = atSignIn();
        browser.press("card");
        assertThat(browser.answer().statusCode()).isEqualTo(503);
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("mynaapp_server_unreachable");
    }

    @Test
    void whenAReissueCameMeanwhileThenTheCardOfBeforeSignsNobodyIn() {
        TestCertificate person = person();
        holder(person, false);
        firstTime(person);
        enrol(person, false);
        TestBrowser browser = atSignIn();
        browser.press("card");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("more_to_sign");
    }

    @Test
    void whenTheOrderIsTooOldThenThePageSaysToStartAgain() {
        TestCertificate person = person();
        mynaApp.lay(person);
        TestBrowser browser = atSignIn();
        URI back = leadsTo(browser.send(form(browser, "card", Map.of())));
        jdbc.sql(
                        "update signing_order set expires_at = expires_at - interval '31 minutes', created_at = created_at - interval '31 minutes'")
                .update();
        browser.go(back);
        assertThat(browser.attribute("problem", "data-code"))
                .as("it is over, and not another browser's")
                .isEqualTo("signing_over");
        browser.go(URI.create(ISSUER + "/signing/nonsense"));
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("signing_over");
    }

    @Test
    void whenTheConsentCannotBeSignedThenTheApplicationGoesOnWithoutIt() {
        TestCertificate person = person();
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/enrol?to=/home"));
        browser.press("agree");
        browser.press("updates-yes");
        mynaApp.lay(person);
        browser.press("sign-button");
        assertThat(browser.shows("without-updates"))
                .as("nothing has failed yet")
                .isFalse();
        mynaApp.fails("mynaapp_cancelled");
        browser.press("sign-button");
        assertThat(browser.attribute("problem", "data-code")).isEqualTo("mynaapp_cancelled");
        browser.press("without-updates");
        mynaApp.lay(person);
        browser.press("sign-button");
        browser.go(URI.create(ISSUER + "/home"));
        assertThat(browser.attribute("state", "data-state")).isEqualTo("ACTIVE");
        browser.go(URI.create(ISSUER + "/home/consents"));
        assertThat(browser.shows("updates-end")).as("nobody agreed to updates").isFalse();
    }
}
