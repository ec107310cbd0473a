package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.musubi.mynaapp.fixture.FakeServer;
import dev.musubi.mynaapp.fixture.TestKeys;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each thing that can be wrong with an ID token, alone. */
class IdTokenTest {

    private final FakeServer server = new FakeServer();
    private final MynaAppClient client = server.client();
    private final PendingSignIn pending =
            client.beginSignIn(RevocationCheck.CRL).pending();

    private MynaResult<Holder> finish() {
        return client.finishSignIn(pending, FakeServer.comeBack(pending));
    }

    private Holder holder() {
        MynaResult<Holder> result = finish();
        assertThat(result).isInstanceOf(MynaResult.Done.class);
        return ((MynaResult.Done<Holder>) result).value();
    }

    private void assertNotValid() {
        assertThat(finish()).isEqualTo(new MynaResult.Failed<Holder>(MynaProblem.TOKEN_NOT_VALID, ""));
    }

    private static Date at(int seconds) {
        return Date.from(FakeServer.NOW.plusSeconds(seconds));
    }

    @Test
    void whenAllIsRightThenItSaysWhoAndNoMore() throws Exception {
        server.claims = FakeServer.rightClaims(pending)
                .claim("acr", Dialect.ACR)
                .claim("auth_time", FakeServer.NOW.minusSeconds(3).getEpochSecond())
                .claim("azp", FakeServer.CLIENT);
        Holder holder = holder();
        assertThat(holder.subject()).isEqualTo("b3c0a1d2-0000-4000-8000-000000000001");
        assertThat(holder.acr()).contains(Dialect.ACR);
        assertThat(holder.authenticatedAt()).contains(FakeServer.NOW.minusSeconds(3));
        assertThat(holder.issuedAt()).isEqualTo(FakeServer.NOW);
        assertThat(SignedJWT.parse(holder.idToken()).getJWTClaimsSet().getSubject())
                .isEqualTo(holder.subject());
    }

    @Test
    void whenTheClocksDifferALittleThenItIsTaken() {
        server.claims = FakeServer.rightClaims(pending).issueTime(at(29)).notBeforeTime(at(29));
        holder();
        server.claims = FakeServer.rightClaims(pending).expirationTime(at(-29));
        holder();
    }

