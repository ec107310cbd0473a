package dev.musubi.card.virtual;

import dev.musubi.card.CardApplicationId;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A My Number Card without a card: answers APDUs as the real one does, as far as that is known. Any bytes may be sent to
 * it; it answers with a status word and never throws. Thread-safe.
 *
 * <p>Which answers are known from real cards and which are assumed is said in the documentation, page "The card".
 */
public final class VirtualCard implements EmulatedCard {

    private static final byte[] ATR = HexFormat.of().parseHex("3BE000FF8131FE4514");
    private static final int LONGEST_CHALLENGE = 256;
    private static final int OFFSET_HIGH = 0x7F;
    private static final int SHORT_ID_FORM = 0x80;

    private final Map<CardApplicationId, CardApplication> applications;
    private final PinCommands pins;
    private final SignCommand signing;
    private final RandomGenerator random;
    private SelectedApplication selected;

    /** A card with this content. Its PINs and their counters are those of the memory. */
    public VirtualCard(CardContent content, CardMemory memory) {
        this(content, memory, new SecureRandom());
    }

    /** The same with a source of randomness for challenges and for the salt of PSS. */
    public VirtualCard(CardContent content, CardMemory memory, RandomGenerator random) {
        this.applications = content.applications();
        this.pins = new PinCommands(memory);
        this.signing = new SignCommand(random);
        this.random = random;
        this.selected = unselected();
    }

    /** The answer to reset of a contact card. */
    @Override
    public byte[] atr() {
        return ATR.clone();
    }

    @Override
    public synchronized void reset() {
        selected = unselected();
    }

    /** Answers bytes with bytes; {@code 6700} to what is no command. */
    @Override
    public byte[] transmit(byte[] command) {
        Optional<CommandApdu> parsed = CommandApdu.parse(command);
        return parsed.map(this::transmit)
                .orElseGet(() -> ResponseApdu.of(StatusWord.WRONG_LENGTH))
                .bytes();
    }

    /** Answers a command. */
    public synchronized ResponseApdu transmit(CommandApdu command) {
        try {
            return process(command);
        } catch (StatusException e) {
            return ResponseApdu.of(e.status());
        } catch (UncheckedIOException e) {
            return ResponseApdu.of(StatusWord.MEMORY_FAILURE);
        }
    }

    private ResponseApdu process(CommandApdu command) throws StatusException {
        if (command.cla() != 0x00 && command.cla() != 0x80) {
            throw new StatusException(StatusWord.UNKNOWN_CLASS);
        }
        return switch (command.cla() << 8 | command.ins()) {
            case 0x00A4 -> select(command);
            case 0x00B0 -> readBinary(command);
            case 0x0020 -> pins.verify(selected, command);
            case 0x0024 -> pins.change(selected, command);
            case 0x0084 -> challenge(command);
            case 0x802A -> signing.sign(selected, command);
            default -> throw new StatusException(StatusWord.UNKNOWN_INSTRUCTION);
        };
    }

    private ResponseApdu select(CommandApdu command) throws StatusException {
        boolean answerKnown = command.p2() == 0x0C || command.p2() == 0x00;
        switch (command.p1()) {
            case 0x04 -> {
                CardApplication application = application(command.data());
                requireParameters(answerKnown);
                selected = new SelectedApplication(application);
            }
            case 0x02 -> {
                requireParameters(answerKnown);
                byte[] id = command.data();
                if (id.length != 2) {
                    throw new StatusException(StatusWord.WRONG_LENGTH);
                }
                selected.select((id[0] & 0xFF) << 8 | (id[1] & 0xFF));
            }
            case 0x00 -> throw new StatusException(StatusWord.NOT_FOUND);
            default -> throw new StatusException(StatusWord.WRONG_P1_P2);
        }
        return ResponseApdu.of(StatusWord.OK);
    }

    private static void requireParameters(boolean right) throws StatusException {
        if (!right) {
            throw new StatusException(StatusWord.WRONG_P1_P2);
        }
    }

    private CardApplication application(byte[] name) throws StatusException {
        for (CardApplication application : applications.values()) {
            if (Arrays.equals(application.id().bytes(), name)) {
                return application;
            }
        }
        throw new StatusException(StatusWord.NOT_FOUND);
    }

    private ResponseApdu readBinary(CommandApdu command) throws StatusException {
        CardFile file;
        int offset;
        if ((command.p1() & SHORT_ID_FORM) == 0) {
            file = selected.current();
            offset = (command.p1() & OFFSET_HIGH) << 8 | command.p2();
        } else {
            file = selected.byReference(command.p1());
            offset = command.p2();
        }
        if (!(file instanceof CardFile.Transparent transparent)) {
            throw new StatusException(StatusWord.WRONG_FILE_KIND);
        }
        requireAccess(transparent.access());
        if (command.expected() == 0 || command.data().length > 0) {
            throw new StatusException(StatusWord.WRONG_LENGTH);
        }
        byte[] content = transparent.content().get();
        if (offset >= content.length) {
            throw new StatusException(StatusWord.WRONG_OFFSET);
        }
        int end = Math.min(content.length, offset + command.expected());
        return ResponseApdu.of(Arrays.copyOfRange(content, offset, end));
    }

    private void requireAccess(CardFile.Access access) throws StatusException {
        if (access instanceof CardFile.Access.After after) {
            selected.requireVerified(after.pin());
        } else if (!(access instanceof CardFile.Access.Free)) {
            throw new StatusException(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
        }
    }

    private ResponseApdu challenge(CommandApdu command) throws StatusException {
        requireParameters(command.p1() == 0 && command.p2() == 0);
        if (command.data().length > 0 || command.expected() == 0 || command.expected() > LONGEST_CHALLENGE) {
            throw new StatusException(StatusWord.WRONG_LENGTH);
        }
        byte[] challenge = new byte[command.expected()];
        random.nextBytes(challenge);
        return ResponseApdu.of(challenge);
    }

    private static SelectedApplication unselected() {
        return new SelectedApplication(new CardApplication(CardApplicationId.ISSUER_SECURITY_DOMAIN, Map.of()));
    }

    @Override
    public String toString() {
        return "VirtualCard";
    }
}
