package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
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

    @Test
    void whenALogoutTokenIsNoneThenItIsRefused() {
        LogoutOutcome refused = new LogoutOutcome.Refused(false);
        assertThat(told(claims -> claims.issuer("https://evil.example"))).isEqualTo(refused);
        assertThat(told(claims -> claims.audience("telco"))).isEqualTo(refused);
        assertThat(told(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(300)))))
                .isEqualTo(refused);
        assertThat(told(claims -> claims.claim("events", Map.of()))).isEqualTo(refused);
        assertThat(told(claims -> claims.claim("events", null))).isEqualTo(refused);
        assertThat(told(claims -> claims.claim("nonce", "one"))).isEqualTo(refused);
        assertThat(told(claims -> claims.claim("sid", null).subject(null))).isEqualTo(refused);
        assertThat(bank.loggedOut(provider.sign(null, claims(claims -> {})))).isEqualTo(refused);
        assertThat(bank.loggedOut(provider.sign("JWT", claims(claims -> {})))).isEqualTo(refused);
        assertThat(bank.loggedOut(TestProvider.sign(TestProvider.key(), "logout+jwt", claims(claims -> {}))))
                .isEqualTo(refused);
        assertThat(bank.loggedOut(new PlainJWT(claims(claims -> {})).serialize()))
                .isEqualTo(refused);
        assertThat(bank.loggedOut("")).isEqualTo(refused);
        assertThat(bank.loggedOut(signedIn(DEMAND).idToken())).isEqualTo(refused);
    }

    @Test
    void whenTheKeysCannotBeReadThenTheProviderMaySendItAgain() {
        String token = provider.sign("logout+jwt", claims(claims -> {}));
        provider.close();
        assertThat(bank.loggedOut(token)).isEqualTo(new LogoutOutcome.Refused(true));
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
