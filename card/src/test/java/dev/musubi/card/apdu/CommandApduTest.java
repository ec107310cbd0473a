package dev.musubi.card.apdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandApduTest {

    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @CsvSource({
        "00200080, 0, 0, false",
        "0020008000, 0, 256, false",
        "00b0000004, 0, 4, false",
        "0020008001aa, 1, 0, false",
        "0020008001aa00, 1, 256, false",
        "0020008002aabb10, 2, 16, false",
        "00b00000000100, 0, 256, true",
        "00b00000000000, 0, 65536, true",
        "00200080000001aa, 1, 0, true",
        "00200080000001aa0000, 1, 65536, true",
        "00200080000001aa0101, 1, 257, true",
    })
    void whenLengthsAgreeThenTheCommandIsReadAndWrittenBackTheSame(
            String hex, int data, int expected, boolean extended) {
        byte[] bytes = HEX.parseHex(hex);

        CommandApdu command = CommandApdu.parse(bytes).orElseThrow();

        assertThat(command.data()).hasSize(data);
        assertThat(command.expected()).isEqualTo(expected);
        assertThat(command.isExtended()).isEqualTo(extended);
        assertThat(command.bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "002000",
                "0020008002aa",
                "0020008001aa0000",
                "002000800000",
                "0020008000000000",
                "0020008000000001",
                "00200080000002aa",
                "00200080000001aa00",
                "00200080000001aa000000",
            })
    void whenLengthsDisagreeThenItIsNoCommand(String hex) {
        assertThat(CommandApdu.parse(HEX.parseHex(hex))).isEmpty();
    }

    @Test
    void whenItIsLongerThanAnyCommandThenItIsNone() {
        assertThat(CommandApdu.parse(new byte[CommandApdu.MAXIMUM_BYTES + 1])).isEmpty();
    }

    @Test
    void whenAnyCommandIsWrittenThenItIsReadBackTheSame() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] data = new byte[random.nextInt(4) == 0 ? random.nextInt(65536) : random.nextInt(300)];
            random.nextBytes(data);
            int expected = random.nextInt(3) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 257 : 65537);
            CommandApdu command = CommandApdu.of(0x80, random.nextInt(256), 1, random.nextInt(256), data, expected);

            CommandApdu read = CommandApdu.parse(command.bytes()).orElseThrow();

            assertThat(read.bytes()).isEqualTo(command.bytes());
            assertThat(read.data()).isEqualTo(data);
            assertThat(read.expected()).isEqualTo(expected);
            assertThat(read.cla()).isEqualTo(0x80);
            assertThat(read.ins()).isEqualTo(command.ins());
            assertThat(read.p1()).isEqualTo(1);
            assertThat(read.p2()).isEqualTo(command.p2());
        }
    }

    @Test
    void whenAPartDoesNotFitThenItIsRefused() {
        assertThatThrownBy(() -> CommandApdu.of(0x100, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CommandApdu.of(0, 0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CommandApdu.of(0, 0, 0, 0, 65537)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CommandApdu.of(0, 0, 0, 0, new byte[65536]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenACommandIsPrintedThenItsDataAreNot() {
        CommandApdu command = CommandApdu.of(0x00, 0x20, 0x00, 0x80, new byte[] {'1', '2', '3', '4'});

        assertThat(command).hasToString("CommandApdu[00 20 00 80, 4 bytes]");
    }

    @Test
    void whenAnAnswerIsReadThenStatusAndDataAreApart() {
        ResponseApdu response = ResponseApdu.parse(HEX.parseHex("aabb63c2")).orElseThrow();

        assertThat(response.data()).containsExactly(0xAA, 0xBB);
        assertThat(response.status().triesLeft()).hasValue(2);
        assertThat(response.bytes()).isEqualTo(HEX.parseHex("aabb63c2"));
        assertThat(response).hasToString("ResponseApdu[2 bytes, 63C2]");
    }

    @Test
    void whenAnAnswerHasNoStatusThenItIsNone() {
        assertThat(ResponseApdu.parse(new byte[1])).isEmpty();
        assertThat(ResponseApdu.parse(new byte[ResponseApdu.MAXIMUM_BYTES + 1])).isEmpty();
    }

    @Test
    void whenAStatusIsNotAboutTriesThenItTellsNone() {
        assertThat(StatusWord.OK.triesLeft()).isEmpty();
        assertThat(new StatusWord(0x6300).triesLeft()).isEmpty();
        assertThat(StatusWord.tries(0)).hasToString("63C0");
        assertThatThrownBy(() -> StatusWord.tries(16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StatusWord(0x10000)).isInstanceOf(IllegalArgumentException.class);
    }
}
