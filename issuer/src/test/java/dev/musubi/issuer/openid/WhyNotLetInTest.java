package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.enrolment.EnrolmentOutcome;
import dev.musubi.issuer.fixture.TestApp;
import dev.musubi.issuer.signin.AppRefusal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever is turned away with 401 learns which check failed, and nothing that was not its own to know. */
class WhyNotLetInTest extends OpenIdTest {

    private static final String STATE = "/v1/holder/private-id";

    private static HttpResponse<String> asked(@Nullable String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(ISSUER + STATE)).GET();
        return send(authorization == null ? request : request.header("Authorization", authorization));
    }

    private static void isRefused(HttpResponse<String> answer, AppRefusal why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(parse(answer)).containsEntry("code", "access_required").containsEntry("reason", why.code());
        assertThat(member(answer, "detail")).contains(why.sentence());
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElseThrow();
        assertThat(challenge).startsWith("DPoP ");
        if (why == AppRefusal.TOKEN_MISSING) {
            // RFC 6750 section 3.1: who sent nothing is told no error.
            assertThat(challenge).doesNotContain("error");
        } else {
            assertThat(challenge).contains("error=\"invalid_token\"", "error_description=\"" + why.sentence() + "\"");
        }
    }

    @Test
    void whenNoTokenOrNoneOfOursComesThenThatIsSaid() {
        isRefused(asked(null), AppRefusal.TOKEN_MISSING);
        isRefused(asked("Bearer x"), AppRefusal.TOKEN_SCHEME);
        isRefused(asked("DPoP"), AppRefusal.TOKEN_SCHEME);
        isRefused(asked("DPoP " + "x".repeat(600)), AppRefusal.TOKEN_SCHEME);
        isRefused(asked("DPoP x"), AppRefusal.TOKEN_UNKNOWN);
        isRefused(asked("DPoP " + "x".repeat(100)), AppRefusal.TOKEN_UNKNOWN);
    }

    @Test
    void whenATokenWasNotUsedForTooLongThenItHasExpired() {
        EnrolmentOutcome.Issued issued = enrol(person(), false);
        TestApp app = app(issued.letIn().token());
        jdbc.sql("update credential set expires_at = made_at where holder_id = ? and credential_id = ?")
                .params(
                        UUID.fromString(issued.privateId().holderId().toString()),
                        UUID.fromString(issued.letIn().id().toString()))
                .update();
        isRefused(app.send("GET", STATE, null), AppRefusal.TOKEN_EXPIRED);
    }

    @Test
    void whenATokenWasEndedThenThatIsSaid() {
        EnrolmentOutcome.Issued issued = enrol(person(), false);
        TestApp app = app(issued.letIn().token());
        assertThat(app.send("DELETE", "/v1/holder/credentials/" + issued.letIn().id(), null)
                        .statusCode())
                .isEqualTo(204);
        isRefused(app.send("GET", STATE, null), AppRefusal.TOKEN_ENDED);
    }

    @Test
    void whenAProofDoesNotHoldThenTheChallengeSaysWhichCheckFailed() {
        EnrolmentOutcome.Issued issued = enrol(person(), false);
        HttpResponse<String> answer = asked("DPoP " + issued.letIn().token());
        assertThat(member(answer, "code")).isEqualTo("invalid_dpop_proof");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error_description=\"No proof was sent in the header DPoP.\"");

        TestApp thief = new TestApp(tls(), ISSUER, TestApp.key(), issued.letIn().token());
        HttpResponse<String> stolen = thief.send("GET", STATE, null);
        assertThat(stolen.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error_description=\"The proof is by another key than the access token is bound to.\"");
    }

    @Test
    void whenTheOperatorsTokenIsMissingOrWrongThenEachIsSaid() {
        URI coverage = URI.create(OPERATOR_DOOR + "/operator/coverage");
        assertThat(member(send(HttpRequest.newBuilder(coverage)), "code")).isEqualTo("operator_token_required");
        for (String wrong : new String[] {"Bearer x", "Basic YTpi", "x"}) {
            assertThat(member(send(HttpRequest.newBuilder(coverage).header("Authorization", wrong)), "code"))
                    .isEqualTo("operator_token_wrong");
        }
    }

    @Test
    void whenARegistrationTokenIsMissingOrAnothersThenEachIsSaid() {
        Client bank = bank();
        URI uri = URI.create(ISSUER + "/openid/register/" + bank.id());
        assertThat(member(send(HttpRequest.newBuilder(uri)), "error_description"))
                .isEqualTo("No registration access token was sent as a bearer token.");
        assertThat(member(send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer x")), "error_description"))
                .isEqualTo("The registration access token is not this client's.");
    }
}
