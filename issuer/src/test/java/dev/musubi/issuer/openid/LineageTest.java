package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.enrolment.IssuanceApplication;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.signin.BrowserSessions;
import dev.musubi.issuer.signin.Requester;
import dev.musubi.issuer.signin.SignedIn;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.minidev.json.JSONArray;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONValue;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each way in descends from one proofing; a new one ends those before it; a stolen one is worth nothing. */
class LineageTest extends OpenIdTest {

    private static final String STATE = "/v1/holder/private-id";
    static final RelyingParty BANK =
            new RelyingParty("bank", "銀行", "bank", RelyingParty.Law.JP_AML, List.of(), false, null);

    @Autowired
    private BrowserSessions sessions;

    @Autowired
    private Disclosures disclosures;

    private EnrolmentOutcome.Issued reissue(TestCertificate person, String thumbprint) {
        IssuanceApplication application = enrolment.offer(false, Requester.app(thumbprint, "さくら みなと 42"));
        return (EnrolmentOutcome.Issued) enrolment.submit(
                application.applicationId(),
                sign(person, application.type(), application.document()),
                null,
                thumbprint,
                "New phone");
    }

    private static JSONArray credentialsOf(TestApp app) {
        HttpResponse<String> listed = app.send("GET", "/v1/holder/credentials", null);
        assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
        return (JSONArray) JSONValue.parse(listed.body());
    }

    private static JSONObject credential(TestApp app, String kind) {
        return credentialsOf(app).stream()
                .map(JSONObject.class::cast)
                .filter(each -> kind.equals(each.get("kind")) && !each.containsKey("ended_at"))
                .findFirst()
                .orElseThrow();
    }

    private void age(HolderId holderId, CredentialId id, Duration by) {
        OffsetDateTime then = Instant.now().minus(by).atOffset(java.time.ZoneOffset.UTC);
        assertThat(jdbc.sql("update credential set authenticated_at = ? where holder_id = ? and credential_id = ?")
                        .params(then, holderId, id)
                        .update())
                .isEqualTo(1);
    }

