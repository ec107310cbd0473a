package dev.musubi.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardLayoutTest {

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATION, 1234, true",
        "AUTHENTICATION, 123, false",
        "AUTHENTICATION, 12345, false",
        "AUTHENTICATION, 12A4, false",
        "SIGNATURE, ABC123, true",
        "SIGNATURE, 123456, true",
        "SIGNATURE, ABCDEFGHIJKLMNOP, true",
        "SIGNATURE, ABCDEFGHIJKLMNOPQ, false",
        "SIGNATURE, ABC12, false",
        "SIGNATURE, abc123, false",
        "SIGNATURE, ABC-123, false",
        "CARD_SURFACE, 0000, true",
        "CARD_SURFACE, ABCD, false",
    })
    void whenBytesHaveTheFormOfAPinThenTheyFit(CardPin pin, String value, boolean fits) {
        assertThat(pin.fits(value.getBytes(StandardCharsets.US_ASCII))).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "JPKIAPICCTOKEN2, CARD",
        "JPKIAPICCTOKEN2                 , CARD",
        "JPKIAPICCTOKEN, RESIDENT_REGISTER_CARD",
        "JPKIAPGPSETOKEN, ANDROID",
        "JPKIAPIOSTOKEN, IPHONE",
    })
    void whenALabelIsKnownThenItTellsTheKind(String label, TokenKind kind) {
        assertThat(TokenKind.ofLabel(label)).contains(kind);
    }

    @Test
    void whenALabelIsUnknownThenItTellsNothing() {
        assertThat(TokenKind.ofLabel("")).isEmpty();
        assertThat(TokenKind.ofLabel("JPKIAPICCTOKEN3")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SHA_256, 51", "SHA_384, 67", "SHA_512, 83"})
    void whenADigestIsWrappedThenItIsTheDerOfRfc8017(DigestAlgorithm algorithm, int length) {
        byte[] info = algorithm.digestInfo(new byte[algorithm.length()]);

        assertThat(info).hasSize(length);
        assertThat(info[1]).isEqualTo((byte) (length - 2));
        assertThat(HexFormat.of().formatHex(info, 2, 8)).isEqualTo("300d06096086");
        assertThatThrownBy(() -> algorithm.digestInfo(new byte[20])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenAnApplicationIsNamedThenItsIdentifierIsThatOfRealCards() {
        assertThat(HexFormat.of().formatHex(CardApplicationId.JPKI.bytes())).isEqualTo("d392f000260100000001");
    }
}
