package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.audit.Findings;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An app that is let in asks its holder for the user-authentication certificate. */
class JpkiSignInTest extends OpenIdTest {

    @Autowired
    private Findings findings;

    private static HttpResponse<String> answer(
            TestApp app, HttpResponse<String> challenge, TestCertificate by, String document) {
        return app.send(
                "POST",
                "/v1/sign-in-challenges/answer",
                Map.of("ticket", member(challenge, "ticket"), "answer", sign(by, member(challenge, "type"), document)));
    }

    private static HttpResponse<String> challenge(TestApp app) {
        return app.send("POST", "/v1/sign-in-challenges", Map.of());
    }

    private TestCertificate authenticationOf(TestCertificate person) {
        TestCertificate authentication = authentication();
        jlis.samePerson(
                person.read(AUTHORITY.profile()).id(),
                authentication.read(AUTHENTICATION.profile()).id());
        return authentication;
    }

    @Test
    void whenTheChallengeIsAnsweredThenItIsGoodOnce() {
        TestCertificate person = person();
        TestCertificate authentication = authenticationOf(person);
        TestApp app = app(enrol(person, false).letIn().token());
        HttpResponse<String> challenge = challenge(app);
        assertThat(member(challenge, "document")).contains(member(challenge, "check_word"));
        HttpResponse<String> answer = answer(app, challenge, authentication, member(challenge, "document"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("authenticated_at").doesNotContain("code");
        assertThat(answer(app, challenge, authentication, member(challenge, "document"))
                        .body())
                .contains("challenge_unknown");
    }

    @Test
    void whenLinkedNumbersAreOfSeveralHoldersThenTheAppIsNoFresherAndAnOperatorSeesIt() {
        TestCertificate one = person();
        TestCertificate other = person();
        EnrolmentOutcome.Issued issued = enrol(one, false);
        HolderId first = issued.privateId().holderId();
        TestApp app = app(issued.letIn().token());
        HolderId second = holder(other, false);
        TestCertificate authentication = authentication();
        jlis.samePerson(
                one.read(AUTHORITY.profile()).id(),
                other.read(AUTHORITY.profile()).id(),
                authentication.read(AUTHENTICATION.profile()).id());
        HttpResponse<String> challenge = challenge(app);
        HttpResponse<String> answer = answer(app, challenge, authentication, member(challenge, "document"));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("person_ambiguous");
        assertThat(findings.open())
                .filteredOn(finding -> finding.about().contains(first.toString()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Findings.Kind.CERTIFICATES_OF_SEVERAL_HOLDERS);
                    assertThat(finding.about()).contains(second.toString());
                });
    }

    @Test
    void whenTheAnswerDoesNotHoldThenTheAppIsNoFresher() {
        TestCertificate person = person();
        TestCertificate authentication = authenticationOf(person);
        TestApp app = app(enrol(person, false).letIn().token());
        HttpResponse<String> challenge = challenge(app);
        String document = member(challenge, "document");
        assertThat(answer(app, challenge, person, document).body())
                .contains("signature_refused")
                .contains("wrong_certificate_kind");
        assertThat(answer(app, challenge, authentication, document + " ").body())
                .contains("document_altered");
        assertThat(answer(app, challenge(app), authentication, document).body()).contains("document_altered");
        jlis.ocspDark = true;
        assertThat(answer(app, challenge, authentication, document).body()).contains("certificate_status_unknown");
        jlis.ocspDark = false;
        jlis.revoked.put(authentication.read(AUTHENTICATION.profile()).id(), RevocationReason.CERTIFICATE_HOLD);
        HttpResponse<String> next = challenge(app);
        assertThat(answer(app, next, authentication, member(next, "document")).body())
                .contains("certificate_revoked");
        HttpResponse<String> other = challenge(app);
        assertThat(answer(app, other, authentication(), member(other, "document"))
                        .body())
                .contains("no_private_id");
    }
}
