package dev.musubi.relyingparty.person;

import java.io.Serializable;

/**
 * A name or an address as it stands on the certificate. Characters outside the certificate's repertoire are written there
 * with substitutes (代替文字); such a place agrees with any character, so a comparison with another source needs a person
 * or a second look.
 *
 * @param value the text
 * @param substituteFlags one digit for each character of the text, {@code 1} where it is a substitute; empty if unknown
 */
public record PersonText(String value, String substituteFlags) implements Serializable {

    /** Whether any character is known to be a substitute. */
    public boolean hasSubstitutes() {
        return substituteFlags.indexOf('1') >= 0;
    }

    /** Whether the character at this place (counted in code points from 0) is known to be a substitute. */
    public boolean isSubstitute(int index) {
        return index >= 0 && index < substituteFlags.length() && substituteFlags.charAt(index) == '1';
    }

    /**
     * Whether another spelling may be the same text: equal but for places where a substitute stands. False for texts of
     * different lengths.
     */
    public boolean mayBe(String other) {
        int[] ours = value.codePoints().toArray();
        int[] theirs = other.codePoints().toArray();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < ours.length; i++) {
            if (ours[i] != theirs[i] && !isSubstitute(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "PersonText[…]";
    }
}
