package dev.musubi.jpki.attributes;

/**
 * A name or an address as the certificate has it. Nothing is normalised: the ideographic space (U+3000) between family
 * and given name stays, and compatibility ideographs stay what they are. {@link #toString()} gives nothing away.
 *
 * <p>A character is a Unicode code point. (Everything a certificate may carry, JIS levels 1 and 2 and the supplementary
 * set, lies in the basic plane, where code points and UTF-16 units are the same.)
 *
 * @param value the text
 * @param substituteFlags one digit a character: {@code 1} where the register's character could not be written and
 *     another stands for it, else {@code 0}
 */
public record PersonText(String value, String substituteFlags) {

    /** The longest text accepted, in characters (JPKI profile specification, address). */
    public static final int MAXIMUM_LENGTH = 200;

    /** @throws IllegalArgumentException if empty, too long, not text, or if the flags do not fit; without the value */
    public PersonText {
        int length = value.codePointCount(0, value.length());
        if (length == 0 || length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("a name or address has 1 to " + MAXIMUM_LENGTH + " characters");
        }
        if (hasOtherThanText(value)) {
            throw new IllegalArgumentException("a name or address has no control characters");
        }
        if (substituteFlags.length() != length) {
            throw new IllegalArgumentException("there is one substitute flag for each character");
        }
        if (!areFlags(substituteFlags)) {
            throw new IllegalArgumentException("a substitute flag is 0 or 1");
        }
    }

    /** A text without substitute characters. */
    public static PersonText of(String value) {
        return new PersonText(value, "0".repeat(value.codePointCount(0, value.length())));
    }

    /** Whether any character stands for another that could not be written. */
    public boolean hasSubstitutes() {
        return substituteFlags.indexOf('1') >= 0;
    }

    /** A substitute stands for exactly one character, and could be any. */
    Agreement agreementWith(PersonText other) {
        int[] mine = value.codePoints().toArray();
        int[] theirs = other.value.codePoints().toArray();
        if (mine.length != theirs.length) {
            return Agreement.DIFFERENT;
        }
        Agreement agreement = Agreement.SAME;
        for (int i = 0; i < mine.length; i++) {
            if (substituteFlags.charAt(i) == '1' || other.substituteFlags.charAt(i) == '1') {
                agreement = Agreement.UNDECIDED;
            } else if (mine[i] != theirs[i]) {
                return Agreement.DIFFERENT;
            }
        }
        return agreement;
    }

    private static boolean hasOtherThanText(String value) {
        for (int i = 0; i < value.length(); ) {
            int codePoint = value.codePointAt(i);
            if (isNotText(codePoint)) {
                return true;
            }
            i += Character.charCount(codePoint);
        }
        return false;
    }

    private static boolean areFlags(String flags) {
        for (int i = 0; i < flags.length(); i++) {
            if (flags.charAt(i) != '0' && flags.charAt(i) != '1') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNotText(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return "PersonText[redacted]";
    }
}
