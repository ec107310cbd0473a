package dev.musubi.jpki.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.jpki.fixture.TestAuthority;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Primitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerShapeTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30 00",
                "05 00",
                "31 03 01 01 ff",
                "03 02 04 50",
                "a0 03 02 01 05",
                "30 81 80 04 7e 0000",
                "80 00"
            })
    void whenItIsOneStrictValueThenItPasses(String hex) {
        byte[] value = bytes(hex);
        if (hex.startsWith("30 81 80")) {
            value = java.util.Arrays.copyOf(value, 3 + 128);
        }
        byte[] whole = value;
        assertThatCode(() -> DerShape.requireOneValue(whole)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "30 00 00",
                "30 80 00 00",
                "30 81 02 05 00",
                "30 82 00 02 05 00",
                "30 03 05 00",
                "30 02 05 01",
                "30 03 02 02 00",
                "30 04 02 02 00 05",
                "30 03 01 01 05",
                "10 00",
                "24 04 04 02 00 00",
                "2c 02 0c 00",
                "03 02 01 01",
                "03 01 01",
                "03 00",
                "03 02 08 00",
                "1f 01 00",
                "30 03 1f 01 00",
                "05 01 00",
                "30 02 02 00",
                "06 00",
                "17 00"
            })
    void whenItIsNotThenItIsRefused(String hex) {
        assertThatThrownBy(() -> DerShape.requireOneValue(bytes(hex))).isInstanceOf(DerException.class);
    }

    @Test
    void whenValuesAreNestedTooDeeplyThenTheyAreRefused() throws DerException {
        byte[] value = {5, 0};
        for (int depth = 0; depth < 24; depth++) {
            value = DerOutput.value(Tag.SEQUENCE, value);
        }
        DerShape.requireOneValue(value);
        byte[] deeper = DerOutput.value(Tag.SEQUENCE, value);
        assertThatThrownBy(() -> DerShape.requireOneValue(deeper)).isInstanceOf(DerException.class);
    }

    @Test
    void whenACertificateIsAlteredAnywhereThenWhatPassesIsStillReEncodedToTheSameBytesOrRefused() throws Exception {
        byte[] certificate = TestAuthority.signature().certificate().getEncoded();
        DerShape.requireOneValue(certificate);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int passed = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] altered = certificate.clone();
            altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
            if (passes(altered) && isReadByBouncyCastle(altered)) {
                passed++;
                assertThat(ASN1Primitive.fromByteArray(altered).getEncoded()).isEqualTo(altered);
            }
        }
        assertThat(passed).isPositive();
    }

    private static boolean passes(byte[] value) {
        try {
            DerShape.requireOneValue(value);
            return true;
        } catch (DerException e) {
            return false;
        }
    }

    private static boolean isReadByBouncyCastle(byte[] value) {
        try {
            return ASN1Primitive.fromByteArray(value) != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }
}
