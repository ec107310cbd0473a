package dev.musubi.jpki.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.der.DerOutput;
import dev.musubi.jpki.der.Tag;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.profile.JpkiProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;

class FourAttributesCodecTest {

    private static final String ARC = "1.2.392.200149.8.5.5.";
    private final FourAttributesCodec codec = new FourAttributesCodec(JpkiProfile.sandbox());

    private static byte[] otherName(String oid, int stringTag, String value) {
        return DerOutput.value(
                Tag.constructed(0),
                DerOutput.oid(oid),
                DerOutput.value(
                        Tag.constructed(0), DerOutput.value(stringTag, value.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<byte[]> six() {
        return new ArrayList<>(List.of(
                otherName(ARC + 1, Tag.UTF8_STRING, "結城　花子"),
                otherName(ARC + 4, Tag.UTF8_STRING, "319800217"),
                otherName(ARC + 3, Tag.UTF8_STRING, "2"),
                otherName(ARC + 5, Tag.UTF8_STRING, "東京都"),
                otherName(ARC + 2, Tag.UTF8_STRING, "00000"),
                otherName(ARC + 6, Tag.UTF8_STRING, "000")));
    }

    private AttributesReading decode(List<byte[]> names) {
        return codec.decode(DerOutput.value(Tag.SEQUENCE, names.toArray(byte[][]::new)));
    }

    private static AttributesReading refused(AttributesFault fault) {
        return new AttributesReading.Refused(fault);
    }

    @Test
    void whenEncodedThenTheOrderIsThatOfRealCards() {
        GeneralNames names = GeneralNames.getInstance(codec.encode(TestResidents.hanako()));
        List<String> order = Arrays.stream(names.getNames())
                .map(GeneralName::getName)
                .map(OtherName::getInstance)
                .map(OtherName::getTypeID)
                .map(ASN1ObjectIdentifier::getId)
                .toList();
        assertThat(order).containsExactly(ARC + 1, ARC + 4, ARC + 3, ARC + 5, ARC + 2, ARC + 6);
    }

    @Test
    void whenADateOfBirthIsEncodedThenItsBytesAreThoseOfACard() {
        FourAttributes attributes =
                new FourAttributes(PersonText.of("甲"), PersonText.of("乙"), DateOfBirth.parse("419900102"), Sex.MALE);
        assertThat(HexFormat.of().formatHex(codec.encode(attributes)))
                .contains("a019060a2a83088c9b5508050504a00b0c09343139393030313032");
    }

    @Test
    void whenEncodedAndDecodedThenItIsTheSame() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            FourAttributes attributes = new FourAttributes(
                    text(random),
                    text(random),
                    DateOfBirth.parse("319800217"),
                    Sex.fromCertificateCode("" + (1 + random.nextInt(3))).orElseThrow());
            assertThat(codec.decode(codec.encode(attributes))).isEqualTo(new AttributesReading.Read(attributes));
        }
    }

    private static PersonText text(Random random) {
        StringBuilder value = new StringBuilder();
        StringBuilder flags = new StringBuilder();
        for (int length = 1 + random.nextInt(200); length > 0; length--) {
            value.appendCodePoint(random.nextInt(20) == 0 ? 0x20BB7 : 0x4E00 + random.nextInt(0x5000));
            flags.append(random.nextInt(10) == 0 ? '1' : '0');
        }
        return new PersonText(value.toString(), flags.toString());
    }

    @Test
    void whenTheEntriesComeInAnotherOrderThenTheyAreReadByOid() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<byte[]> names = six();
        Collections.shuffle(names, new Random(seed));
        assertThat(decode(names)).isInstanceOf(AttributesReading.Read.class).isEqualTo(decode(six()));
    }

    @Test
    void whenThereAreOtherNamesTooThenTheyArePassedOver() {
        List<byte[]> names = six();
        names.add(otherName("1.2.392.200149.8.5.5.7", Tag.UTF8_STRING, "ゆうき　はなこ"));
        names.add(DerOutput.value(Tag.primitive(1), "a@example.jp".getBytes(StandardCharsets.US_ASCII)));
        assertThat(decode(names)).isEqualTo(decode(six()));
    }

    @Test
    void whenAnEntryIsMissingThenItIsRefused() {
        for (int i = 0; i < 6; i++) {
            List<byte[]> names = six();
            names.remove(i);
            assertThat(decode(names)).isEqualTo(refused(AttributesFault.MISSING));
        }
    }

    @Test
    void whenAnEntryIsThereTwiceThenItIsRefused() {
        for (int i = 0; i < 6; i++) {
            List<byte[]> names = six();
            names.add(names.get(i));
            assertThat(decode(names)).isEqualTo(refused(AttributesFault.REPEATED));
        }
    }

    @Test
    void whenAValueIsOfNoKnownFormThenItIsRefused() {
        String[][] wrong = {
            {"1", ""}, {"4", "19800217"}, {"3", "9"}, {"3", ""}, {"5", "a\u0007b"}, {"2", "0000"}, {"6", "xxx"}
        };
        int[] place = {0, 0, 4, 2, 1, 3, 5};
        for (String[] one : wrong) {
            List<byte[]> names = six();
            int number = Integer.parseInt(one[0]);
            names.set(place[number], otherName(ARC + number, Tag.UTF8_STRING, one[1]));
            assertThat(decode(names)).as(one[0]).isEqualTo(refused(AttributesFault.BAD_VALUE));
        }
    }

    @Test
    void whenTheStringIsOfAnotherTypeOrTheDerIsBrokenThenItIsRefused() {
        List<byte[]> names = six();
        names.set(0, otherName(ARC + 1, Tag.PRINTABLE_STRING, "HANAKO"));
        assertThat(decode(names)).isEqualTo(refused(AttributesFault.MALFORMED));
        byte[] whole = DerOutput.value(Tag.SEQUENCE, six().toArray(byte[][]::new));
        for (int length = 0; length < whole.length; length++) {
            assertThat(codec.decode(Arrays.copyOf(whole, length))).isEqualTo(refused(AttributesFault.MALFORMED));
        }
        assertThat(codec.decode(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(refused(AttributesFault.MALFORMED));
    }

    @Test
    void whenUtf8IsBrokenThenItIsRefused() {
        byte[] broken = DerOutput.value(
                Tag.constructed(0),
                DerOutput.oid(ARC + 1),
                DerOutput.value(
                        Tag.constructed(0), DerOutput.value(Tag.UTF8_STRING, new byte[] {(byte) 0xe3, (byte) 0x81})));
        List<byte[]> names = six();
        names.set(0, broken);
        assertThat(decode(names)).isEqualTo(refused(AttributesFault.MALFORMED));
    }

    @Test
    void whenRefusedThenThereIsACodeAndASentence() {
        for (AttributesFault fault : AttributesFault.values()) {
            assertThat(fault.code()).startsWith("attributes_");
            assertThat(fault.sentence()).endsWith(".");
        }
    }
}
