package dev.musubi.card.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.CardKey;
import dev.musubi.card.CardPin;
import dev.musubi.card.TokenKind;
import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.jpki.attributes.DateOfBirth;
import dev.musubi.jpki.attributes.FourAttributes;
import dev.musubi.jpki.attributes.PersonText;
import dev.musubi.jpki.attributes.Sex;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardSurfaceTest {

    private final Terminal terminal = new Terminal(TestCards.card()).select(CardApplicationId.CARD_SURFACE_INPUT);

    @Test
    void whenThePinWasGivenThenTheFourAttributesAreRead() {
        assertThat(terminal.file(0x0002).send("00B0000000")).isEqualTo("6982");

        assertThat(terminal.verify(CardPin.CARD_SURFACE, TestCards.SURFACE_PIN)).isEqualTo("9000");

        byte[] read = terminal.file(0x0002).data("00B0000000");
        FourAttributes hanako = TestResidents.hanako();
        assertThat(field(read, 0)).isEqualTo(hanako.name().value());
        assertThat(field(read, 1)).isEqualTo(hanako.address().value());
        assertThat(field(read, 2)).isEqualTo("19800217");
        assertThat(field(read, 3)).isEqualTo("2");
    }

    /** Goes by the places, which no encoder of ours made up: they count from the first byte of the file. */
    private static String field(byte[] file, int number) {
        int header = (file[2] & 0xFF) < 0x80 ? 3 : (file[2] & 0xFF) == 0x81 ? 4 : 5;
        assertThat(HexFormat.of().formatHex(file, header, header + 3)).isEqualTo("df2108");
        int index = header + 3 + 2 * number;
        int place = (file[index] & 0xFF) << 8 | (file[index + 1] & 0xFF);
        assertThat(file[place] & 0xFF).isEqualTo(0xDF);
        assertThat(file[place + 1] & 0xFF).isEqualTo(0x22 + number);
        int length = file[place + 2] & 0xFF;
        int start = place + 3;
        if (length == 0x81) {
            length = file[start++] & 0xFF;
        } else if (length == 0x82) {
            length = (file[start] & 0xFF) << 8 | (file[start + 1] & 0xFF);
            start += 2;
        }
        return new String(file, start, length, StandardCharsets.UTF_8);
    }

    @Test
    void whenTheAttributesAreAsInThePublishedExampleThenTheFirstBytesAreTheSame() {
        FourAttributes example = new FourAttributes(
                PersonText.of("結城　花子"), PersonText.of("東京都清瀬市中里五丁目８４２番地の１"), DateOfBirth.parse("319800217"), Sex.MALE);

        byte[] file = CardSurfaceText.encode(example);

        assertThat(HexFormat.of().formatHex(file, 0, 17)).isEqualTo("ff2065df2108000e002000590064df220f");
        assertThat(HexFormat.of().formatHex(file, file.length - 4, file.length)).isEqualTo("df250131");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 28, 29, 30, 60, 70, 100, 199, 200})
    void whenTheAddressIsOfAnyLengthThenThePlacesAreRight(int length) {
        FourAttributes attributes = new FourAttributes(
                PersonText.of("渡辺　太郎"), PersonText.of("字".repeat(length)), DateOfBirth.parse("400000000"), Sex.UNKNOWN);

        byte[] file = CardSurfaceText.encode(attributes);

        assertThat(field(file, 0)).isEqualTo("渡辺　太郎");
        assertThat(field(file, 1)).isEqualTo("字".repeat(length));
        assertThat(field(file, 2)).isEqualTo("00000000");
        assertThat(field(file, 3)).isEqualTo("9");
    }

    @Test
    void whenTheMyNumberIsAskedForThenItIsAlwaysRefused() {
        terminal.verify(CardPin.CARD_SURFACE, TestCards.SURFACE_PIN);

        assertThat(terminal.file(0x0001).send("00B0000000")).isEqualTo("6982");
        assertThat(terminal.send("00B0000011")).isEqualTo("6982");
        assertThat(terminal.send("00B0810000")).isEqualTo("6982");
        assertThat(terminal.send("00B07FFF00")).isEqualTo("6982");
    }

    @Test
    void whenItIsTheCardSurfaceThenThereAreNoKeysInIt() {
        terminal.verify(CardPin.CARD_SURFACE, TestCards.SURFACE_PIN);

        assertThat(terminal.status("00A4020C02001A")).isEqualTo("6A82");
        assertThat(terminal.status("00A4020C020018")).isEqualTo("6A82");
        assertThat(terminal.status("00A4020C020014")).isEqualTo("6A82");
        assertThat(terminal.status("802A009A01AA00")).isEqualTo("6A82");
    }

    @Test
    void whenACertificateIsTooShortForACardThenItIsRefused() {
        byte[] shortForm = new byte[200];
        CardSigner signer = CardSigner.of(
                KeyAlgorithm.RSA_2048_SHA_256,
                TestCards.certificate(CardKey.SIGNATURE, KeyAlgorithm.RSA_2048_SHA_256)
                        .keys()
                        .getPrivate());
        assertThatThrownBy(() -> new KeyOnCard(signer, shortForm, shortForm))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] wrongLength = new byte[300];
        wrongLength[0] = 0x30;
        wrongLength[1] = (byte) 0x82;
        Arrays.fill(wrongLength, 2, 4, (byte) 1);
        assertThatThrownBy(() -> new KeyOnCard(signer, wrongLength, wrongLength))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenContentIsPrintedThenNobodyIsNamed() {
        CardContent content = TestCards.content(KeyAlgorithm.RSA_2048_SHA_256);

        assertThat(content).hasToString("CardContent[CARD]");
        assertThat(content.authentication()).hasToString("KeyOnCard[RSA_2048_SHA_256]");
        assertThat(TestCards.card()).hasToString("VirtualCard");
        assertThat(TestCards.phone(TokenKind.IPHONE).atr()).hasSize(9);
    }
}
