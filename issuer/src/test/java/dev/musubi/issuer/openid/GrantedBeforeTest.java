package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.RecentAuthentication;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.time.TestClocks;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.util.ReflectionTestUtils;

/** What was granted in a session that has ended since: a thief's, for all anybody knows. */
class GrantedBeforeTest extends OpenIdTest {

    private static final String STATE = "/v1/holder/private-id";
    private static final RelyingParty BANK =
            new RelyingParty("bank", "銀行", "bank", RelyingParty.Law.JP_AML, List.of(), false, null);

    @Autowired
    private Disclosures disclosures;

    @Autowired
    private Consents consents;

    @Autowired
    private RecentAuthentication recent;

    private static HttpResponse<String> granted(Plain shop, TestBrowser browser) {
        HttpResponse<String> tokens =
                redeem(shop, code(lasting(browser, start(shop, Map.of("scope", "openid profile offline_access")))));
        assertThat(bearer(member(tokens, "access_token")).statusCode()).isEqualTo(200);
        return tokens;
    }

    private static void nothingIsLeft(Plain shop, HttpResponse<String> tokens) {
        assertThat(bearer(member(tokens, "access_token")).statusCode()).isEqualTo(401);
        assertThat(member(refresh(shop, member(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    private HolderId holderOf(TestBrowser browser) {
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        return jdbc.sql("select holder_id from credential where kind = 'SESSION' order by made_at desc limit 1")
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .single();
    }

    private CredentialId sessionOf(HolderId holderId) {
        return credentials.live(holderId, Kind.SESSION).getFirst().id();
    }

    private HttpResponse<String> again(TestCertificate person) {
        TestApp own = new TestApp(tls(), ISSUER, TestApp.KEY, null);
        own.letIn(enrol(person, false).letIn().token());
        return own.send("GET", "/v1/holder/private-id", null);
    }

    @Test
    void whenAThiefSignedOutBeforeTheVictimReissuesThenNothingIsLeftAllTheSame() {
        TestCertificate victim = person();
        Plain shop = plain(Map.of(), false);
        TestBrowser thief = signedIn(victim, false);
        HttpResponse<String> tokens = granted(shop, thief);
        thief.go(URI.create(ISSUER + "/home"));
        thief.press("sign-out");
        // What was to last beyond a sign-out does, until somebody signs anew.
        assertThat(bearer(member(tokens, "access_token")).statusCode()).isEqualTo(200);
        assertThat(again(victim).statusCode()).isEqualTo(200);
        nothingIsLeft(shop, tokens);
    }

    @Test
    void whenTheThiefsSessionRanOutBeforeTheVictimReissuesThenNothingIsLeftAllTheSame() {
        TestCertificate victim = person();
        Plain shop = plain(Map.of(), false);
        TestBrowser thief = signedIn(victim, false);
        HttpResponse<String> tokens = granted(shop, thief);
        HolderId holderId = holderOf(thief);
        jdbc.sql("update credential set expires_at = ? where holder_id = ? and kind = 'SESSION'")
                .params(Sql.time(Instant.now().minusSeconds(60)), holderId)
                .update();
        again(victim);
        nothingIsLeft(shop, tokens);
    }

    @Test
    void whenTheVictimReissuesThenTheClientIsAStrangerAgain() {
        TestCertificate victim = person();
        Plain shop = plain(Map.of(), false);
        TestBrowser thief = signedIn(victim, false);
        lasting(thief, start(shop, Map.of("scope", "openid")));
        assertThat(query(thief.go(start(shop, Map.of("scope", "openid", "prompt", "none")))))
                .containsKey("code");
        TestBrowser victims = signedIn(victim, false);
        assertThat(query(victims.go(start(shop, Map.of("scope", "openid", "prompt", "none")))))
                .containsEntry("error", "consent_required");
    }

    @Test
    void whenTheHolderEndsABrowserThenWhatItGrantedEndsToo() {
        TestCertificate victim = person();
        Plain shop = plain(Map.of(), false);
        TestBrowser thief = signedIn(victim, false);
        HttpResponse<String> tokens = granted(shop, thief);
        HolderId holderId = holderOf(thief);
        CredentialId session = sessionOf(holderId);
        holders.locking(holderId, () -> credentials.end(holderId, session, Why.HOLDER));
        nothingIsLeft(shop, tokens);
    }

    @Test
    void whenASessionHasLainAboutThenItTellsNobodyNewUntilItsHolderIsThere() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        HolderId holderId = holderOf(browser);
        jdbc.sql("update credential set authenticated_at = ? where holder_id = ? and kind = 'SESSION'")
                .params(Sql.time(Instant.now().minus(Duration.ofMinutes(11))), holderId)
                .update();
        assertThat(browser.go(start(shop, Map.of("scope", "openid profile"))).getPath())
                .isEqualTo("/signin");
        assertThat(browser.go(start(shop, Map.of("scope", "openid offline_access")))
                        .getPath())
                .isEqualTo("/signin");
        // Nothing is told but who it is: that is asked as ever.
        browser.go(start(shop, Map.of("scope", "openid")));
        assertThat(browser.shows("consent-allow")).isTrue();
    }

    @Test
    void whenTheClockIsInDoubtThenTheClientIsToldSoAndNobodySignsInForEver() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        Object steady = ReflectionTestUtils.getField(recent, "watch");
        ReflectionTestUtils.setField(recent, "watch", TestClocks.steppedBack());
        try {
            for (Map<String, String> wanted : List.of(
                    Map.of("scope", "openid profile"),
                    Map.of("scope", "openid offline_access"),
                    Map.of("scope", "openid", "max_age", "3600"))) {
                assertThat(query(browser.go(start(shop, wanted)))).containsEntry("error", "temporarily_unavailable");
            }
        } finally {
            ReflectionTestUtils.setField(recent, "watch", steady);
        }
    }

    @Test
    void whenAPageLayOpenTooLongThenTheAnswerToItTellsNothing() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        HolderId holderId = holderOf(browser);
        browser.go(start(shop, Map.of("scope", "openid profile")));
        jdbc.sql("update credential set authenticated_at = ? where holder_id = ? and kind = 'SESSION'")
                .params(Sql.time(Instant.now().minus(Duration.ofMinutes(11))), holderId)
                .update();
        assertThat(browser.press("consent-allow").getPath()).isEqualTo("/signin");
    }

    @Test
    void whenAPrivateIdHasRunOutThenItsAppIsToldThatAndNoMore() {
        var issued = enrol(person(), false);
        HolderId holderId = issued.privateId().holderId();
        TestApp app = app(issued.letIn().token());
        String code = disclosures
                .allow(holderId, issued.letIn().id(), BANK, "口座開設", Set.of(Attribute.NAME))
                .orElseThrow()
                .code();
        assertThat(disclosures.redeem(BANK, code)).isPresent();
        assertThat(app.send("GET", STATE, null).body()).contains("口座開設", "TERMS");
        runOut(holderId);

        HttpResponse<String> told = app.send("GET", STATE, null);
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(parse(told))
                .containsEntry("state", "ENDED")
                .containsEntry("cause", "ID_EXPIRED")
                .containsEntry("demands", List.of())
                .containsEntry("known_to", List.of())
                .containsEntry("consents", List.of());
        for (String path : List.of("attributes", "history", "credentials", "notices")) {
            HttpResponse<String> refused = app.send("GET", "/v1/holder/" + path, null);
            assertThat(refused.statusCode()).as(path).isEqualTo(410);
            assertThat(member(refused, "code")).isEqualTo("private_id_ended");
        }
        assertThat(app.send("DELETE", "/v1/holder/credentials/" + issued.letIn().id(), null)
                        .statusCode())
                .as("it may leave")
                .isEqualTo(204);
    }

    private void runOut(HolderId holderId) {
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.ID_EXPIRED, clock.instant(), "system"));
    }

