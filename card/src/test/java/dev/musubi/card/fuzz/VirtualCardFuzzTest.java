package dev.musubi.card.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.musubi.card.CardPin;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.CardMemory;
import dev.musubi.card.virtual.VirtualCard;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Any sequence of any bytes: the card answers each with a status and never throws, gives no signature and no guarded file
 * while the right PIN was never among the bytes, and lets no counter rise.
 */
class VirtualCardFuzzTest {

    private static final int LONGEST_SEQUENCE = 4096;
    private static final List<String> USEFUL = List.of(
            "00A4040C0AD392F000260100000001",
            "00A4040C0AD3921000310001010408",
            "00A4040C07A0000001510000",
            "00A4020C020001",
            "00A4020C020002",
            "00A4020C020017",
            "00A4020C020018",
            "00A4020C02001A",
            "00A4020C02001B",
            "00A4020C020011",
            "00200080",
            "0020008000",
            "002000800430303030",
            "00200080064142433132 34",
            "0024018006414141414141",
            "802A00800142 00",
            "802A009A014200",
            "802A0180014200",
            "802A0480200000000000000000000000000000000000000000000000000000000000000000 00",
            "00B0000000",
            "00B00000000000",
            "00B08100FF",
            "0084000008");

    /** The bytes are a sequence of commands, each after its length in two bytes. */
    @FuzzTest(maxDuration = "2m")
    void whenAnySequenceIsSentThenNothingIsGivenWithoutThePin(byte[] bytes) {
        byte[] sequence = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_SEQUENCE));
        Session session = new Session();
        ByteBuffer rest = ByteBuffer.wrap(sequence);
        while (rest.remaining() >= 2) {
            byte[] command = new byte[Math.min(rest.getShort() & 0xFFFF, rest.remaining())];
            rest.get(command);
            session.send(command);
        }
    }

    @Test
    void whenRandomSequencesAreSentThenNothingIsGivenWithoutThePin() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 400; run++) {
            Session session = new Session();
            for (int step = 0; step < 100; step++) {
                session.send(command(random));
            }
        }
    }

    private static byte[] command(Random random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            return noise;
        }
        String hex = USEFUL.get(random.nextInt(USEFUL.size())).replace(" ", "");
        byte[] command = HexFormat.of().parseHex(hex);
        switch (random.nextInt(6)) {
            case 0 -> command[random.nextInt(command.length)] = (byte) random.nextInt(256);
            case 1 -> command[random.nextInt(command.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> command = Arrays.copyOf(command, random.nextInt(command.length + 2));
            default -> {
                // As it is.
            }
        }
        return command;
    }

    /** A card and what must hold of every answer. A sequence that contains a right PIN is not looked at further. */
    private static final class Session {

        private final CardMemory memory = TestCards.memory();
        private final VirtualCard card = TestCards.card(memory);
        private final Map<CardPin, Integer> tries = new EnumMap<>(CardPin.class);
        private boolean open = true;

        Session() {
            for (CardPin pin : CardPin.values()) {
                tries.put(pin, pin.tries());
            }
        }

        void send(byte[] command) {
            open &= !contains(command, TestCards.AUTHENTICATION_PIN)
                    && !contains(command, TestCards.SIGNATURE_PIN)
                    && !contains(command, TestCards.SURFACE_PIN);
            byte[] answer = card.transmit(command);
            assertThat(answer.length).isBetween(2, 65538);
            if (!open) {
                return;
            }
            if (command.length > 1 && command[1] == 0x2A && (answer.length > 2 || answer[0] == (byte) 0x90)) {
                throw new AssertionError("a signature without the PIN");
            }
            for (CardPin pin : CardPin.values()) {
                int left = memory.read(pin).triesLeft();
                if (left > tries.getOrDefault(pin, 0)) {
                    throw new AssertionError("a counter rose without the PIN");
                }
                tries.put(pin, left);
            }
            if (new String(answer, StandardCharsets.UTF_8).contains("花子")) {
                throw new AssertionError("a guarded file without the PIN");
            }
        }

        private static boolean contains(byte[] command, String pin) {
            return new String(command, StandardCharsets.ISO_8859_1).contains(pin);
        }
    }
}