    @Test
    void whenATokenIsCopiedWithoutItsKeyThenItLetsNobodyIn() {
        String token = enrol(person(), false).letIn().token();
        TestApp app = app(token);
        assertThat(app.send("GET", STATE, null).statusCode()).isEqualTo(200);

        HttpResponse<String> byAnotherKey = new TestApp(tls(), ISSUER, TestApp.key(), token).send("GET", STATE, null);
        assertThat(byAnotherKey.statusCode()).isEqualTo(401);
        assertThat(byAnotherKey.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP ")
                .contains("error=\"invalid_dpop_proof\"");

        HttpResponse<String> asBearer =
                send(HttpRequest.newBuilder(URI.create(ISSUER + STATE)).header("Authorization", "Bearer " + token));
        assertThat(asBearer.statusCode()).isEqualTo(401);
        assertThat(asBearer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("DPoP ")
                .contains("error=\"invalid_token\"");

        HttpResponse<String> withoutProof =
                send(HttpRequest.newBuilder(URI.create(ISSUER + STATE)).header("Authorization", "DPoP " + token));
        assertThat(withoutProof.statusCode()).isEqualTo(401);
    }

    @Test
    void whenARequestIsOverheardThenItIsGoodOnceAndForItselfAlone() {
        String token = enrol(person(), false).letIn().token();
        TestApp app = app(token);
        String nonce = app.send("GET", STATE, null, null)
                .headers()
                .firstValue("DPoP-Nonce")
                .orElseThrow();
        String proof = app.proof("GET", ISSUER + STATE, nonce, token);
        assertThat(overheard(token, proof, STATE)).isEqualTo(200);
        assertThat(overheard(token, proof, STATE)).as("again").isEqualTo(401);
        String other = app.proof("GET", ISSUER + STATE, nonce, token);
        assertThat(overheard(token, other, "/v1/holder/attributes"))
                .as("elsewhere")
                .isEqualTo(401);
        String ofAnother = app.proof("GET", ISSUER + STATE, nonce, "another token");
        assertThat(overheard(token, ofAnother, STATE)).as("with another token").isEqualTo(401);
    }

    private static int overheard(String token, String proof, String path) {
        return send(HttpRequest.newBuilder(URI.create(ISSUER + path))
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof))
                .statusCode();
    }

    @Test
    void whenTheVictimReissuesThenWhatAThiefHadLetsNobodyIn() {
        TestCertificate victim = person();
        Plain shop = plain(Map.of(), false);
        TestBrowser thief = browser();
        thief.go(URI.create(ISSUER + "/signin"));
        EnrolmentOutcome.Issued first = enrol(victim, false);
        HolderId holderId = first.privateId().holderId();
        // The thief has the app's token and its key, a session, a card that was added, a code to carry, and access that
        // lasts.
        TestApp stolen = app(first.letIn().token());
        byCard(thief, victim);
        HttpResponse<String> tokens =
                redeem(shop, code(lasting(thief, start(shop, Map.of("scope", "openid offline_access")))));
        String carried = disclosures
                .allow(holderId, appOf(holderId), BANK, "口座開設", Set.of(Attribute.NAME))
                .orElseThrow()
                .code();
        assertThat(stolen.send("GET", STATE, null).statusCode()).isEqualTo(200);
        assertThat(bearer(member(tokens, "access_token")).statusCode()).isEqualTo(200);

        TestApp own = new TestApp(tls(), ISSUER, TestApp.key(), null);
        EnrolmentOutcome.Issued again = reissue(victim, own.thumbprint());
        assertThat(again.privateId().holderId()).isEqualTo(holderId);

        assertThat(stolen.send("GET", STATE, null).body()).contains("access_required");
        assertThat(thief.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
        thief.press("card");
        assertThat(thief.shows("sign-button"))
                .as("the card that was added before")
                .isTrue();
        assertThat(disclosures.redeem(BANK, carried)).isEmpty();
        assertThat(bearer(member(tokens, "access_token")).statusCode()).isEqualTo(401);
        assertThat(member(refresh(shop, member(tokens, "refresh_token")), "error"))
                .isEqualTo("invalid_grant");
        assertThat(credentials.of(holderId).stream()
                        .filter(each -> each.isLive(Instant.now()))
                        .map(Credential::id))
                .containsExactly(again.letIn().id());
    }

    @Test
    void whenTheHolderKeepsSomethingThenItGoesOnAndNothingElseDoes() {
        TestCertificate person = person();
        EnrolmentOutcome.Issued first = enrol(person, false);
        HolderId holderId = first.privateId().holderId();
        TestApp old = app(first.letIn().token());
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        byCard(browser, person);
        CredentialId session =
                credentials.live(holderId, Kind.SESSION).getFirst().id();
        CredentialId endedBefore = endedSession(person, holderId);

        TestApp own = new TestApp(tls(), ISSUER, TestApp.key(), null);
        EnrolmentOutcome.Issued again = reissue(person, own.thumbprint());
        own.letIn(again.letIn().token());
        assertThat(again.ended())
                .extracting(Credential::id)
                .containsExactlyInAnyOrder(session, first.letIn().id());

        HttpResponse<String> kept = own.send(
                "POST",
                "/v1/holder/credentials/keep",
                Map.of("keep", List.of(session.toString(), endedBefore.toString(), "nonsense")));
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(200);
        assertThat(kept.body()).contains(session.toString()).doesNotContain(endedBefore.toString());
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        assertThat(credentials.live(holderId, session).orElseThrow().proofing()).isEqualTo(2);
        assertThat(old.send("GET", STATE, null).statusCode()).isEqualTo(401);

        // The next proofing ends it like any other.
        reissue(person, TestApp.thumbprint(TestApp.key()));
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
    }

    private CredentialId endedSession(TestCertificate person, HolderId holderId) {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        byCard(browser, person);
        CredentialId id = credentials.live(holderId, Kind.SESSION).getFirst().id();
        browser.go(URI.create(ISSUER + "/home"));
        browser.press("sign-out");
        return id;
    }

    @Test
    void whenAThiefOrSomebodyTooLateWantsToKeepThenNothingIsKept() {
        TestCertificate person = person();
        EnrolmentOutcome.Issued first = enrol(person, false);
        HolderId holderId = first.privateId().holderId();
        TestApp thief = app(first.letIn().token());
        TestApp own = new TestApp(tls(), ISSUER, TestApp.key(), null);
        EnrolmentOutcome.Issued again = reissue(person, own.thumbprint());
        own.letIn(again.letIn().token());
        Map<String, Object> keep = Map.of("keep", List.of(first.letIn().id().toString()));

        assertThat(thief.send("POST", "/v1/holder/credentials/keep", keep).body())
                .contains("access_required");
        age(holderId, again.letIn().id(), Duration.ofMinutes(6));
        assertThat(own.send("POST", "/v1/holder/credentials/keep", keep).body())
                .contains("insufficient_user_authentication");
        // Authenticated again, but not by the signature that ended it.
        jdbc.sql("update credential set authenticated_at = ?, method = ? where holder_id = ? and credential_id = ?")
                .params(
                        Instant.now().atOffset(java.time.ZoneOffset.UTC),
                        SignInMethod.JPKI_AUTHENTICATION.name(),
                        holderId,
                        again.letIn().id())
                .update();
        assertThat(own.send("POST", "/v1/holder/credentials/keep", keep).body()).isEqualTo("{\"kept\":[]}");
        assertThat(thief.send("GET", STATE, null).statusCode()).isEqualTo(401);
    }

    @Test
    void whenSomethingThatHasEndedSignsInThenNoSessionBegins() {
        TestCertificate person = person();
        EnrolmentOutcome.Issued first = enrol(person, false);
        HolderId holderId = first.privateId().holderId();
        CredentialId session = session(person, holderId);
        var going = sessions.find(holderId, new dev.musubi.issuer.signin.SessionId(session.value()))
                .orElseThrow();
        reissue(person, TestApp.thumbprint(TestApp.key()));
        SignedIn late = new SignedIn(
                holderId, SignInMethod.PASSKEY, Instant.now(), first.letIn().id());
        assertThat(sessions.begin(late, "x")).isEmpty();
        assertThat(sessions.again(going, late)).isEmpty();
    }

    @Test
    void whenTheHolderAuthenticatesAgainThenACopyOfTheCookieIsNoFresherForIt() {
        EnrolmentOutcome.Issued first = enrol(person(), false);
        HolderId holderId = first.privateId().holderId();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Instant before = now.minus(Duration.ofHours(1));
        String copied = sessions.begin(new SignedIn(holderId, SignInMethod.PASSKEY, before, null), "x")
                .orElseThrow();
        String given = sessions.again(
                        sessions.of(copied).orElseThrow(), new SignedIn(holderId, SignInMethod.PASSKEY, now, null))
                .orElseThrow();
        assertThat(sessions.of(given).orElseThrow().authenticatedAt()).isEqualTo(now);
        assertThat(sessions.of(copied).orElseThrow().authenticatedAt()).isEqualTo(before);
        assertThat(sessions.of(copied).orElseThrow().sessionId())
                .as("it is the same session, which ends for both")
                .isEqualTo(sessions.of(given).orElseThrow().sessionId());
    }

    private CredentialId session(TestCertificate person, HolderId holderId) {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        byCard(browser, person);
        return credentials.live(holderId, Kind.SESSION).getFirst().id();
    }

    @Test
    void whenCredentialsAreListedThenEachCanBeEndedAlone() {
        TestCertificate person = person();
        EnrolmentOutcome.Issued issued = enrol(person, false);
        TestApp app = app(issued.letIn().token());
        TestBrowser one = browser();
        one.go(URI.create(ISSUER + "/signin"));
        byCard(one, person);
        TestBrowser other = browser();
        other.go(URI.create(ISSUER + "/signin"));
        byCard(other, person);

        JSONObject self = credential(app, "APP");
        assertThat(self)
                .containsEntry("here", true)
                .containsEntry("proofing", 1)
                .containsEntry("device", "Test app");
        JSONObject newest = credential(app, "SESSION");
        assertThat(app.send("DELETE", "/v1/holder/credentials/" + newest.get("credential"), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(other.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
        assertThat(one.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        assertThat(credentialsOf(app).toJSONString())
                .contains("\"ended_why\":\"HOLDER\"", "\"ended_why\":\"REPLACED\"");
        assertThat(app.send("DELETE", "/v1/holder/credentials/" + newest.get("credential"), null)
                        .body())
                .contains("unknown_credential");

        // On the page as well, the app too; and nobody ends what is another's.
        TestApp stranger = new TestApp(
                tls(), ISSUER, TestApp.KEY, enrol(person(), false).letIn().token());
        assertThat(stranger.send("DELETE", "/v1/holder/credentials/" + self.get("credential"), null)
                        .body())
                .contains("unknown_credential");
        one.go(URI.create(ISSUER + "/home/devices"));
        assertThat(one.page().select("#apps li").text()).contains("Test app");
        one.submit(Objects.requireNonNull(one.page().selectFirst("#apps form")));
        assertThat(app.send("GET", STATE, null).statusCode()).isEqualTo(401);
        assertThat(one.page().select("#apps li")).isEmpty();
    }

    @Test
    void whenAnAppIsUsedThenItsThirtyDaysBeginAnewAndOtherwiseItEnds() {
        EnrolmentOutcome.Issued issued = enrol(person(), false);
        HolderId holderId = issued.privateId().holderId();
        TestApp app = app(issued.letIn().token());
        assertThat(Duration.between(Instant.now(), issued.letIn().expiresAt()))
                .isBetween(Duration.ofDays(29), Duration.ofDays(30));
        OffsetDateTime tomorrow = Instant.now().plus(Duration.ofDays(1)).atOffset(java.time.ZoneOffset.UTC);
        jdbc.sql("update credential set expires_at = ?, last_used_at = ? where holder_id = ? and credential_id = ?")
                .params(
                        tomorrow,
                        tomorrow.minusDays(2),
                        holderId,
                        issued.letIn().id())
                .update();
        assertThat(app.send("GET", STATE, null).statusCode()).isEqualTo(200);
        Instant expires = Objects.requireNonNull(
                credentials.live(holderId, issued.letIn().id()).orElseThrow().expiresAt());
        assertThat(Duration.between(Instant.now(), expires)).isBetween(Duration.ofDays(29), Duration.ofDays(30));
        Instant used =
                credentials.live(holderId, issued.letIn().id()).orElseThrow().lastUsedAt();
        app.send("GET", STATE, null);
        assertThat(credentials.live(holderId, issued.letIn().id()).orElseThrow().lastUsedAt())
                .as("not written on each request")
                .isEqualTo(used);
        jdbc.sql("update credential set expires_at = ? where holder_id = ? and credential_id = ?")
                .params(tomorrow.minusDays(2), holderId, issued.letIn().id())
                .update();
        assertThat(app.send("GET", STATE, null).body()).contains("access_required");
    }
}
