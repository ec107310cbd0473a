package dev.musubi.card.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardPin;
import dev.musubi.card.fixture.Terminal;
import dev.musubi.card.fixture.TestCards;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random commands to a card and to a model of it: they must always say the same. */
class SecurityStateTest {

    private static final List<String> APPLICATIONS = List.of(
            SecurityModel.JPKI, SecurityModel.JPKI, SecurityModel.SURFACE, SecurityModel.ISSUER, "A0000000790100");
    private static final List<Integer> FILES =
            List.of(0x01, 0x01, 0x02, 0x06, 0x09, 0x0A, 0x11, 0x11, 0x17, 0x17, 0x18, 0x18, 0x1A, 0x1A, 0x1B, 0x1B);
    private static final List<String> CANDIDATES =
            List.of("1234", "4321", "ABC123", "XYZ7890", "9876", "0000", "abc123", "WRONG1", "1", "AAAAAAAAAAAAAAAAA");

    @Test
    void whenAnythingIsSentThenCardAndModelAnswerTheSame() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 120; run++) {
            oneCard(random, "seed " + seed + " run " + run);
        }
    }

    private static void oneCard(Random random, String where) {
        SecurityModel model = new SecurityModel();
        CardMemory memory = TestCards.memory();
        Terminal terminal = new Terminal(TestCards.card(memory));
        for (int step = 0; step < 150; step++) {
            String context = where + " step " + step;
            switch (random.nextInt(20)) {
                case 0, 1 -> {
                    String name = pick(random, APPLICATIONS);
                    same(context, terminal, "00A4040C" + withLength(name), model.selectApplication(name));
                }
                case 2, 3, 4, 5, 6, 7 -> {
                    int file = pick(random, FILES);
                    same(context, terminal, "00A4020C0200" + Terminal.hex(file), model.selectFile(file));
                }
                case 8, 9, 10, 11, 12 -> {
                    String candidate = candidate(random, model);
                    same(context, terminal, "00200080" + withLength(ascii(candidate)), model.verify(candidate));
                }
                case 13 -> same(context, terminal, "00200080", model.verify(""));
                case 14 -> {
                    String next = pick(random, CANDIDATES);
                    same(context, terminal, "00240180" + withLength(ascii(next)), model.change(next));
                }
                case 15, 16 -> same(context, terminal, "802A00800142" + "00", model.sign());
                case 17, 18 -> same(context, terminal, "00B0000000", model.read());
                default -> {
                    if (random.nextInt(4) == 0) {
                        model.reset();
                        if (random.nextBoolean()) {
                            terminal.card().reset();
                        } else {
                            terminal = new Terminal(TestCards.card(memory));
                        }
                    }
                }
            }
            for (CardPin pin : CardPin.values()) {
                assertThat(memory.read(pin).triesLeft()).as(context).isEqualTo(model.tries.get(pin.fileId()));
            }
        }
    }

    /** Right about as often as wrong, or cards would all lock at once. */
    private static String candidate(Random random, SecurityModel model) {
        if (random.nextInt(3) > 0) {
            return pick(random, List.copyOf(model.pins.values()));
        }
        return pick(random, CANDIDATES);
    }

    private static void same(String context, Terminal terminal, String command, String expected) {
        assertThat(terminal.status(command)).as("%s: %s", context, command).isEqualTo(expected);
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String withLength(String hex) {
        return Terminal.hex(hex.length() / 2) + hex;
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
