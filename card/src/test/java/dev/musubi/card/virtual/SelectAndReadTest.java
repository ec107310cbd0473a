package dev.musubi.card.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.CardPin;
import dev.musubi.card.TokenKind;
import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectAndReadTest {

    private final Terminal terminal = new Terminal(TestCards.card());

    private Terminal jpki() {
        return terminal.select(CardApplicationId.JPKI);
    }

    private static byte[] certificate(CardKey key) {
        return TestCards.certificate(key, KeyAlgorithm.RSA_2048_SHA_256).der();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00A4040C0BA000000018800000000662",
                "00A404000762 7601FF000000",
                "00A4040009A000000308000010 00",
                "00A4040C07A0000000790100",
                "00A4040C0AD392F000260100000002",
                "00A4040C09D392F0002601000000",
                "00A4040C0AD3921000310001010402",
                "00A4040C",
                "00A40000023F00",
                "00A40000",
            })
    void whenSomethingUnknownIsSelectedThenItIsNotFound(String command) {
        assertThat(terminal.status(command)).isEqualTo("6A82");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00CADF3005", "00CB3FFF035C017E", "00C0000000", "0088000000", "00220000", "80320080", "80A40400"
            })
    void whenTheInstructionIsUnknownThenItSaysSo(String command) {
        assertThat(terminal.status(command)).isEqualTo("6D00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0CA4040C", "01B0000000", "90200080", "FF200080"})
    void whenTheClassIsUnknownThenItSaysSo(String command) {
        assertThat(terminal.status(command)).isEqualTo("6E00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00A404", "00A4040C0BA0", "00A4040C00000000", "00B00000000000000000"})
    void whenTheBytesAreNoCommandThenTheLengthIsWrong(String command) {
        assertThat(terminal.status(command)).isEqualTo("6700");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00A4080C020001", "00A4030C", "00A4020102000A", "00A4020D02000A"})
    void whenSelectHasParametersNobodyUsesThenTheyAreWrong(String command) {
        jpki();

        assertThat(terminal.status(command)).isEqualTo("6A86");
    }

    @Test
    void whenTheNameIsKnownThenTheApplicationIsSelectedInShortAndExtendedForm() {
        assertThat(terminal.send("00A4040C0AD392F000260100000001")).isEqualTo("9000");
        assertThat(terminal.send("00A4040C0AD392F00026010000000100")).isEqualTo("9000");
        assertThat(terminal.send("00A4040C00000AD392F000260100000001")).isEqualTo("9000");
        assertThat(terminal.send("00A404000AD392F000260100000001")).isEqualTo("9000");
    }

    @Test
    void whenNoApplicationIsSelectedThenThereAreNoFiles() {
        assertThat(terminal.status("00A4020C02000A")).isEqualTo("6A82");
        assertThat(terminal.status("00B0000000")).isEqualTo("6986");
        assertThat(terminal.status("00200080")).isEqualTo("6986");
        assertThat(terminal.status("802A00800100")).isEqualTo("6986");
    }

    @Test
    void whenAFileIsUnknownThenItIsNotFoundAndTheCurrentOneStays() {
        byte[] before = jpki().file(0x000A).data("00B0000004");

        assertThat(terminal.status("00A4020C020009")).isEqualTo("6A82");
        assertThat(terminal.status("00A4020C0100")).isEqualTo("6700");
        assertThat(terminal.status("00A4020C03000A00")).isEqualTo("6700");
        assertThat(terminal.data("00B0000004")).isEqualTo(before);
    }

    @Test
    void whenTheSignInCertificateIsReadThenNoPinIsNeeded() {
        byte[] der = certificate(CardKey.AUTHENTICATION);

        assertThat(jpki().file(0x000A).readPaged(der.length)).isEqualTo(der);
    }

    @Test
    void whenTheSignatureCertificateIsReadThenItsPinIsNeeded() {
        byte[] der = certificate(CardKey.SIGNATURE);
        assertThat(jpki().file(0x0001).status("00B0000004")).isEqualTo("6982");
        assertThat(terminal.status("00B07FFF04")).isEqualTo("6982");
        assertThat(terminal.status("00B0810004")).isEqualTo("6982");

        terminal.verify(CardPin.AUTHENTICATION, TestCards.AUTHENTICATION_PIN);
        assertThat(terminal.file(0x0001).status("00B0000004")).isEqualTo("6982");

        terminal.verify(CardPin.SIGNATURE, TestCards.SIGNATURE_PIN);
        assertThat(terminal.file(0x0001).readPaged(der.length)).isEqualTo(der);
    }

    @ParameterizedTest
    @EnumSource(CardKey.class)
    void whenAnAuthoritysCertificateIsReadThenNoPinIsNeeded(CardKey key) throws Exception {
        byte[] der = TestCards.authority(key, KeyAlgorithm.RSA_2048_SHA_256)
                .certificate()
                .getEncoded();

        assertThat(jpki().file(key.authorityFile()).readPaged(der.length)).isEqualTo(der);
    }

    @Test
    void whenTheOffsetIsInTheFileThenTheRestIsReadAndPastItNothing() {
        byte[] der = certificate(CardKey.AUTHENTICATION);
        jpki().file(0x000A);
        int last = der.length - 1;

        assertThat(terminal.data("00B0" + offset(last) + "00")).containsExactly(der[last]);
        assertThat(terminal.status("00B0" + offset(der.length) + "00")).isEqualTo("6B00");
        assertThat(terminal.status("00B07FFF00")).isEqualTo("6B00");
    }

    private static String offset(int offset) {
        return HexFormat.of().toHexDigits((short) offset);
    }

    @Test
    void whenTheAnswerMayBeLongThenTheWholeFileIsReadAtOnce() {
        byte[] der = certificate(CardKey.AUTHENTICATION);

        assertThat(jpki().file(0x000A).data("00B00000000000")).isEqualTo(der);
        assertThat(terminal.data("00B00001000200")).isEqualTo(Arrays.copyOfRange(der, 1, 0x201));
    }

    @Test
    void whenAFileIsNamedByItsShortIdentifierThenItIsReadAndBecomesCurrent() {
        byte[] der = certificate(CardKey.AUTHENTICATION);

        assertThat(jpki().data("00B08A0004")).isEqualTo(Arrays.copyOf(der, 4));
        assertThat(terminal.data("00B08A0A04")).isEqualTo(Arrays.copyOfRange(der, 10, 14));
        assertThat(terminal.data("00B0010004")).isEqualTo(Arrays.copyOfRange(der, 256, 260));
        assertThat(terminal.status("00B0890004")).isEqualTo("6A82");
        assertThat(terminal.status("00B09F0004")).isEqualTo("6A86");
        assertThat(terminal.status("00B0CA0004")).isEqualTo("6A86");
    }

    @Test
    void whenAFileIsNotForReadingThenItIsTheWrongKind() {
        assertThat(jpki().file(0x0018).status("00B0000000")).isEqualTo("6981");
        assertThat(terminal.file(0x0017).status("00B0000000")).isEqualTo("6981");
    }

    @Test
    void whenNothingIsToBeReadThenTheLengthIsWrong() {
        assertThat(jpki().file(0x000A).status("00B00000")).isEqualTo("6700");
        assertThat(terminal.status("00B0000001AA00")).isEqualTo("6700");
    }

    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void whenTokenInformationIsReadThenItsLabelTellsTheKind(TokenKind kind) {
        byte[] information = new Terminal(TestCards.phone(kind))
                .select(CardApplicationId.JPKI)
                .file(0x0006)
                .data("00B0000000");

        assertThat(information).hasSize(160);
        String label = new String(information, 0, 32, StandardCharsets.US_ASCII);
        assertThat(TokenKind.ofLabel(label)).contains(kind);
        assertThat(information[32 * 2 + 16 * 2 + 5 * 4 + 3]).isEqualTo((byte) 16);
    }

    @Test
    void whenAvailabilityIsReadThenItHasThreeBytes() {
        assertThat(jpki().file(0x0008).send("00B0000000")).isEqualTo("8F8F009000");
    }

    @Test
    void whenThereIsNoSignatureKeyThenItsFilesAreNotThere() {
        Terminal child = new Terminal(TestCards.childsCard()).select(CardApplicationId.JPKI);

        assertThat(child.status("00A4020C020001")).isEqualTo("6A82");
        assertThat(child.status("00A4020C02001A")).isEqualTo("6A82");
        assertThat(child.file(0x000A).status("00B0000004")).isEqualTo("9000");
    }

    @Test
    void whenAPhoneIsAskedForTheCardSurfaceThenItHasNone() {
        Terminal phone = new Terminal(TestCards.phone(TokenKind.ANDROID));

        assertThat(phone.status("00A4040C0AD3921000310001010408")).isEqualTo("6A82");
    }

    @Test
    void whenAChallengeIsAskedForThenItIsAsLongAsAskedAndNew() {
        byte[] one = terminal.data("0084000008");

        assertThat(one).hasSize(8);
        assertThat(terminal.data("0084000008")).isNotEqualTo(one);
        assertThat(terminal.data("0084000000")).hasSize(256);
        assertThat(terminal.status("00840000")).isEqualTo("6700");
        assertThat(terminal.status("0084000001AA08")).isEqualTo("6700");
        assertThat(terminal.status("00840000000101")).isEqualTo("6700");
        assertThat(terminal.status("0084010008")).isEqualTo("6A86");
    }
}
