package dev.musubi.card.apdu;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A command to a card (ISO/IEC 7816-4 section 5.2), in short or extended form. {@link #toString()} shows the header and
 * never the data, for the data may be a PIN.
 */
public final class CommandApdu {

    /** The longest encoded command, in bytes: extended, 65,535 bytes of data. */
    public static final int MAXIMUM_BYTES = 4 + 3 + 0xFFFF + 2;

    private static final int HEADER = 4;
    private static final int SHORT_LIMIT = 256;
    private static final int EXTENDED_LIMIT = 65536;

    private final int cla;
    private final int ins;
    private final int p1;
    private final int p2;
    private final byte[] data;
    private final int expected;
    private final boolean extended;

    private CommandApdu(int cla, int ins, int p1, int p2, byte[] data, int expected, boolean extended) {
        this.cla = cla;
        this.ins = ins;
        this.p1 = p1;
        this.p2 = p2;
        this.data = data;
        this.expected = expected;
        this.extended = extended;
    }

    /** A command with neither data nor an expected answer (case 1). */
    public static CommandApdu of(int cla, int ins, int p1, int p2) {
        return of(cla, ins, p1, p2, new byte[0], 0);
    }

    /** A command with data and no expected answer (case 3). */
    public static CommandApdu of(int cla, int ins, int p1, int p2, byte[] data) {
        return of(cla, ins, p1, p2, data, 0);
    }

    /** A command that expects an answer of at most so many bytes (case 2). */
    public static CommandApdu of(int cla, int ins, int p1, int p2, int expected) {
        return of(cla, ins, p1, p2, new byte[0], expected);
    }

    /**
     * A command, in the short form where it fits.
     *
     * @param data at most 65,535 bytes
     * @param expected the longest answer wanted, 0 for none, at most 65,536
     * @throws IllegalArgumentException if a part does not fit
     */
    public static CommandApdu of(int cla, int ins, int p1, int p2, byte[] data, int expected) {
        if (((cla | ins | p1 | p2) & ~0xFF) != 0) {
            throw new IllegalArgumentException("class, instruction and parameters have one byte each");
        }
        if (data.length >= EXTENDED_LIMIT || expected < 0 || expected > EXTENDED_LIMIT) {
            throw new IllegalArgumentException("a command carries and expects less than this");
        }
        boolean extended = data.length >= SHORT_LIMIT || expected > SHORT_LIMIT;
        return new CommandApdu(cla, ins, p1, p2, data.clone(), expected, extended);
    }

    /** Reads a command; empty if the bytes are none, or its lengths do not agree with themselves. */
    public static Optional<CommandApdu> parse(byte[] bytes) {
        if (bytes.length < HEADER || bytes.length > MAXIMUM_BYTES) {
            return Optional.empty();
        }
        if (bytes.length == HEADER) {
            return parsed(bytes, 0, 0, 0, false);
        }
        int first = bytes[4] & 0xFF;
        if (bytes.length == HEADER + 1) {
            return parsed(bytes, 0, 0, first == 0 ? SHORT_LIMIT : first, false);
        }
        return first == 0 ? parseExtended(bytes) : parseShort(bytes, first);
    }

    private static Optional<CommandApdu> parseShort(byte[] bytes, int length) {
        int rest = bytes.length - HEADER - 1 - length;
        if (rest == 0) {
            return parsed(bytes, HEADER + 1, length, 0, false);
        }
        if (rest == 1) {
            int last = bytes[bytes.length - 1] & 0xFF;
            return parsed(bytes, HEADER + 1, length, last == 0 ? SHORT_LIMIT : last, false);
        }
        return Optional.empty();
    }

    private static Optional<CommandApdu> parseExtended(byte[] bytes) {
        if (bytes.length < HEADER + 3) {
            return Optional.empty();
        }
        int length = unsigned16(bytes, HEADER + 1);
        if (bytes.length == HEADER + 3) {
            return parsed(bytes, 0, 0, length == 0 ? EXTENDED_LIMIT : length, true);
        }
        int rest = bytes.length - HEADER - 3 - length;
        if (length == 0 || (rest != 0 && rest != 2)) {
            return Optional.empty();
        }
        int expected = 0;
        if (rest == 2) {
            int last = unsigned16(bytes, bytes.length - 2);
            expected = last == 0 ? EXTENDED_LIMIT : last;
        }
        return parsed(bytes, HEADER + 3, length, expected, true);
    }

    private static int unsigned16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
    }

    private static Optional<CommandApdu> parsed(byte[] bytes, int from, int length, int expected, boolean extended) {
        return Optional.of(new CommandApdu(
                bytes[0] & 0xFF,
                bytes[1] & 0xFF,
                bytes[2] & 0xFF,
                bytes[3] & 0xFF,
                Arrays.copyOfRange(bytes, from, from + length),
                expected,
                extended));
    }

    /** The encoded command. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(HEADER + data.length + 5);
        out.write(cla);
        out.write(ins);
        out.write(p1);
        out.write(p2);
        if (extended && (data.length > 0 || expected > 0)) {
            out.write(0);
        }
        if (data.length > 0) {
            writeLength(out, data.length);
            out.writeBytes(data);
        }
        if (expected > 0) {
            writeLength(out, expected);
        }
        return out.toByteArray();
    }

    private void writeLength(ByteArrayOutputStream out, int length) {
        if (extended) {
            out.write(length >> 8);
        }
        out.write(length);
    }

    /** Class. */
    public int cla() {
        return cla;
    }

    /** Instruction. */
    public int ins() {
        return ins;
    }

    /** First parameter. */
    public int p1() {
        return p1;
    }

    /** Second parameter. */
    public int p2() {
        return p2;
    }

    /** The data, empty if there are none. */
    public byte[] data() {
        return data.clone();
    }

    /** The longest answer wanted in bytes, 0 if none: Le, where 00 stands for 256 and 0000 for 65,536. */
    public int expected() {
        return expected;
    }

    /** Whether lengths are in the extended form. */
    public boolean isExtended() {
        return extended;
    }

    @Override
    public String toString() {
        return String.format("CommandApdu[%02X %02X %02X %02X, %d bytes]", cla, ins, p1, p2, data.length);
    }
}
