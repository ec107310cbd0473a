package dev.musubi.jpki.profile;

import static dev.musubi.jpki.profile.KeyAlgorithm.ECDSA_P384_SHA_384;
import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestEcdsa;
import dev.musubi.jpki.fixture.TestKeys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The one form of an ECDSA signature. */
class EcdsaValueTest {

    private static final BigInteger N = NamedCurve.P_384.order();

    private static byte[] sign(String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(TestKeys.of(ECDSA_P384_SHA_384, "value").getPrivate());
        signature.update(new byte[1]);
        return signature.sign();
    }

    @Test
    void whenTheJdkSignsThenItHasTheForm() throws Exception {
        for (int i = 0; i < 200; i++) {
            byte[] der = sign("SHA384withECDSA");
            assertThat(ECDSA_P384_SHA_384.isSignatureValue(der)).isTrue();
            assertThat(ECDSA_P384_SHA_384.isSignatureValue(TestEcdsa.twin(der))).isTrue();
            assertThat(TestEcdsa.otherEncodings(der)).isNotEmpty().noneMatch(ECDSA_P384_SHA_384::isSignatureValue);
            assertThat(ECDSA_P384_SHA_384.isJwsSignatureValue(sign("SHA384withECDSAinP1363Format")))
                    .isTrue();
        }
    }

    @Test
    void whenANumberIsNotFromOneToNMinusOneThenItHasNot() {
        BigInteger one = BigInteger.ONE;
        BigInteger last = N.subtract(one);
        assertThat(ECDSA_P384_SHA_384.isSignatureValue(TestEcdsa.of(one, one))).isTrue();
        assertThat(ECDSA_P384_SHA_384.isSignatureValue(TestEcdsa.of(last, last)))
                .isTrue();
        for (BigInteger wrong : new BigInteger[] {BigInteger.ZERO, one.negate(), N, N.add(one), N.shiftLeft(8)}) {
            assertThat(ECDSA_P384_SHA_384.isSignatureValue(TestEcdsa.of(wrong, one)))
                    .isFalse();
            assertThat(ECDSA_P384_SHA_384.isSignatureValue(TestEcdsa.of(one, wrong)))
                    .isFalse();
        }
        byte[] zeros = new byte[96];
        assertThat(ECDSA_P384_SHA_384.isJwsSignatureValue(zeros)).isFalse();
        zeros[95] = 1;
        assertThat(ECDSA_P384_SHA_384.isJwsSignatureValue(zeros)).isFalse();
        zeros[47] = 1;
        assertThat(ECDSA_P384_SHA_384.isJwsSignatureValue(zeros)).isTrue();
        Arrays.fill(zeros, 0, 48, (byte) 0xff);
        assertThat(ECDSA_P384_SHA_384.isJwsSignatureValue(zeros)).isFalse();
        assertThat(ECDSA_P384_SHA_384.isJwsSignatureValue(new byte[95])).isFalse();
        assertThat(ECDSA_P384_SHA_384.isSignatureValue(new byte[0])).isFalse();
    }

    @Test
    void whenAnRsaSignatureIsOfAnotherLengthThenItHasNotTheForm() {
        KeyAlgorithm rsa = KeyAlgorithm.RSA_2048_SHA_256;
        assertThat(rsa.isSignatureValue(new byte[256])).isTrue();
        assertThat(rsa.isJwsSignatureValue(new byte[256])).isTrue();
        assertThat(rsa.isSignatureValue(new byte[255])).isFalse();
        assertThat(rsa.isSignatureValue(new byte[257])).isFalse();
        assertThat(rsa.isJwsSignatureValue(new byte[0])).isFalse();
    }
}
