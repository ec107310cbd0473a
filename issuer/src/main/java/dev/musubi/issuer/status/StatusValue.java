package dev.musubi.issuer.status;

import dev.musubi.issuer.privateid.State;

/**
 * What two bits of a list say of one entry (Token Status List section 7.1). An entry belongs to one generation of one
 * private ID, so what brings a private ID back brings no entry back: a re-issue ends the entry and deals another.
 */
public enum StatusValue {
    /** 0x00: stands on a live anchor. */
    VALID(0),
    /** 0x01: over, or superseded by a later generation; never comes back. */
    INVALID(1),
    /** 0x02: paused, or the key behind it is in doubt. */
    SUSPENDED(2),
    /** 0x03, which the standard leaves to applications: the anchor is gone, a re-issue is due. */
    REISSUE_REQUIRED(3);

    private final int bits;

    StatusValue(int bits) {
        this.bits = bits;
    }

    /** The two bits. */
    public int bits() {
        return bits;
    }

    /**
     * What these two bits say.
     *
     * @throws IllegalArgumentException if they are more than two
     */
    public static StatusValue of(int bits) {
        return switch (bits) {
            case 0 -> VALID;
            case 1 -> INVALID;
            case 2 -> SUSPENDED;
            case 3 -> REISSUE_REQUIRED;
            default -> throw new IllegalArgumentException("a status is two bits");
        };
    }

    /** What an entry of the present generation says. */
    public static StatusValue of(State state) {
        return switch (state) {
            case ACTIVE -> VALID;
            case REISSUE_REQUIRED -> REISSUE_REQUIRED;
            case SUSPENDED -> SUSPENDED;
            case ENDED -> INVALID;
        };
    }

    /**
     * Whether an entry that said this in one list may say {@code next} in a later one, whatever happened in between. The life
     * cycle decides: nothing ended comes back, and an anchor that is gone comes back for no generation that stood on it.
     */
    public boolean mayBecome(StatusValue next) {
        return switch (this) {
            case VALID, SUSPENDED -> true;
            case REISSUE_REQUIRED -> next != VALID;
            case INVALID -> next == INVALID;
        };
    }
}
