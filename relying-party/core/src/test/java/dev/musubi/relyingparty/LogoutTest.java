package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.musubi.relyingparty.fixture.LogLines;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Logout tokens, and signing out at the provider. */
class LogoutTest extends RelyingPartyTest {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(provider.issuer())
                .audience(TestProvider.CLIENT)
                .subject(TestProvider.SUBJECT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .jwtID("an-id")
                .claim("sid", "the-session")
                .claim("events", Map.of(EVENT, Map.of()));
        change.accept(claims);
        return claims.build();
    }

    private LogoutOutcome told(Consumer<JWTClaimsSet.Builder> change) {
        return bank.loggedOut(provider.sign("logout+jwt", claims(change)));
    }

    @Test
    void whenASessionEndsThenTheSignInInItDoes() {
        SignedIn in = signedIn(DEMAND);
        LogoutOutcome.Ended ended = (LogoutOutcome.Ended) told(claims -> {});
        assertThat(ended.ends(in)).isTrue();
        assertThat(((LogoutOutcome.Ended) told(claims -> claims.claim("sid", "another"))).ends(in))
                .isFalse();
        assertThat(((LogoutOutcome.Ended) told(claims -> claims.claim("sid", null))).ends(in))
                .isTrue();
        assertThat(((LogoutOutcome.Ended) told(claims -> claims.subject(null))).ends(in))
                .isTrue();
        assertThat(((LogoutOutcome.Ended)
                                told(claims -> claims.claim("sid", null).subject("another")))
                        .ends(in))
                .isFalse();
    }

    private static String code(LogoutOutcome outcome) {
        assertThat(outcome).isInstanceOf(LogoutOutcome.Refused.class);
        assertThat(((LogoutOutcome.Refused) outcome).retry()).isFalse();
        return ((LogoutOutcome.Refused) outcome).code();
    }

    @Test
    void whenALogoutTokenIsNoneThenItIsRefusedByACodeAndALineInTheLogSaysWhich() {
        try (LogLines lines = new LogLines()) {
            assertThat(code(told(claims -> claims.issuer("https://evil.example"))))
                    .isEqualTo("logout_issuer");
            assertThat(code(told(claims -> claims.audience("telco")))).isEqualTo("logout_audience");
            assertThat(code(told(claims ->
                            claims.expirationTime(Date.from(Instant.now().minusSeconds(300))))))
                    .isEqualTo("logout_expired");
            assertThat(code(told(
                            claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(300))))))
                    .isEqualTo("logout_future");
            assertThat(code(told(claims -> claims.issueTime(null)))).isEqualTo("logout_malformed");
            assertThat(code(told(claims -> claims.claim("events", Map.of())))).isEqualTo("logout_event");
            assertThat(code(told(claims -> claims.claim("events", null)))).isEqualTo("logout_event");
            assertThat(code(told(claims -> claims.claim("nonce", "one")))).isEqualTo("logout_event");
            assertThat(code(told(claims -> claims.claim("sid", null).subject(null))))
                    .isEqualTo("logout_nobody");
            for (String forged : new String[] {
                provider.sign(null, claims(claims -> {})),
                provider.sign("JWT", claims(claims -> {})),
                TestProvider.sign(TestProvider.key(), "logout+jwt", claims(claims -> {})),
                new PlainJWT(claims(claims -> {})).serialize(),
                signedIn(DEMAND).idToken()
            }) {
                assertThat(code(bank.loggedOut(forged))).isEqualTo("logout_signature");
            }
            assertThat(code(bank.loggedOut(""))).isEqualTo("logout_malformed");
            assertThat(code(bank.loggedOut("a.b.c"))).isEqualTo("logout_malformed");
            assertThat(lines.all().stream().filter(line -> line.startsWith("WARNING logout.refused: ")))
                    .hasSize(16)
                    .contains("WARNING logout.refused: logout_nobody", "WARNING logout.refused: logout_signature");
        }
    }

    @Test
    void whenTheKeysCannotBeReadThenTheProviderMaySendItAgain() {
        String token = provider.sign("logout+jwt", claims(claims -> {}));
        provider.close();
        LogoutOutcome.Refused refused = (LogoutOutcome.Refused) bank.loggedOut(token);
        assertThat(refused.code()).isEqualTo("logout_provider_unreachable");
        assertThat(refused.retry()).isTrue();
    }

    @Test
    void whenSomebodySignsOutThenTheProviderLearnsWhoseSessionItIs() {
        SignedIn in = signedIn(DEMAND);
        assertThat(TestProvider.query(bank.signOutAt(in, "https://bank.example/")
                        .orElseThrow()
                        .getRawQuery()))
                .containsEntry("id_token_hint", in.idToken())
                .containsEntry("post_logout_redirect_uri", "https://bank.example/");
    }
}
