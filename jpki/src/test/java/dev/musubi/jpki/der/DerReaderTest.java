package dev.musubi.jpki.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerReaderTest {

    private static DerReader reader(String hex) {
        return new DerReader(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static Random random() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new Random(seed);
    }

    @Test
    void whenASequenceIsEnteredThenItsValuesAreReadAndItsEndIsAsserted() throws DerException {
        DerReader outer = reader("30 09 02 01 05 01 01 ff 0a 01 03 05 00");
        assertThat(outer.nextIs(Tag.SEQUENCE)).isTrue();
        DerReader inner = outer.enter(Tag.SEQUENCE);
        assertThat(inner.integer(1)).isEqualTo(5);
        assertThat(inner.bool()).isTrue();
        assertThat(inner.enumerated()).isEqualTo(3);
        assertThat(inner.hasMore()).isFalse();
        inner.end();
        assertThatThrownBy(outer::end).isInstanceOf(DerException.class);
        assertThat(outer.element()).containsExactly(5, 0);
        outer.end();
        assertThatThrownBy(outer::skip).isInstanceOf(DerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02",
                "02 01",
                "02 02 05",
                "02 80 05 00 00",
                "02 81 01 05",
                "02 82 00 01 05",
                "02 84 ff ff ff ff",
                "02 85 00 00 00 00 01 05",
                "02 00",
                "02 02 00 05",
                "02 02 ff 85",
                "1f 02 01 05",
                "03 01 05",
                "02 ff"
            })
    void whenAnIntegerIsNotStrictDerThenItIsRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).integer(20)).isInstanceOf(DerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 01 01", "01 00", "01 02 ff ff", "01 01 7f"})
    void whenABooleanIsNotStrictDerThenItIsRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).bool()).isInstanceOf(DerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"06 00", "06 01 80", "06 02 2a 80", "06 03 2a 80 01", "06 02 2a 83"})
    void whenAnOidIsNotStrictDerThenItIsRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).oid()).isInstanceOf(DerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a 01 80", "0a 02 00 80", "0a 00"})
    void whenAnEnumeratedIsTooLargeThenItIsRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).enumerated()).isInstanceOf(DerException.class);
    }

    @Test
    void whenAnIntegerIsLongerThanAskedForThenItIsRefused() throws DerException {
        assertThat(reader("02 02 01 00").integer(2)).isEqualTo(256);
        assertThatThrownBy(() -> reader("02 02 01 00").integer(1)).isInstanceOf(DerException.class);
    }

    @Test
    void whenIntegersAreReadThenTheyAreThoseOfBouncyCastle() throws DerException, IOException {
        Random random = random();
        for (int i = 0; i < 1000; i++) {
            BigInteger number = new BigInteger(random.nextInt(200), random);
            BigInteger signed = random.nextBoolean() ? number : number.negate();
            byte[] der = new ASN1Integer(signed).getEncoded("DER");
            assertThat(new DerReader(der).integer(30)).isEqualTo(signed);
            assertThat(DerOutput.integer(signed)).isEqualTo(der);
        }
    }

    @Test
    void whenOidsAreReadThenTheyAreThoseOfBouncyCastle() throws DerException {
        Random random = random();
        for (int i = 0; i < 1000; i++) {
            StringBuilder oid = new StringBuilder();
            int root = random.nextInt(3);
            oid.append(root).append('.').append(root == 2 ? random.nextInt(1000) : random.nextInt(40));
            for (int arcs = random.nextInt(8); arcs > 0; arcs--) {
                oid.append('.').append(new BigInteger(random.nextInt(random.nextInt(8) == 0 ? 128 : 40), random));
            }
            String dotted = oid.toString();
            if (DerOutput.oid(dotted).length <= 64) {
                assertThat(new DerReader(DerOutput.oid(dotted)).oid()).isEqualTo(dotted);
            }
        }
        String large = "2.25.122368444191728901475023385767888380521.1.20";
        assertThat(new DerReader(DerOutput.oid(large)).oid()).isEqualTo(large);
        assertThat(new ASN1ObjectIdentifier(large).getId()).isEqualTo(large);
        assertThat(new DerReader(DerOutput.oid("2.123456789012345678901234567890")).oid())
                .isEqualTo("2.123456789012345678901234567890");
    }

    @Test
    void whenTimesAreReadAndWrittenThenTheyAreThoseOfBouncyCastle() throws DerException, IOException {
        Random random = random();
        for (int i = 0; i < 5000; i++) {
            long second = (long) (random.nextDouble() * 3_000_000_000L) - 600_000_000L;
            Instant instant = Instant.ofEpochSecond(second);
            byte[] der = Times.isUtcTime(second)
                    ? new ASN1UTCTime(Date.from(instant)).getEncoded("DER")
                    : new ASN1GeneralizedTime(Date.from(instant)).getEncoded("DER");
            assertThat(DerOutput.time(instant)).isEqualTo(der);
            assertThat(new DerReader(der).time()).isEqualTo(instant);
        }
        for (String edge : new String[] {
            "1950-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2000-02-29T12:00:00Z", "2049-12-31T23:59:59Z",
            "2050-01-01T00:00:00Z", "2100-03-01T00:00:00Z", "2400-02-29T00:00:00Z", "9999-12-31T23:59:59Z"
        }) {
            assertThat(new DerReader(DerOutput.time(Instant.parse(edge))).time())
                    .isEqualTo(edge);
        }
        assertThatThrownBy(() -> DerOutput.time(Instant.parse("1949-12-31T23:59:59Z")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "261122030000",
                "2611220300Z",
                "261322030000Z",
                "261131030000Z",
                "260229030000Z",
                "261122240000Z",
                "261122036000Z",
                "261122030060Z",
                "26112203000 Z",
                "261122030000+",
                "261122030000+0900",
                "260022030000Z",
                "261100030000Z"
            })
    void whenAUtcTimeIsNotOfTheFormOfCertificatesThenItIsRefused(String text) {
        byte[] der = DerOutput.value(Tag.UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> new DerReader(der).time()).isInstanceOf(DerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20261122030000", "20261122030000.5Z", "202611220300Z", "21000229000000Z", "2026112203000aZ"})
    void whenAGeneralizedTimeIsNotOfTheFormOfCertificatesThenItIsRefused(String text) {
        byte[] der = DerOutput.value(Tag.GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> new DerReader(der).time()).isInstanceOf(DerException.class);
    }

    @Test
    void whenLengthsAreWrittenThenTheyAreOfTheShortestFormAndReadAgain() throws DerException {
        for (int length : new int[] {0, 1, 127, 128, 255, 256, 65535, 65536, 100_000}) {
            byte[] value = DerOutput.value(Tag.OCTET_STRING, new byte[length]);
            assertThat(new DerReader(value).content(Tag.OCTET_STRING)).hasSize(length);
            DerShape.requireOneValue(value);
        }
        assertThat(DerOutput.header(Tag.SEQUENCE, 0x1_0000_0000L)).containsExactly(0x30, 0x85, 1, 0, 0, 0, 0);
    }

    @Test
    void whenABitStringHasUnusedBitsThenItsOctetsAreRefused() throws DerException {
        assertThat(reader("03 02 00 05").bitStringOctets()).containsExactly(5);
        assertThatThrownBy(() -> reader("03 02 01 04").bitStringOctets()).isInstanceOf(DerException.class);
        assertThatThrownBy(() -> reader("03 00").bitStringOctets()).isInstanceOf(DerException.class);
    }
}
