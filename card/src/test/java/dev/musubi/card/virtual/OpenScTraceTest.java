package dev.musubi.card.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardKey;
import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What OpenSC 0.23 sends to a card it meets, in its order, as was seen at its virtual reader. */
class OpenScTraceTest {

    private static final List<String> PROBES = List.of(
            "00A4040C0BA000000018800000000662",
            "00A40400076276 01FF000000",
            "00A4040006A00000000101",
            "00A404000BE82B0601040181C31F0201",
            "00A4040C0FD23300000045737445494420763335",
            "00A4040009A00000030800001000",
            "00A4040009A00000030800001000",
            "00A4040C07A0000001 16DB00",
            "00A4040C07A0000000791000",
            "00A4040C07A0000000790100",
            "00A4040C07A000000079010F",
            "00A404000CF276A288BCFBA69D34F31001",
            "00A4040009A00000039742544659",
            "00A4040006D27600012401");

    private final Terminal terminal = new Terminal(TestCards.card());

    @Test
    void whenOpenScMeetsTheCardThenEveryStepGoesAsOnARealOne() throws Exception {
        for (String probe : PROBES) {
            assertThat(terminal.send(probe)).as(probe).isEqualTo("6A82");
        }
        assertThat(terminal.send("00CADF3005")).isEqualTo("6D00");
        assertThat(terminal.send("00CB3FFF035C017E")).isEqualTo("6D00");

        expect("00A4040C0AD392F000260100000001", "9000");
        expect("00A4020C020018", "9000");
        expect("00200080", "63C3");
        expect("0020008000", "63C3");
        expect("00A4020C02001B", "9000");
        expect("00200080", "63C5");

        listCertificate("000A", CardKey.AUTHENTICATION);
        expect("00A4020C020001", "9000");
        expect("00B0000004", "6982");
        listAuthority("000B", CardKey.AUTHENTICATION);
        listAuthority("0002", CardKey.SIGNATURE);

        expect("00A4020C020018", "9000");
        expect("00200080" + "04" + "31323334", "9000");
        expect("00200080", "63C3");
        sign("0017", CardKey.AUTHENTICATION);

        expect("00A4020C02001B", "9000");
        expect("00200080" + "06" + "414243313233", "9000");
        listCertificate("0001", CardKey.SIGNATURE);
        expect("00A4020C02001B", "9000");
        expect("00200080" + "06" + "414243313233", "9000");
        sign("001A", CardKey.SIGNATURE);

        expect("00A4040C0AD392F000260100000001", "9000");
        expect("00A4020C02001A", "9000");
        expect("802A0080" + "01AA" + "00", "6982");
    }

    private void expect(String command, String answer) {
        assertThat(terminal.send(command)).as(command).isEqualTo(answer);
    }

    private void listCertificate(String file, CardKey key) {
        list(file, TestCards.certificate(key, KeyAlgorithm.RSA_2048_SHA_256).der());
    }

    private void listAuthority(String file, CardKey key) throws Exception {
        list(
                file,
                TestCards.authority(key, KeyAlgorithm.RSA_2048_SHA_256)
                        .certificate()
                        .getEncoded());
    }

    private void list(String file, byte[] der) {
        expect("00A4020C02" + file, "9000");
        byte[] head = terminal.data("00B0000004");
        assertThat(head).startsWith(0x30, 0x82);
        int length = ((head[2] & 0xFF) << 8 | (head[3] & 0xFF)) + 4;
        assertThat(terminal.readPaged(length)).isEqualTo(der);
    }

    private void sign(String file, CardKey key) throws Exception {
        byte[] document = {1, 2, 3};
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        expect("00A4020C02" + file, "9000");
        byte[] signature = terminal.data("802A0080333031300D060960864801650304020105000420" + digest + "00");
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(
                TestCards.certificate(key, KeyAlgorithm.RSA_2048_SHA_256).keys().getPublic());
        verifier.update(document);
        assertThat(verifier.verify(signature)).isTrue();
    }
}
