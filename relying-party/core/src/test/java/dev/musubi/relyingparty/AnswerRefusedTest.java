package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are not to be believed, by whoever made them up. */
class AnswerRefusedTest extends RelyingPartyTest {

    @Test
    void whenAnotherBrowsersAnswerComesThenItIsRefused() {
        SignInStart.Ready mine = begun(DEMAND);
        SignInStart.Ready attackers = begun(DEMAND);
        assertThat(code(bank.finish(mine.pending(), through(attackers.location()))))
                .isEqualTo("answer_state");
    }

    @Test
    void whenACodeOfAnotherSignInIsInjectedThenItIsRefused() {
        SignInStart.Ready mine = begun(DEMAND);
        SignInStart.Ready attackers = begun(DEMAND);
        Map<String, List<String>> injected = new HashMap<>(through(mine.location()));
        injected.put("code", through(attackers.location()).get("code"));
        assertThat(code(bank.finish(mine.pending(), injected))).isEqualTo("answer_code");
    }

    @Test
    void whenAnAnswerComesTwiceThenTheSecondIsRefused() {
        SignInStart.Ready begun = begun(DEMAND);
        Map<String, List<String>> answer = through(begun.location());
        assertThat(bank.finish(begun.pending(), answer)).isInstanceOf(SignedIn.class);
        assertThat(code(bank.finish(begun.pending(), answer))).isEqualTo("answer_code");
    }