    @TestFactory
    Stream<DynamicTest> whenAClaimIsWrongThenNobodySignedIn() {
        Map<String, Consumer<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("another issuer", c -> c.issuer("https://evil.example"));
        wrong.put("no issuer", c -> c.issuer(null));
        wrong.put("another audience", c -> c.audience("RP00000002"));
        wrong.put("two audiences", c -> c.audience(List.of(FakeServer.CLIENT, "RP00000002")));
        wrong.put("no audience", c -> c.audience((String) null));
        wrong.put("authorized for another", c -> c.claim("azp", "RP00000002"));
        wrong.put("expired", c -> c.expirationTime(at(-31)));
        wrong.put("never expires", c -> c.expirationTime(null));
        wrong.put("of the future", c -> c.issueTime(at(31)));
        wrong.put("of no time", c -> c.issueTime(null));
        wrong.put("not yet", c -> c.notBeforeTime(at(31)));
        wrong.put(
                "authenticated in the future",
                c -> c.claim("auth_time", FakeServer.NOW.plusSeconds(31).getEpochSecond()));
        wrong.put("another nonce", c -> c.claim("nonce", "n"));
        wrong.put("no nonce", c -> c.claim("nonce", null));
        wrong.put("a nonce of another kind", c -> c.claim("nonce", 7));
        wrong.put("for another access token", c -> c.claim("at_hash", FakeServer.hash("another")));
        wrong.put("for no access token", c -> c.claim("at_hash", null));
        wrong.put("no subject", c -> c.subject(null));
        wrong.put("empty subject", c -> c.subject(""));
        wrong.put("endless subject", c -> c.subject("s".repeat(256)));
        wrong.put("endless acr", c -> c.claim("acr", "a".repeat(256)));
        return wrong.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    JWTClaimsSet.Builder claims = FakeServer.rightClaims(pending);
                    each.getValue().accept(claims);
                    server.claims = claims;
                    assertNotValid();
                }));
    }

    @Test
    void whenItIsNotSignedByTheServersKeyThenNobodySignedIn() throws Exception {
        JWTClaimsSet claims = FakeServer.rightClaims(pending).build();
        server.claims = FakeServer.rightClaims(pending);
        server.signsWith = new ECKey.Builder(TestKeys.ASSERTION).keyID("server").build();
        assertNotValid();
        for (String token : List.of(
                new PlainJWT(claims).serialize(),
                "a.b.c",
                "",
                mac(claims),
                rsa(claims),
                header(claims, new JWSHeader.Builder(JWSAlgorithm.ES256).build()),
                header(
                        claims,
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("unknown")
                                .build()),
                header(
                        claims,
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("server")
                                .type(JOSEObjectType.JWT)
                                .criticalParams(Set.of("exp"))
                                .customParam("exp", 1)
                                .build()),
                header(
                                claims,
                                new JWSHeader.Builder(JWSAlgorithm.ES256)
                                        .keyID("server")
                                        .build())
                        + "x".repeat(20_000))) {
            server.idToken(token);
            assertThat(finish()).as(token).isInstanceOf(MynaResult.Failed.class);
        }
    }

    private static String mac(JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("server").build(), claims);
        jwt.sign(new MACSigner(TestKeys.SERVER.toPublicJWK().toJSONString()));
        return jwt.serialize();
    }

    private static String rsa(JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("other").build(), claims);
        jwt.sign(new RSASSASigner(TestKeys.OTHER));
        return jwt.serialize();
    }

    private static String header(JWTClaimsSet claims, JWSHeader header) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new ECDSASigner(TestKeys.SERVER));
        return jwt.serialize();
    }

    @Test
    void whenTheServersRsaKeySignsItThenItIsNotTaken() throws Exception {
        server.published = List.of(TestKeys.SERVER.toPublicJWK(), TestKeys.OTHER.toPublicJWK());
        server.idToken(rsa(FakeServer.rightClaims(pending).build()));
        assertNotValid();
    }

    @Test
    void whenTheKeyIsOfAnotherCurveThenItIsNotTaken() {
        ECKey p384 = TestKeys.ec("server", Curve.P_384);
        server.claims = FakeServer.rightClaims(pending);
        server.published = List.of(p384.toPublicJWK());
        assertNotValid();
    }

    // ---- the server's keys
    // -------------------------------------------------------------------------------------------

    private long fetches() {
        return server.calls.stream()
                .filter(call -> call.uri().getPath().endsWith("/certs"))
                .count();
    }

    @Test
    void whenTheKeyIsKnownThenItIsNotFetchedAgainForTenMinutes() {
        server.claims = FakeServer.rightClaims(pending);
        holder();
        server.now = FakeServer.NOW.plus(Duration.ofMinutes(4));
        holder();
        assertThat(fetches()).isEqualTo(1);
        server.now = FakeServer.NOW.plus(Duration.ofMinutes(10));
        server.claims = FakeServer.rightClaims(pending).expirationTime(at(3600));
        holder();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void whenTheServerHasANewKeyThenItIsFoundAndNobodyCanMakeUsAskForEver() {
        server.claims = FakeServer.rightClaims(pending);
        holder();
        ECKey next = TestKeys.ec("next", Curve.P_256);
        server.published = List.of(TestKeys.SERVER.toPublicJWK(), next.toPublicJWK());
        server.signsWith = next;
        assertNotValid();
        assertThat(fetches()).as("not within half a minute").isEqualTo(1);
        server.now = FakeServer.NOW.plusSeconds(30);
        holder();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void whenTheClockWasSetBackThenTheKeysAreFetchedAnew() {
        server.claims = FakeServer.rightClaims(pending);
        holder();
        server.now = FakeServer.NOW.minusSeconds(20);
        holder();
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void whenTheKeysCannotBeHadThenItIsSaidWhy() {
        server.claims = FakeServer.rightClaims(pending);
        server.answering("/certs", 503, "");
        assertThat(finish()).isEqualTo(new MynaResult.Failed<Holder>(MynaProblem.SERVER_UNAVAILABLE, ""));
        server.answering("/certs", 200, "{\"keys\":[{\"kty\":7}]}");
        assertThat(finish()).isEqualTo(new MynaResult.Failed<Holder>(MynaProblem.ANSWER_NOT_UNDERSTOOD, ""));
    }
}
