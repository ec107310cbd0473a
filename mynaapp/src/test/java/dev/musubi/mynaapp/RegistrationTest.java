package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.musubi.mynaapp.fixture.FakeServer;
import dev.musubi.mynaapp.fixture.TestKeys;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {

    private static Registration with(String issuer, String sign, String client, String back, JWK key) {
        return new Registration(URI.create(issuer), URI.create(sign), client, URI.create(back), key);
    }

    private static final String ISSUER = FakeServer.ISSUER.toString();
    private static final String SIGN = FakeServer.SIGN.toString();
    private static final String BACK = FakeServer.BACK.toString();

    @Test
    void whenAllIsRightThenTheAddressesFollowFromTheIssuer() {
        Registration right = FakeServer.registration();
        assertThat(right.token()).hasToString("https://op.example/api/realms/test/protocol/openid-connect/token");
        assertThat(right.certs()).hasToString("https://op.example/api/realms/test/protocol/openid-connect/certs");
        assertThat(right.authorization())
                .hasToString("https://op.example/api/realms/test/protocol/openid-connect/auth");
        assertThat(right.toString()).isEqualTo("Registration[RP00000001]");
        assertThatCode(() -> with(ISSUER, SIGN, "a", BACK, TestKeys.CARD)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://op.example/realm",
                "https:///realm",
                "op.example",
                "https://user@op.example/realm",
                "https://op.example/realm#here",
                "https://op.example/realm?x=1",
                "https://op.example/realm/"
            })
    void whenAnIssuerIsNoneThenItIsRefused(String issuer) {
        assertThatThrownBy(() -> with(issuer, SIGN, "RP1", BACK, TestKeys.ASSERTION))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RP-1", "RP 1", "ＲＰ１"})
    void whenAClientIdIsNoneThenItIsRefused(String client) {
        assertThatThrownBy(() -> with(ISSUER, SIGN, client, BACK, TestKeys.ASSERTION))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenSomethingIsTooLongOrInTheOpenThenItIsRefused() {
        assertThatThrownBy(() -> with(ISSUER, SIGN, "a".repeat(256), BACK, TestKeys.ASSERTION))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(ISSUER, SIGN, "RP1", "https://rp.example/" + "x".repeat(240), TestKeys.ASSERTION))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(ISSUER, "http://op.example/sign", "RP1", BACK, TestKeys.ASSERTION))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(ISSUER, SIGN, "RP1", "http://rp.example/", TestKeys.ASSERTION))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenAKeyCannotSignAssertionsThenItIsRefused() {
        for (JWK key : new JWK[] {
            TestKeys.ASSERTION.toPublicJWK(),
            new ECKey.Builder(TestKeys.ASSERTION).keyID(null).build(),
            new RSAKey.Builder(TestKeys.CARD).keyID(null).build(),
            TestKeys.ec("p384", Curve.P_384),
            TestKeys.rsa("weak", 1024)
        }) {
            assertThatThrownBy(() -> with(ISSUER, SIGN, "RP1", BACK, key)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
