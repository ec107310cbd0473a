package dev.musubi.card.apdu;

import java.util.OptionalInt;

/**
 * The two bytes at the end of every answer (ISO/IEC 7816-4 section 5.6).
 *
 * @param value SW1 and SW2, 0 to FFFF
 */
public record StatusWord(int value) {

    /** Done. */
    public static final StatusWord OK = new StatusWord(0x9000);
    /** There are data, and the file ended before as many as were asked for. */
    public static final StatusWord END_OF_FILE = new StatusWord(0x6282);
    /** The PIN is wrong, and how many tries are left is not said. */
    public static final StatusWord PIN_WRONG = new StatusWord(0x6300);
    /** The card could not write its memory. */
    public static final StatusWord MEMORY_FAILURE = new StatusWord(0x6581);
    /** Wrong length. */
    public static final StatusWord WRONG_LENGTH = new StatusWord(0x6700);
    /** The command does not fit the kind of file. */
    public static final StatusWord WRONG_FILE_KIND = new StatusWord(0x6981);
    /** A PIN is needed first, or nothing ever helps. */
    public static final StatusWord SECURITY_STATUS_NOT_SATISFIED = new StatusWord(0x6982);
    /** The way to authenticate is blocked, as ISO/IEC 7816-4 has it: the PIN is locked. */
    public static final StatusWord AUTHENTICATION_BLOCKED = new StatusWord(0x6983);
    /** What to compare with cannot be used, as the My Number Card has it: the PIN is locked. */
    public static final StatusWord PIN_LOCKED = new StatusWord(0x6984);
    /** No file is selected. */
    public static final StatusWord NO_CURRENT_FILE = new StatusWord(0x6986);
    /** The data are not what they should be. */
    public static final StatusWord WRONG_DATA = new StatusWord(0x6A80);
    /** No such application or file. */
    public static final StatusWord NOT_FOUND = new StatusWord(0x6A82);
    /** P1 or P2 is wrong. */
    public static final StatusWord WRONG_P1_P2 = new StatusWord(0x6A86);
    /** The offset is past the end of the file. */
    public static final StatusWord WRONG_OFFSET = new StatusWord(0x6B00);
    /** The instruction is not known. */
    public static final StatusWord UNKNOWN_INSTRUCTION = new StatusWord(0x6D00);
    /** The class is not known. */
    public static final StatusWord UNKNOWN_CLASS = new StatusWord(0x6E00);
    /** Something else went wrong. */
    public static final StatusWord NO_DIAGNOSIS = new StatusWord(0x6F00);

    private static final int MORE_DATA = 0x61;
    private static final int OTHER_LENGTH = 0x6C;
    private static final int SHORT_LIMIT = 256;
    private static final int TRIES = 0x63C0;
    private static final int MOST_TRIES = 15;

    /** @throws IllegalArgumentException if it does not fit into two bytes */
    public StatusWord {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("a status word has two bytes");
        }
    }

    /** {@code 63Cx}: a wrong PIN, or the answer to an empty VERIFY. */
    public static StatusWord tries(int left) {
        if (left < 0 || left > MOST_TRIES) {
            throw new IllegalArgumentException("a status word can say 0 to 15 tries");
        }
        return new StatusWord(TRIES | left);
    }

    /** The tries left, if this is {@code 63Cx}. */
    public OptionalInt triesLeft() {
        return (value & 0xFFF0) == TRIES ? OptionalInt.of(value & 0x0F) : OptionalInt.empty();
    }

    /** Whether this says that the PIN is locked, in one of the three ways cards have. */
    public boolean isPinLocked() {
        return equals(PIN_LOCKED) || equals(AUTHENTICATION_BLOCKED) || value == TRIES;
    }

    /** How many bytes more there are to fetch with GET RESPONSE, if this is {@code 61xx}; 1 to 256. */
    public OptionalInt moreData() {
        return ofFirst(MORE_DATA);
    }

    /** How many bytes must be asked for instead, if this is {@code 6Cxx}; 1 to 256. */
    public OptionalInt otherLength() {
        return ofFirst(OTHER_LENGTH);
    }

    private OptionalInt ofFirst(int first) {
        if (value >> 8 != first) {
            return OptionalInt.empty();
        }
        int second = value & 0xFF;
        return OptionalInt.of(second == 0 ? SHORT_LIMIT : second);
    }

    /** Whether this is {@code 9000}. */
    public boolean isOk() {
        return value == OK.value;
    }

    @Override
    public String toString() {
        return String.format("%04X", value);
    }
}
