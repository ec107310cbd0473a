package dev.musubi.issuer.metrics;

/**
 * Something that is read when it is asked for, and not counted as it happens: how much waits, how old something is. A module
 * that has such a thing makes it a bean. Names of things come from a closed list or from the issuer's own settings, and never
 * from a person or from what somebody sent.
 */
public interface Reading {

    /** How often it is worth reading. */
    enum Pace {
        /** Every few seconds: a few rows, or none. */
        QUICK,
        /** Every few minutes, since it goes through tables as large as the country. */
        SLOW
    }

    /** How often. */
    default Pace pace() {
        return Pace.QUICK;
    }

    /** Reads it. What throws leaves what was read before, for a while. */
    void read(Readings readings);
}
