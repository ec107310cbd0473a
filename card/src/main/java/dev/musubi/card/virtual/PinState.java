package dev.musubi.card.virtual;

import dev.musubi.card.CardPin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A PIN's value and what is left of its tries. {@link #toString()} gives nothing away. */
public final class PinState {

    private final byte[] value;
    private final int triesLeft;

    private PinState(byte[] value, int triesLeft) {
        this.value = value;
        this.triesLeft = triesLeft;
    }

    /**
     * A PIN as the municipal counter sets it: new, with all its tries.
     *
     * @throws IllegalArgumentException if it has not the form of this PIN; the message does not repeat it
     */
    public static PinState fresh(CardPin pin, String value) {
        return of(pin, value.getBytes(StandardCharsets.UTF_8), pin.tries());
    }

    /**
     * A PIN as a memory kept it.
     *
     * @throws IllegalArgumentException if it has not the form of this PIN, or more tries than it can have
     */
    public static PinState of(CardPin pin, byte[] value, int triesLeft) {
        if (!pin.fits(value)) {
            throw new IllegalArgumentException("this has not the form of the PIN " + pin);
        }
        if (triesLeft < 0 || triesLeft > pin.tries()) {
            throw new IllegalArgumentException("this PIN cannot have so many tries left");
        }
        return new PinState(value.clone(), triesLeft);
    }

    /** The PIN in ASCII. */
    public byte[] value() {
        return value.clone();
    }

    /** How many wrong tries in a row are left; 0 is locked. */
    public int triesLeft() {
        return triesLeft;
    }

    boolean isLocked() {
        return triesLeft == 0;
    }

    boolean is(byte[] candidate) {
        return MessageDigest.isEqual(value, candidate);
    }

    PinState withTries(int tries) {
        return new PinState(value, tries);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PinState state && triesLeft == state.triesLeft && is(state.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(value) + triesLeft;
    }

    @Override
    public String toString() {
        return "PinState[redacted]";
    }
}
