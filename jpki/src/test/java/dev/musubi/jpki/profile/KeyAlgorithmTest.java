package dev.musubi.jpki.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestKeys;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAlgorithmTest {

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void whenAKeyIsOfAnAlgorithmThenItIsRecognised(KeyAlgorithm algorithm) {
        assertThat(KeyAlgorithm.of(TestKeys.of(algorithm, "holder").getPublic()))
                .contains(algorithm);
        assertThat(KeyAlgorithm.ofJwsName(algorithm.jwsName())).contains(algorithm);
        assertThat(KeyAlgorithm.ofSignatureOid(algorithm.signatureOid())).contains(algorithm);
        assertThat(algorithm.keyAlgorithm()).isIn("RSA", "EC");
        assertThat(algorithm.digestAlgorithm()).startsWith("SHA-");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2047, 3072})
    void whenAnRsaKeyIsOfAnotherSizeThenItIsNotRecognised(int bits) {
        assertThat(KeyAlgorithm.of(TestKeys.rsa(bits, "size").getPublic())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp521r1"})
    void whenAnEcKeyIsOnAnotherCurveThenItIsNotRecognised(String curve) {
        assertThat(KeyAlgorithm.of(TestKeys.ec(curve, "curve").getPublic())).isEmpty();
    }

    @Test
    void whenAnRsaExponentIsSmallThenTheKeyIsNotRecognised() throws Exception {
        RSAPublicKey key = (RSAPublicKey) TestKeys.rsa(2048, "holder").getPublic();
        RSAPublicKeySpec three = new RSAPublicKeySpec(key.getModulus(), BigInteger.valueOf(3));
        assertThat(KeyAlgorithm.of(KeyFactory.getInstance("RSA").generatePublic(three)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS512", "PS256", "ES256", "rs256", ""})
    void whenAJwsNameIsAnothersThenItIsNotRecognised(String name) {
        assertThat(KeyAlgorithm.ofJwsName(name)).isEmpty();
    }
}