    @Test
    void whenAnAnswerComesTooLateThenItIsRefused() {
        SignInStart.Ready begun = begun(DEMAND);
        Map<String, List<String>> answer = through(begun.location());
        offset = Duration.ofMinutes(61);
        assertThat(code(bank.finish(begun.pending(), answer))).isEqualTo("answer_expired");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("no state", change(map -> map.remove("state")), "answer_state"),
                Arguments.of("no issuer", change(map -> map.remove("iss")), "answer_issuer"),
                Arguments.of("another issuer", change(map -> map.put("iss", "https://evil.example")), "answer_issuer"),
                Arguments.of(
                        "an error of another issuer's",
                        change(map -> {
                            map.put("iss", "https://evil.example");
                            map.put("error", "access_denied");
                        }),
                        "answer_issuer"),
                Arguments.of("no code", change(map -> map.remove("code")), "answer_malformed"),
                Arguments.of("a code made up", change(map -> map.put("code", "x")), "answer_code"));
    }

    private static UnaryOperator<Map<String, String>> change(Consumer<Map<String, String>> change) {
        return parameters -> {
            Map<String, String> changed = new LinkedHashMap<>(parameters);
            change.accept(changed);
            return changed;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void whenTheBrowserBringsSomethingElseThenItIsRefused(
            String what, UnaryOperator<Map<String, String>> answer, String code) {
        provider.answer = answer;
        assertThat(code(signIn(DEMAND))).as(what).isEqualTo(code);
    }

    @Test
    void whenAParameterStandsTwiceThenItIsRefused() {
        for (String name : List.of("state", "iss", "code")) {
            SignInStart.Ready begun = begun(DEMAND);
            Map<String, List<String>> answer = new HashMap<>(through(begun.location()));
            answer.put(name, List.of(known(answer.get(name)).get(0), "another"));
            assertThat(code(bank.finish(begun.pending(), answer))).as(name).isEqualTo("answer_malformed");
        }
    }

    static Stream<Arguments> claims() {
        Instant now = Instant.now();
        return Stream.of(
                twist("another issuer", "issuer", claims -> claims.issuer("https://evil.example")),
                twist("for another client", "audience", claims -> claims.audience("telco")),
                twist("for another client too", "audience", claims -> claims.audience(List.of("bank", "telco"))),
                twist("authorized for another", "audience", claims -> claims.claim("azp", "telco")),
                twist("about nobody", "malformed", claims -> claims.subject(null)),
                twist("expired", "expired", claims -> claims.expirationTime(Date.from(now.minusSeconds(120)))),
                twist("without an end", "expired", claims -> claims.expirationTime(null)),
                twist("from the future", "future", claims -> claims.issueTime(Date.from(now.plusSeconds(300)))),
                twist("without a beginning", "malformed", claims -> claims.issueTime(null)),
                twist("without the nonce", "nonce", claims -> claims.claim("nonce", null)),
                twist("with another nonce", "nonce", claims -> claims.claim("nonce", "another")),
                twist("with a nonce that is no text", "malformed", claims -> claims.claim("nonce", 1)),
                twist("for another access token", "hash", claims -> claims.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")));
    }

    private static Arguments twist(String what, String code, Consumer<JWTClaimsSet.Builder> twist) {
        return Arguments.of(what, code, twist);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void whenTheIdTokenSaysSomethingElseThenItIsRefusedByACodeOfItsOwn(
            String what, String code, Consumer<JWTClaimsSet.Builder> twist) {
        provider.idToken = twist;
        assertThat(code(signIn(DEMAND))).as(what).isEqualTo("answer_token_" + code);
    }

    @Test
    void whenTheHolderSignedInTooLongAgoThenItIsRefused() {
        provider.idToken = claims ->
                claims.claim("auth_time", Instant.now().minusSeconds(600).getEpochSecond());
        assertThat(code(signIn(DEMAND.signedInWithin(Duration.ofMinutes(5))))).isEqualTo("answer_token_auth_time");
        assertThat(signIn(DEMAND.signedInWithin(Duration.ofMinutes(15)))).isInstanceOf(SignedIn.class);
        provider.idToken = claims ->
                claims.claim("auth_time", Instant.now().plusSeconds(600).getEpochSecond());
        assertThat(code(signIn(DEMAND))).isEqualTo("answer_token_auth_time");
        provider.idToken = claims -> claims.claim("auth_time", null);
        assertThat(code(signIn(DEMAND.signedInWithin(Duration.ofMinutes(5))))).isEqualTo("answer_token_auth_time");
    }

    @Test
    void whenTheIdTokenIsSignedOtherwiseThenItIsRefused() {
        Map<String, UnaryOperator<String>> forgeries = Map.of(
                "another's key, same id", token -> TestProvider.sign(TestProvider.key(), null, claims(token)),
                "no signature", token -> new PlainJWT(claims(token)).serialize(),
                "a secret everybody knows", token -> mac(claims(token)),
                "a signature cut off", token -> token.substring(0, token.lastIndexOf('.') + 1),
                "claims changed",
                        token -> {
                            String[] parts = token.split("\\.", -1);
                            String changed = new PlainJWT(new JWTClaimsSet.Builder(claims(token))
                                            .subject("another")
                                            .build())
                                    .serialize()
                                    .split("\\.", -1)[1];
                            return parts[0] + "." + changed + "." + parts[2];
                        },
                "for another use", token -> provider.sign("logout+jwt", claims(token)),
                "no token", token -> "a.b.c",
                "longer than anything", token -> token + "A".repeat(100_000));
        forgeries.forEach((what, forgery) -> {
            provider.signedIdToken = forgery;
            assertThat(code(signIn(DEMAND)))
                    .as(what)
                    .isEqualTo(
                            what.startsWith("no token") || what.startsWith("longer") || what.endsWith("cut off")
                                    ? "answer_token_malformed"
                                    : "answer_token_signature");
        });
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mac(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("the-key").build(), claims);
            jwt.sign(new MACSigner("a secret that everybody knows, long enough".getBytes(StandardCharsets.UTF_8)));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenTheTokenIsNotBoundThenItIsRefused() {
        provider.tokenAnswer = answer -> answer.put("token_type", "Bearer");
        assertThat(code(signIn(DEMAND))).isEqualTo("answer_malformed");
        provider.tokenAnswer = answer -> answer.remove("id_token");
        assertThat(code(signIn(DEMAND))).isEqualTo("answer_malformed");
    }

    @Test
    void whenUserInfoIsAboutSomebodyElseThenItIsRefused() {
        provider.userInfo = told -> told.put("sub", "another");
        assertThat(code(signIn(DEMAND))).isEqualTo("answer_subject");
        provider.signsUserInfo = true;
        assertThat(code(signIn(DEMAND))).isEqualTo("answer_subject");
        provider.userInfo = told -> told.put("aud", "telco");
        assertThat(code(signIn(DEMAND))).isEqualTo("answer_token_audience");
    }

    @Test
    void whenTheProviderSaysMoreThanAnybodyWouldThenItIsNotListenedTo() {
        provider.userInfo = told -> told.put("more", "x".repeat(1024 * 1024));
        assertThat(trouble((NotSignedIn) signIn(DEMAND)).why()).isEqualTo(Trouble.Why.TOO_LARGE);
    }

    static Stream<Arguments> metadata() {
        return Stream.of(
                change("of another issuer", all -> all.put("issuer", "https://evil.example")),
                change(
                        "without iss in the answer",
                        all -> all.remove("authorization_response_iss_parameter_supported")),
                change("without PKCE", all -> all.put("code_challenge_methods_supported", List.of("plain"))),
                change("without pushed requests", all -> all.remove("pushed_authorization_request_endpoint")),
                change("in the clear", all -> all.put("token_endpoint", "http://localhost/token")),
                change("with an address that is none", all -> all.put("userinfo_endpoint", "https:///")),
                change("with none of a type", all -> all.put("jwks_uri", 1)));
    }

    private static Arguments change(String what, Consumer<Map<String, Object>> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("metadata")
    void whenTheMetadataIsNotOfSuchAProviderThenNothingIsSent(String what, Consumer<Map<String, Object>> change) {
        provider.metadata = change;
        assertThat(trouble(bank.begin(DEMAND)).why()).as(what).isEqualTo(Trouble.Why.NOT_SUCH_A_PROVIDER);
        assertThat(provider.lastRequest).isEmpty();
    }

    @Test
    void whenTheClientIsNotKnownThenItIsSaid() throws IOException {
        try (RelyingParty stranger = building(provider)
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("another.jwk")))
                .build()) {
            assertThat(stranger.begin(DEMAND))
                    .isEqualTo(new SignInStart.NotNow(new NotSignedIn.ProviderRefused("invalid_client")));
        }
    }

    @Test
    void whenTheServerIsNotTrustedThenNothingIsSent() throws IOException {
        try (RelyingParty careful = RelyingParty.at(provider.issuer())
                .client(TestProvider.CLIENT, ClientKey.in(folder.resolve("bank.jwk")))
                .redirectTo(REDIRECT)
                .build()) {
            assertThat(trouble(careful.begin(DEMAND)).why()).isEqualTo(Trouble.Why.NOT_TRUSTED);
        }
    }
}
