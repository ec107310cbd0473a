package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Signing in with the user-authentication certificate. */
class JpkiSignInTest extends OpenIdTest {

    private static HttpResponse<String> answer(HttpResponse<String> challenge, TestCertificate by, String document) {
        return app(null)
                .send(
                        "POST",
                        "/v1/sign-in-challenges/answer",
                        Map.of(
                                "ticket",
                                member(challenge, "ticket"),
                                "answer",
                                sign(by, member(challenge, "type"), document)));
    }

    private static HttpResponse<String> challenge(TestBrowser browser) {
        browser.go(URI.create(ISSUER + "/signin"));
        return app(null).send("POST", "/v1/sign-in-challenges", Map.of("browser", browser.text("browser-number")));
    }

    private TestCertificate authenticationOf(TestCertificate person) {
        TestCertificate authentication = authentication();
        jlis.samePerson(
                person.read(AUTHORITY.profile()).id(),
                authentication.read(AUTHENTICATION.profile()).id());
        return authentication;
    }

    @Test
    void whenTheChallengeIsAnsweredThenTheHolderIsSignedInAndTheClientLearnsHow() {
        TestCertificate person = person();
        TestCertificate authentication = authenticationOf(person);
        enrol(person, false);
        TestBrowser browser = browser();
        HttpResponse<String> challenge = challenge(browser);
        assertThat(member(challenge, "check_word")).isEqualTo(browser.text("check-word"));
        HttpResponse<String> answer = answer(challenge, authentication, member(challenge, "document"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        browser.press(
                "code-submit",
                Map.of(
                        "code",
                        member(answer, "sign_in_code"),
                        "csrf",
                        Objects.requireNonNull(browser.page().selectFirst("#sign-in-with-code input[name=csrf]"))
                                .attr("value")));
        Client bank = bank();
        HttpResponse<String> tokens = redeem(
                bank,
                code(signIn(
                        browser,
                        bank,
                        Map.of("acr_values", "urn:musubi:acr:passkey urn:musubi:acr:jpki-authentication"))));
        assertThat(claims(member(tokens, "id_token")).getClaims())
                .containsEntry("acr", "urn:musubi:acr:jpki-authentication");
        assertThat(answer(challenge, authentication, member(challenge, "document"))
                        .body())
                .contains("challenge_unknown");
    }

    @Test
    void whenTheAnswerDoesNotHoldThenNobodyIsSignedIn() {
        TestCertificate person = person();
        TestCertificate authentication = authenticationOf(person);
        enrol(person, false);
        HttpResponse<String> challenge = challenge(browser());
        String document = member(challenge, "document");
        assertThat(answer(challenge, person, document).body())
                .contains("signature_refused")
                .contains("wrong_certificate_kind");
        assertThat(answer(challenge, authentication, document + " ").body()).contains("document_altered");
        assertThat(answer(challenge(browser()), authentication, document).body())
                .contains("document_altered");
        jlis.ocspDark = true;
        assertThat(answer(challenge, authentication, document).body()).contains("certificate_status_unknown");
        jlis.ocspDark = false;
        jlis.revoked.put(authentication.read(AUTHENTICATION.profile()).id(), RevocationReason.CERTIFICATE_HOLD);
        HttpResponse<String> next = challenge(browser());
        assertThat(answer(next, authentication, member(next, "document")).body())
                .contains("certificate_revoked");
        HttpResponse<String> other = challenge(browser());
        assertThat(answer(other, authentication(), member(other, "document")).body())
                .contains("no_private_id");
    }
}
