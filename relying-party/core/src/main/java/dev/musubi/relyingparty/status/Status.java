package dev.musubi.relyingparty.status;

/** What a list says of an entry (Token Status List section 7.1, and the issuer's metadata for 0x03). */
public enum Status {
    /** 0x00: the private ID of that generation stands. */
    VALID,
    /** 0x01: it is over: ended, or issued anew since. What was told then is no longer so; never changes again. */
    INVALID,
    /** 0x02: paused, or its key is in doubt. */
    SUSPENDED,
    /** 0x03: its certificate is gone; attributes may be stale. Demand a re-issue, or decide by policy. */
    REISSUE_REQUIRED,
    /**
     * Nobody can say: there is no list, none that is young enough, the entry is not in it, or the clock is wrong. Never
     * read it as valid.
     */
    UNKNOWN;

    /** What these bits say; a value the issuer never gave a meaning is unknown. */
    public static Status of(int bits) {
        return switch (bits) {
            case 0 -> VALID;
            case 1 -> INVALID;
            case 2 -> SUSPENDED;
            case 3 -> REISSUE_REQUIRED;
            default -> UNKNOWN;
        };
    }
}
