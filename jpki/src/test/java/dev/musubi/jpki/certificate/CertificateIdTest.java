package dev.musubi.jpki.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CertificateIdTest {

    private static final AuthorityKeyId AUTHORITY = new AuthorityKeyId("d21ea55895617e93adbf966b941ab4edf653f08f");

    @Test
    void whenEncodedThenItIsTheKeyIdAndTheSerialWithoutLeadingZeros() {
        assertThat(new CertificateId(AUTHORITY, BigInteger.valueOf(0x80)).encoded())
                .hasSize(21)
                .startsWith(AUTHORITY.bytes())
                .endsWith(0x80);
    }

    @Test
    void whenEncodedAndDecodedThenItIsTheSame() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            CertificateId id =
                    new CertificateId(AUTHORITY, new BigInteger(1 + random.nextInt(158), random).add(BigInteger.ONE));
            assertThat(CertificateId.decode(id.encoded())).isEqualTo(id);
            assertThat(CertificateId.of(AUTHORITY, id.serialHex())).isEqualTo(id);
        }
    }

    @Test
    void whenTheEncodingIsNotCanonicalThenItIsRefused() {
        byte[] encoded = new CertificateId(AUTHORITY, BigInteger.ONE).encoded();
        assertThatThrownBy(() -> CertificateId.decode(Arrays.copyOf(encoded, 20)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] padded = Arrays.copyOf(encoded, 22);
        padded[20] = 0;
        assertThatThrownBy(() -> CertificateId.decode(padded)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CertificateId.decode(new byte[60])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenTheSerialIsNotPositiveOrTooLongThenItIsRefused() {
        for (BigInteger serial :
                new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.ONE.shiftLeft(159)}) {
            assertThatThrownBy(() -> new CertificateId(AUTHORITY, serial)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String hex : new String[] {"", "xyz", "-1", "0", "1".repeat(41), "１"}) {
            assertThatThrownBy(() -> CertificateId.of(AUTHORITY, hex)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whenAKeyIdIsNotTwentyBytesInLowerCaseThenItIsRefused() {
        for (String hex : new String[] {"", "d2", "D21EA55895617E93ADBF966B941AB4EDF653F08F", "g".repeat(40)}) {
            assertThatThrownBy(() -> new AuthorityKeyId(hex)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(AuthorityKeyId.of(AUTHORITY.bytes())).isEqualTo(AUTHORITY);
    }

    @Test
    void whenPrintedThenTheSerialIsNotGivenAway() {
        assertThat(new CertificateId(AUTHORITY, BigInteger.valueOf(4711)).toString())
                .doesNotContain("4711")
                .doesNotContain("1267");
    }
}
