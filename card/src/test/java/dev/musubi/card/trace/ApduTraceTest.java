package dev.musubi.card.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.EmulatedCard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApduTraceTest {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String JPKI = "00A4040C0AD392F000260100000001";

    private final ApduTrace trace = new ApduTrace(100);
    private final EmulatedCard card = trace.of(TestCards.card());

    private String send(String command) {
        return HEX.formatHex(card.transmit(HEX.parseHex(command)));
    }

    private Exchange last() {
        List<Exchange> exchanges = trace.after(0);
        return exchanges.get(exchanges.size() - 1);
    }

    @Test
    void whenCommandsAreSentThenTheyAreNamedWithWhatIsSelected() {
        for (String command : List.of(
                JPKI,
                "00A4020C020018",
                "00200080",
                "002000800431323334",
                "00A4020C020017",
                "802A0080014200",
                "0084000008")) {
            send(command);
        }
        assertThat(trace.after(0))
                .extracting(Exchange::name, Exchange::command, Exchange::answer)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "SELECT application JPKI", "00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01", "9000 done"),
                        org.assertj.core.groups.Tuple.tuple(
                                "SELECT file 0018 (authentication PIN)", "00 A4 02 0C 02 00 18", "9000 done"),
                        org.assertj.core.groups.Tuple.tuple(
                                "VERIFY, tries left of 0018 (authentication PIN)", "00 20 00 80", "63C3 tries left: 3"),
                        org.assertj.core.groups.Tuple.tuple(
                                "VERIFY 0018 (authentication PIN)", "00 20 00 80 [PIN]", "9000 done"),
                        org.assertj.core.groups.Tuple.tuple(
                                "SELECT file 0017 (authentication key)", "00 A4 02 0C 02 00 17", "9000 done"),
                        org.assertj.core.groups.Tuple.tuple(
                                "COMPUTE DIGITAL SIGNATURE 0017 (authentication key)",
                                "80 2A 00 80 [1 bytes]",
                                "256 bytes, 9000 done"),
                        org.assertj.core.groups.Tuple.tuple("GET CHALLENGE", "00 84 00 00 le 8", "8 bytes, 9000 done"));
    }

    @ParameterizedTest
    @CsvSource({
        "00A4040C0AD3921000310001010408, SELECT application card-surface input",
        "00A4040C07A0000001510000, SELECT application issuer security domain",
        "00A4040C07A0000000791000, SELECT application (another card's)",
        "00B0960000, 'READ BINARY 0016, from 0'",
        "00B08A0004, 'READ BINARY 000A (authentication certificate), from 0'",
        "0020009B, 'VERIFY, tries left of 001B (signature PIN)'",
        "802A009A0142, COMPUTE DIGITAL SIGNATURE 001A (signature key)",
        "0024018006414141414141, CHANGE REFERENCE DATA no file",
        "00CB3FFF035C017E, unknown instruction CB",
        "00A40000023F00, SELECT"
    })
    void whenAnyCommandIsSentThenItHasAName(String command, String name) {
        send(JPKI);
        send(command);
        assertThat(last().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // VERIFY and CHANGE, short, extended, with a trailing Le, and with lengths that do not agree.
                "0020008006414243313233",
                "00200080000006414243313233",
                "002000800641424331323300",
                "00200080414243313233",
                "0020008041424331323300",
                "00200080FF414243313233",
                "00240180064142433132 33",
                "8020008006414243313233",
                // The PIN where none belongs: as a command, as a digest, under an unknown instruction or class.
                "414243313233",
                "4142433132330000",
                "802A00800641424331323300",
                "00CA000006414243313233",
                "90200080064142433132 33"
            })
    void whenAPinIsAnywhereInACommandThenTheTraceDoesNotShowIt(String command) {
        send(JPKI);
        send("00A4020C02001B");
        send(command.replace(" ", ""));
        assertThat(last().line())
                .doesNotContain("41 42 43")
                .doesNotContain("414243")
                .doesNotContain("ABC123");
    }

    @Test
    void whenAnythingIsSentThenTheLineHasNoPersonalDataAndNoPin() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> useful = List.of(
                JPKI,
                "00A4040C0AD3921000310001010408",
                "00A4020C020001",
                "00A4020C020002",
                "00A4020C020011",
                "00A4020C02001B",
                "0020008006" + HEX.formatHex(TestCards.SIGNATURE_PIN.getBytes(StandardCharsets.US_ASCII)),
                "0020008004" + HEX.formatHex(TestCards.SURFACE_PIN.getBytes(StandardCharsets.US_ASCII)),
                "00B0000000");
        for (int i = 0; i < 2000; i++) {
            send(useful.get(random.nextInt(useful.size())));
            assertThat(last().line())
                    .as("seed " + seed)
                    .doesNotContain("花子", "E8 8A B1", "41 42 43 31 32 33", "39 38 37 36", TestCards.SIGNATURE_PIN);
        }
    }

    @Test
    void whenTheReaderTakesThePowerThenNothingCountsAsSelected() {
        send(JPKI);
        send("00A4020C020018");
        card.reset();
        card.reset();
        send("00200080");
        assertThat(trace.after(2))
                .extracting(Exchange::name)
                .containsExactly("power off, on, or reset", "VERIFY, tries left of no file");
    }

    @Test
    void whenThereIsMoreThanItKeepsThenTheOldestGo() {
        ApduTrace little = new ApduTrace(3);
        EmulatedCard traced = little.of(TestCards.card());
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            traced.transmit(HEX.parseHex("00200080"));
        }
        little.after(0).forEach(each -> numbers.add(each.number()));
        assertThat(numbers).containsExactly(3L, 4L, 5L);
        assertThat(little.after(4)).hasSize(1);
        assertThat(little.after(9)).isEmpty();
        assertThatThrownBy(() -> new ApduTrace(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
