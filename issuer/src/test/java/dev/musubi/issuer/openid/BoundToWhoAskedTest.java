package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONValue;
import org.junit.jupiter.api.Test;

/** What is signed carries the key of whoever asked, and what comes of it works with that key, or in that browser, only. */
class BoundToWhoAskedTest extends OpenIdTest {

    private static final String APPLICATIONS = "/v1/issuance-applications";

    private static TestApp somebody() {
        return new TestApp(tls(), ISSUER, TestApp.key(), null);
    }

    private static HttpResponse<String> apply(TestApp app, Map<String, Object> more) {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.put("latest_attributes", false);
        return app.send("POST", APPLICATIONS, body);
    }

    private static HttpResponse<String> submit(TestApp app, HttpResponse<String> application, String signed) {
        return app.send(
                "POST",
                APPLICATIONS + "/" + member(application, "application_id") + "/signature",
                Map.of("application", signed));
    }

    @Test
    void whenASignedApplicationIsSubmittedByAnotherKeyThenItIsRefusedAndTheRightOneStillMay() {
        TestApp victim = somebody();
        TestApp thief = somebody();
        HttpResponse<String> application = apply(victim, Map.of());
        String signed = sign(person(), member(application, "type"), member(application, "document"));
        HttpResponse<String> phished = submit(thief, application, signed);
        assertThat(phished.statusCode()).isEqualTo(403);
        assertThat(phished.body()).contains("requester_differs").doesNotContain("access_expires_at");
        HttpResponse<String> issued = submit(victim, application, signed);
        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
        TestApp copied = new TestApp(tls(), ISSUER, TestApp.key(), member(issued, "access"));
        assertThat(copied.send("GET", "/v1/holder/private-id", null).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whenNoKeyIsShownThenNothingIsOffered() {
        for (String path : new String[] {APPLICATIONS, "/v1/sign-in-challenges"}) {
            HttpResponse<String> refused = send(HttpRequest.newBuilder(URI.create(ISSUER + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            path.equals(APPLICATIONS) ? "{\"latest_attributes\":false}" : "{}")));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("proof_required");
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith("DPoP ");
        }
    }

    @Test
    void whenABrowserAsksThenThePageShowsWhatIsSignedAndItsCheckWord() {
        TestBrowser browser = browser();
        mynaApp.lay(person());
        browser.go(URI.create(ISSUER + "/enrol?to=/home"));
        browser.press("agree");
        browser.press("updates-no");
        JSONObject document = (JSONObject) JSONValue.parse(browser.text("whole"));
        assertThat(document).containsEntry("issuer", ISSUER).doesNotContainKeys("cnf", "browser");
        assertThat(browser.text("document"))
                .contains(
                        String.valueOf(document.get("check_word")),
                        URI.create(ISSUER).getAuthority());
    }

    @Test
    void whenAnAppAsksThenWhatIsSignedNamesItsKey() {
        TestApp app = somebody();
        HttpResponse<String> application = apply(app, Map.of());
        JSONObject document = (JSONObject) JSONValue.parse(member(application, "document"));
        assertThat(document)
                .containsEntry("issuer", ISSUER)
                .containsEntry("check_word", member(application, "check_word"));
        assertThat(document.get("cnf")).isEqualTo(Map.of("jkt", app.thumbprint()));
    }

    @Test
    void whenAnApplicationOfABrowserIsSentByAnAppThenItIsNotTaken() {
        TestBrowser browser = browser();
        TestCertificate person = person();
        mynaApp.lay(person);
        browser.go(URI.create(ISSUER + "/enrol?to=/home"));
        browser.press("agree");
        browser.press("updates-no");
        String document = browser.text("whole");
        String id = ((JSONObject) JSONValue.parse(document)).getAsString("application_id");
        HttpResponse<String> taken = somebody()
                .send(
                        "POST",
                        APPLICATIONS + "/" + id + "/signature",
                        Map.of("application", sign(person, "musubi-issuance-application+jws", document)));
        assertThat(taken.statusCode()).isEqualTo(403);
        assertThat(taken.body()).contains("requester_differs");
    }

    @Test
    void whenAChallengeIsAnsweredByAnotherKeyThenItIsRefused() {
        TestCertificate person = person();
        TestApp app = app(enrol(person, false).letIn().token());
        TestCertificate authentication = authentication();
        jlis.samePerson(
                person.read(AUTHORITY.profile()).id(),
                authentication.read(AUTHENTICATION.profile()).id());
        HttpResponse<String> theirs = somebody().send("POST", "/v1/sign-in-challenges", Map.of());
        assertThat(answer(app, theirs, authentication).body()).contains("requester_differs");
        HttpResponse<String> own = app.send("POST", "/v1/sign-in-challenges", Map.of());
        assertThat(answer(somebody(), own, authentication).statusCode())
                .as("an app that is not let in")
                .isEqualTo(401);
        assertThat(answer(app, own, authentication).statusCode()).isEqualTo(201);
    }

    private static HttpResponse<String> answer(TestApp app, HttpResponse<String> challenge, TestCertificate by) {
        return app.send(
                "POST",
                "/v1/sign-in-challenges/answer",
                Map.of(
                        "ticket",
                        member(challenge, "ticket"),
                        "answer",
                        sign(by, member(challenge, "type"), member(challenge, "document"))));
    }
}
