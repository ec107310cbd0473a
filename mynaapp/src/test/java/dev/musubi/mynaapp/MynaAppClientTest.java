package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.mynaapp.fixture.FakeServer;
import dev.musubi.mynaapp.fixture.TestKeys;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MynaAppClientTest {

    private static final DocumentHash HASH = DocumentHash.ofDocument(new byte[] {1, 2, 3});

    private final FakeServer server = new FakeServer();
    private final MynaAppClient client = server.client();

    private static <T> T done(MynaResult<T> result) {
        assertThat(result).isInstanceOf(MynaResult.Done.class);
        assertThat(result).hasToString("Done");
        return ((MynaResult.Done<T>) result).value();
    }

    private static MynaProblem problem(MynaResult<?> result) {
        assertThat(result).isInstanceOf(MynaResult.Failed.class);
        return ((MynaResult.Failed<?>) result).problem();
    }

    private Begun<PendingSigning> begun() {
        Begun<PendingSigning> begun = done(client.beginSigning(HASH, RevocationCheck.OCSP));
        server.claims = FakeServer.rightClaims(begun.pending());
        return begun;
    }

    private static Map<String, String> parameters(Begun<?> begun) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Arrays.stream(begun.goTo().getRawQuery().split("&", -1)).forEach(pair -> {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        });
        return parameters;
    }

    // ---- beginning
    // -----------------------------------------------------------------------------------------------------

    @Test
    void whenASignatureIsBegunThenTheBrowserIsSentWithAllTheServerWants() throws Exception {
        Begun<PendingSigning> begun = begun();
        PendingSigning pending = begun.pending();
        Map<String, String> parameters = parameters(begun);

        assertThat(begun.goTo().toString())
                .startsWith("https://op.example/api/realms/test/protocol/openid-connect/auth?response_type=code")
                .doesNotContain("+");
        assertThat(parameters.keySet())
                .containsExactly(
                        "response_type",
                        "scope",
                        "client_id",
                        "redirect_uri",
                        "state",
                        "nonce",
                        "code_challenge",
                        "code_challenge_method",
                        "acr_values",
                        Wire.SIGN_TRANSACTION_ID);
        assertThat(parameters)
                .containsEntry("scope", "openid sign")
                .containsEntry("client_id", FakeServer.CLIENT)
                .containsEntry("redirect_uri", "https://rp.example/back")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("acr_values", "aal3 ocsp")
                .containsEntry("state", pending.state())
                .containsEntry("nonce", pending.nonce())
                .containsEntry(Wire.SIGN_TRANSACTION_ID, FakeServer.TRANSACTION);
        assertThat(List.of(pending.state(), pending.nonce(), pending.codeVerifier()))
                .doesNotHaveDuplicates()
                .allMatch(each -> each.matches("[A-Za-z0-9_-]{43}"));
        byte[] challenge = MessageDigest.getInstance("SHA-256")
                .digest(pending.codeVerifier().getBytes(StandardCharsets.US_ASCII));
        assertThat(parameters.get("code_challenge"))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge));
        assertThat(pending.startedAt()).isEqualTo(FakeServer.NOW);
        assertThat(pending.until()).isEqualTo(FakeServer.NOW.plus(Dialect.TRANSACTION_LIFE));
        assertThat(begun).hasToString("Begun[redacted]");
    }

    @Test
    void whenASignatureIsAskedForThenByTheDigestInfo() throws Exception {
        begun();
        Transport.Call ask = server.calls.get(1);
        assertThat(ask.uri()).isEqualTo(FakeServer.SIGN);
        assertThat(ask.method()).isEqualTo("POST");
        assertThat(ask.headers())
                .containsEntry("Authorization", "Bearer " + FakeServer.ACCESS_TOKEN)
                .containsEntry("Content-Type", "application/json");
        Map<String, Object> body = JSONObjectUtils.parse(new String(ask.body(), StandardCharsets.UTF_8));
        assertThat(body)
                .containsOnly(Map.entry(Dialect.DATA, Base64.getEncoder().encodeToString(HASH.digestInfo())));
        assertThat(ask).hasToString("Call[POST]");
    }

    @Test
    void whenItSaysWhoItIsThenForThatServerAndAMinuteAndOnce() throws Exception {
        begun();
        begun();
        Map<String, String> form = server.form(0);
        assertThat(form)
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", FakeServer.CLIENT)
                .containsEntry("client_assertion_type", Wire.ASSERTION_TYPE);
        SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
        assertThat(assertion.verify(new ECDSAVerifier(TestKeys.ASSERTION))).isTrue();
        assertThat(assertion.getHeader().getKeyID()).isEqualTo("assertion");
        var claims = assertion.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(FakeServer.CLIENT).isEqualTo(claims.getSubject());
        assertThat(claims.getAudience())
                .containsExactly("https://op.example/api/realms/test/protocol/openid-connect/token");
        assertThat(claims.getIssueTime()).isEqualTo(FakeServer.NOW);
        assertThat(claims.getExpirationTime()).isEqualTo(FakeServer.NOW.plusSeconds(60));
        assertThat(SignedJWT.parse(server.form(2).get("client_assertion"))
                        .getJWTClaimsSet()
                        .getJWTID())
                .isNotEqualTo(claims.getJWTID());
    }

    @Test
    void whenTheKeyIsRsaThenTheAssertionIsRs256() throws Exception {
        Registration rsa =
                new Registration(FakeServer.ISSUER, FakeServer.SIGN, FakeServer.CLIENT, FakeServer.BACK, TestKeys.CARD);
        done(new MynaAppClient(rsa, server, () -> FakeServer.NOW).beginSigning(HASH, RevocationCheck.CRL));
        SignedJWT assertion = SignedJWT.parse(server.form(0).get("client_assertion"));
        assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(assertion.verify(new RSASSAVerifier(TestKeys.CARD.toRSAPublicKey())))
                .isTrue();
    }

    @Test
    void whenASignInIsBegunThenTheServerIsAskedNothing() {
        Begun<PendingSignIn> begun = client.beginSignIn(RevocationCheck.CRL);
        assertThat(server.calls).isEmpty();
        assertThat(parameters(begun))
                .containsEntry("scope", "openid")
                .containsEntry("acr_values", "aal3 crl")
                .doesNotContainKey(Wire.SIGN_TRANSACTION_ID);
    }

    @ParameterizedTest
    @CsvSource({
        "/token, 200, {}, ANSWER_NOT_UNDERSTOOD",
        "/token, 200, '{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}', ANSWER_NOT_UNDERSTOOD",
        "/token, 200, '{\"access_token\":\"a\",\"token_type\":\"mac\"}', ANSWER_NOT_UNDERSTOOD",
        "/token, 200, '{\"access_token\":\"\",\"token_type\":\"Bearer\"}', ANSWER_NOT_UNDERSTOOD",
        "/token, 200, <html>, ANSWER_NOT_UNDERSTOOD",
        "/token, 200, [], ANSWER_NOT_UNDERSTOOD",
        "/token, 200, null, ANSWER_NOT_UNDERSTOOD",
        "/token, 400, null, NOT_DONE",
        "/token, 302, '', NOT_DONE",
        "/token, 401, '{\"error\":\"invalid_client\"}', SERVICE_REFUSED",
        "/token, 400, '{\"error\":\"unauthorized_client\"}', SERVICE_REFUSED",
        "/token, 400, '{\"error\":\"never_heard_of\"}', NOT_DONE",
        "/token, 400, <html>, NOT_DONE",
        "/token, 429, {}, SERVER_UNAVAILABLE",
        "/token, 500, <html>, SERVER_UNAVAILABLE",
        "/token, 503, '{\"error\":\"temporarily_unavailable\"}', SERVER_UNAVAILABLE",
        "/sign-transactions, 201, {}, ANSWER_NOT_UNDERSTOOD",
        "/sign-transactions, 400, '{\"error\":\"invalid_request\"}', SERVICE_REFUSED",
        "/sign-transactions, 204, '', ANSWER_NOT_UNDERSTOOD",
        "/sign-transactions, 503, '', SERVER_UNAVAILABLE"
    })
    void whenTheServerAnswersOtherwiseThenItIsSaidWhy(String path, int status, String body, MynaProblem why) {
        server.answering(path, status, body);
        assertThat(problem(client.beginSigning(HASH, RevocationCheck.CRL))).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-1-1-1-1", "not a uuid", "../65a04b4e-af8b-45a2-8713-5ec2631bab64"})
    void whenATransactionHasNoUuidThenItIsNotUnderstood(String id) {
        server.answering("/sign-transactions", 201, JSONObjectUtils.toJSONString(Map.of(Dialect.TRANSACTION_ID, id)));
        assertThat(problem(client.beginSigning(HASH, RevocationCheck.CRL)))
                .isEqualTo(MynaProblem.ANSWER_NOT_UNDERSTOOD);
    }

    @Test
    void whenAnAnswerIsTooLargeThenItIsNotReadAndWhenNobodyIsThereThenItIsSaid() {
        server.answering("/token", 200, " ".repeat(Dialect.LARGEST_ANSWER + 1));
        assertThat(problem(client.beginSigning(HASH, RevocationCheck.CRL)))
                .isEqualTo(MynaProblem.ANSWER_NOT_UNDERSTOOD);
        server.disappear();
        assertThat(problem(client.beginSigning(HASH, RevocationCheck.CRL))).isEqualTo(MynaProblem.SERVER_UNREACHABLE);
    }

    @Test
    void whenTheServerSaysAWordThenAnOperatorMaySeeItIfItIsOne() {
        server.answering("/token", 400, "{\"error\":\"never_heard_of\"}");
        assertThat(client.beginSigning(HASH, RevocationCheck.CRL))
                .isEqualTo(new MynaResult.Failed<>(MynaProblem.NOT_DONE, "never_heard_of"));
        server.answering("/token", 400, "{\"error\":\"Taro YAMADA\\n\"}");
        assertThat(client.beginSigning(HASH, RevocationCheck.CRL))
                .isEqualTo(new MynaResult.Failed<>(MynaProblem.NOT_DONE, ""));
    }

    // ---- coming back
    // -----------------------------------------------------------------------------------------------------

    @Test
    void whenTheCodeIsRedeemedThenTheResultCanBeFetched() {
        Begun<PendingSigning> begun = begun();
        Grant grant = done(client.redeem(begun.pending(), FakeServer.comeBack(begun.pending())));
        Map<String, String> form = server.form(2);
        assertThat(form)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", "a-code")
                .containsEntry("redirect_uri", "https://rp.example/back")
                .containsEntry("code_verifier", begun.pending().codeVerifier())
                .containsKey("client_assertion");
        assertThat(grant.expiresAt()).isEqualTo(FakeServer.NOW.plusSeconds(300));
        assertThat(grant.holder().acr()).isEmpty();
        assertThat(grant.holder().authenticatedAt()).isEmpty();
        assertThat(grant).hasToString("Grant[redacted]");
        assertThat(grant.holder()).hasToString("Holder[redacted]");

        assertThat(done(client.fetch(begun.pending(), grant)).compact()).isEqualTo(FakeServer.JWE);
        Transport.Call fetch = server.calls.get(4);
        assertThat(fetch.method()).isEqualTo("GET");
        assertThat(fetch.uri())
                .hasToString("https://op.example/api/sign-transactions/" + FakeServer.TRANSACTION + "/result");
        assertThat(fetch.headers()).containsEntry("Authorization", "Bearer " + FakeServer.ACCESS_TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "409, NOT_SIGNED",
        "404, RESULT_GONE",
        "410, RESULT_GONE",
        "401, TOO_LATE",
        "403, TOO_LATE",
        "500, SERVER_UNAVAILABLE",
        "418, NOT_DONE",
        "200, ANSWER_NOT_UNDERSTOOD"
    })
    void whenThereIsNoResultThenItIsSaidWhy(int status, MynaProblem why) {
        Begun<PendingSigning> begun = begun();
        Grant grant = done(client.redeem(begun.pending(), FakeServer.comeBack(begun.pending())));
        server.answering("/result", status, "{}");
        assertThat(problem(client.fetch(begun.pending(), grant))).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c", "a.b.c.d.e.f", "a.b.c.d.é", "a.b.c.d."})
    void whenTheResultIsNoJweThenItIsNotUnderstood(String jwe) {
        Begun<PendingSigning> begun = begun();
        Grant grant = done(client.redeem(begun.pending(), FakeServer.comeBack(begun.pending())));
        server.answering("/result", 200, JSONObjectUtils.toJSONString(Map.of(Dialect.RESULT_JWE, jwe)));
        assertThat(problem(client.fetch(begun.pending(), grant))).isEqualTo(MynaProblem.ANSWER_NOT_UNDERSTOOD);
        assertThatThrownBy(() -> new SealedEvidence(jwe)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenEvidenceIsTooLargeThenItIsNone() {
        assertThatThrownBy(() -> new SealedEvidence("a.b.c.d." + "e".repeat(Dialect.LARGEST_JWE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new SealedEvidence(FakeServer.JWE)).hasToString("SealedEvidence[redacted]");
    }

    @Test
    void whenFetchingFailsForTheNetworkThenTheSameGrantServesAgain() {
        Begun<PendingSigning> begun = begun();
        Grant grant = done(client.redeem(begun.pending(), FakeServer.comeBack(begun.pending())));
        FakeServer away = new FakeServer();
        away.disappear();
        assertThat(problem(away.client().fetch(begun.pending(), grant))).isEqualTo(MynaProblem.SERVER_UNREACHABLE);
        assertThat(done(client.fetch(begun.pending(), grant)).compact()).isEqualTo(FakeServer.JWE);
    }

    @Test
    void whenTheBrowserBringsAnotherStateThenNothingIsAskedOfTheServer() {
        Begun<PendingSigning> begun = begun();
        Begun<PendingSigning> other = begun();
        int before = server.calls.size();
        assertThat(problem(client.redeem(begun.pending(), FakeServer.comeBack(other.pending()))))
                .isEqualTo(MynaProblem.NOT_BEGUN_HERE);
        assertThat(server.calls).hasSize(before);
    }

    @Test
    void whenAnotherIssuerIsNamedThenItIsNotOurs() {
        Begun<PendingSigning> begun = begun();
        String query = "code=a&state=" + begun.pending().state() + "&iss=";
        assertThat(problem(client.redeem(begun.pending(), FakeServer.read(query + "https%3A%2F%2Fevil.example"))))
                .isEqualTo(MynaProblem.NOT_BEGUN_HERE);
        done(client.redeem(begun.pending(), FakeServer.read(query + "https%3A%2F%2Fop.example%2Fapi%2Frealms%2Ftest")));
    }

    @Test
    void whenItComesTooLateOrFromTheFutureThenItIsNotTaken() {
        Begun<PendingSigning> begun = begun();
        Callback back = FakeServer.comeBack(begun.pending());
        server.now = begun.pending().until();
        assertThat(problem(client.redeem(begun.pending(), back))).isEqualTo(MynaProblem.TOO_LATE);
        server.now = FakeServer.NOW.minus(Duration.ofMinutes(1));
        assertThat(problem(client.redeem(begun.pending(), back))).isEqualTo(MynaProblem.NOT_BEGUN_HERE);
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, " + Dialect.CANCELLED + ", CANCELLED",
        "access_denied, " + Dialect.PIN_LOCKED + ", PIN_LOCKED",
        "access_denied, " + Dialect.CERTIFICATE_REVOKED + ", CERTIFICATE_REVOKED",
        "access_denied, " + Dialect.CERTIFICATE_EXPIRED + ", CERTIFICATE_EXPIRED",
        "access_denied, " + Dialect.CERTIFICATE_MISSING + ", CERTIFICATE_MISSING",
        "access_denied, " + Dialect.TOO_LATE + ", TOO_LATE",
        "access_denied, something else, NOT_DONE",
        "access_denied, '', NOT_DONE",
        "temporarily_unavailable, '', SERVER_UNAVAILABLE",
        "server_error, '', SERVER_UNAVAILABLE",
        "invalid_request, '', SERVICE_REFUSED",
        "invalid_scope, '', SERVICE_REFUSED",
        "unsupported_response_type, '', SERVICE_REFUSED",
        "error_nobody_knows, " + Dialect.CANCELLED + ", NOT_DONE"
    })
    void whenAnErrorComesBackThenItIsSaidWhyAndNothingIsLost(String error, String description, MynaProblem why) {
        Begun<PendingSigning> begun = begun();
        int before = server.calls.size();
        Callback callback = FakeServer.read("error=" + error + "&error_description=" + description.replace(" ", "%20")
                + "&state=" + begun.pending().state());
        assertThat(client.redeem(begun.pending(), callback)).isEqualTo(new MynaResult.Failed<>(why, error));
        assertThat(server.calls).hasSize(before);
    }

    @Test
    void whenTheCodeIsNotTakenThenItIsTooLate() {
        Begun<PendingSigning> begun = begun();
        server.answering("/token", 400, "{\"error\":\"invalid_grant\"}");
        assertThat(problem(client.redeem(begun.pending(), FakeServer.comeBack(begun.pending()))))
                .isEqualTo(MynaProblem.TOO_LATE);
    }

    @ParameterizedTest
    @CsvSource({"-5, 0", "0, 0", "'\"300\"', 0", "999999999999, 86400", "60, 60"})
    void whenTheServerSaysHowLongATokenLivesThenWithinReason(String said, long seconds) {
        Begun<PendingSigning> begun = begun();
        server.answering(
                "/token",
                200,
                "{\"access_token\":\"" + FakeServer.ACCESS_TOKEN + "\",\"token_type\":\"bearer\",\"id_token\":\""
                        + server.signed(server.claims.build()) + "\",\"expires_in\":" + said + "}");
        assertThat(done(client.redeem(begun.pending(), FakeServer.comeBack(begun.pending())))
                        .expiresAt())
                .isEqualTo(FakeServer.NOW.plusSeconds(seconds));
    }
}