    @Test
    void whenAPrivateIdIsOverThenNothingThatAReissueEndedIsKept() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holderOf(browser);
        CredentialId session = sessionOf(holderId);
        TestApp own = new TestApp(tls(), ISSUER, TestApp.KEY, null);
        own.letIn(enrol(person, false).letIn().token());
        runOut(holderId);
        assertThat(own.send("POST", "/v1/holder/credentials/keep", Map.of("keep", List.of(session.toString())))
                        .body())
                .isEqualTo("{\"kept\":[]}");
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
    }

    @Test
    void whenThePersonOfOneThatIsOverSignsAnewThenNothingLetsAnybodyIntoTheFormer() {
        TestCertificate person = person();
        var former = enrol(person, false);
        TestApp stolen = app(former.letIn().token());
        runOut(former.privateId().holderId());
        assertThat(stolen.send("GET", STATE, null).statusCode()).isEqualTo(200);
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        mynaApp.lay(person);
        browser.press("card");
        browser.press("sign-button");
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        var anew = enrol(person, false);
        assertThat(anew.privateId().holderId()).isNotEqualTo(former.privateId().holderId());
        assertThat(stolen.send("GET", STATE, null).body()).contains("access_required");
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
        assertThat(app(anew.letIn().token()).send("GET", STATE, null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whenAPrivateIdEndsBeforeJlisIsToldOfItsConsentThenJlisNeverIs() {
        jlis.registryDark = true;
        var issued = issuedWithConsent(person());
        HolderId holderId = issued.privateId().holderId();
        holders.locking(holderId, () -> privateIds.apply(holderId, Cause.ID_EXPIRED, clock.instant(), "system"));
        jlis.registryDark = false;
        pass(Duration.ofHours(1));
        registerConsents();
        assertThat(jlis.consents).isEmpty();
        assertThat(consents.all(holderId))
                .filteredOn(each -> each.kind() == Consent.Kind.LATEST_ATTRIBUTES)
                .allSatisfy(each -> assertThat(each.cancelledAt()).isNotNull());
    }

    private EnrolmentOutcome.Issued issuedWithConsent(TestCertificate person) {
        return (EnrolmentOutcome.Issued) submit(person, true);
    }
}
