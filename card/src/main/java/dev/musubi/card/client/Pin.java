package dev.musubi.card.client;

import dev.musubi.card.CardPin;
import java.util.Arrays;

/**
 * A PIN as somebody entered it. Small letters count as capital ones, as on the card's own form for the signature PIN.
 * Closing it wipes it. {@link #toString()} gives nothing away.
 */
public final class Pin implements AutoCloseable {

    private static final int LONGEST = 64;

    private final char[] characters;

    private Pin(char[] characters) {
        this.characters = characters;
    }

    /** What was entered, copied; the caller wipes its own. Whether it has the form of a PIN is seen when it is used. */
    public static Pin of(char[] entered) {
        return new Pin(Arrays.copyOf(entered, Math.min(entered.length, LONGEST)));
    }

    /** The bytes for the card; if it does not fit the PIN they do not, either. */
    byte[] bytes() {
        byte[] bytes = new byte[characters.length];
        for (int i = 0; i < characters.length; i++) {
            int character = characters[i];
            if (character >= 'a' && character <= 'z') {
                character -= 'a' - 'A';
            }
            bytes[i] = character < 0x80 ? (byte) character : 0;
        }
        return bytes;
    }

    boolean fits(CardPin pin) {
        byte[] bytes = bytes();
        boolean fits = pin.fits(bytes);
        Arrays.fill(bytes, (byte) 0);
        return fits;
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "Pin[redacted]";
    }
}
