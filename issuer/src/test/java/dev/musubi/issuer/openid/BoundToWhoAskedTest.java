package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
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
    void whenAnApplicationIsForABrowserThenItSaysSoAndThePageSaysTheSame() {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        TestApp app = somebody();
        HttpResponse<String> application = apply(app, Map.of("browser", browser.text("browser-number")));
        JSONObject document = (JSONObject) JSONValue.parse(member(application, "document"));
        assertThat(document)
                .containsEntry("issuer", ISSUER)
                .containsEntry("check_word", browser.text("check-word"))
                .containsEntry("browser", browser.text("browser-number"));
        assertThat(document.get("cnf")).isEqualTo(Map.of("jkt", app.thumbprint()));
        assertThat(String.valueOf(document.get("site")))
                .contains(URI.create(ISSUER).getAuthority());
        assertThat(String.valueOf(document.get("display")))
                .contains(
                        browser.text("check-word"), URI.create(ISSUER).getAuthority(), browser.text("browser-number"));
    }

    @Test
    void whenACodeIsTypedInAnotherBrowserThenItSignsNobodyInAndIsNotUsedUp() {
        TestBrowser own = browser();
        own.go(URI.create(ISSUER + "/signin"));
        TestBrowser thief = browser();
        thief.go(URI.create(ISSUER + "/signin"));
        assertThat(thief.text("browser-number")).isNotEqualTo(own.text("browser-number"));
        String code = code(person(), false, own.text("browser-number"));
        thief.press("code-submit", Map.of("code", code));
        assertThat(thief.answer().statusCode()).isEqualTo(422);
        assertThat(thief.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/signin");
        own.press("code-submit", Map.of("code", code));
        assertThat(own.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        // Sent once more by the browser that is signed in by it, it leads to that session and begins none.
        long sessions = sessions();
        own.go(URI.create(ISSUER + "/signin"));
        own.press("code-submit", Map.of("code", code));
        assertThat(own.answer().statusCode()).isEqualTo(200);
        assertThat(sessions()).as("once").isEqualTo(sessions);
        own.go(URI.create(ISSUER + "/home"));
        own.press("sign-out");
        own.go(URI.create(ISSUER + "/signin"));
        own.press("code-submit", Map.of("code", code));
        assertThat(own.answer().statusCode()).as("once").isEqualTo(422);
    }

    private long sessions() {
        return (Long) Objects.requireNonNull(value("select count(*) from credential where kind = 'SESSION'"));
    }

    @Test
    void whenTheNumberIsMistypedThenNothingIsOfferedToSign() {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        String number = browser.text("browser-number");
        TestApp app = somebody();
        assertThat(apply(
                                app,
                                Map.of(
                                        "browser",
                                        number.toLowerCase(java.util.Locale.ROOT)
                                                .replace("-", " ")))
                        .statusCode())
                .as("however it is typed")
                .isEqualTo(201);
        char last = number.charAt(number.length() - 1) == 'A' ? 'B' : 'A';
        for (String wrong : new String[] {number.substring(0, number.length() - 1) + last, "", "x".repeat(500)}) {
            HttpResponse<String> refused = apply(app, Map.of("browser", wrong));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("browser_unknown");
        }
    }

    @Test
    void whenAChallengeIsAnsweredByAnotherKeyThenItIsRefused() {
        TestCertificate person = person();
        enrol(person, false);
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        TestCertificate authentication = authentication();
        jlis.samePerson(
                person.read(AUTHORITY.profile()).id(),
                authentication.read(AUTHENTICATION.profile()).id());
        TestApp app = somebody();
        HttpResponse<String> challenge =
                app.send("POST", "/v1/sign-in-challenges", Map.of("browser", browser.text("browser-number")));
        Map<String, Object> answer = Map.of(
                "ticket",
                member(challenge, "ticket"),
                "answer",
                sign(authentication, member(challenge, "type"), member(challenge, "document")));
        assertThat(somebody()
                        .send("POST", "/v1/sign-in-challenges/answer", answer)
                        .body())
                .contains("requester_differs");
        assertThat(app.send("POST", "/v1/sign-in-challenges/answer", answer).statusCode())
                .isEqualTo(201);
    }

    @Test
    void whenAChallengeIsForNothingThenItIsNotSpent() {
        TestApp app = somebody();
        HttpResponse<String> challenge = app.send("POST", "/v1/sign-in-challenges", Map.of());
        assertThat(app.send(
                                "POST",
                                "/v1/sign-in-challenges/answer",
                                Map.of("ticket", member(challenge, "ticket"), "answer", "x"))
                        .body())
                .contains("nothing_to_sign_in");
    }
}
