package dev.musubi.jpki.attributes;

/** What comparing one attribute with another came to. */
public enum Agreement {
    /** Both are fully known and equal. */
    SAME,
    /** They differ where both are known. */
    DIFFERENT,
    /** What is known agrees, but something is not known (a substitute character, an unknown part): ask a person. */
    UNDECIDED;

    Agreement and(Agreement other) {
        if (this == DIFFERENT || other == DIFFERENT) {
            return DIFFERENT;
        }
        return this == SAME && other == SAME ? SAME : UNDECIDED;
    }
}
