package dev.musubi.issuer.privateid;

/** The state of a private ID, as its holder and its relying parties see it. */
public enum State {
    /** Stands on a live anchor. */
    ACTIVE,
    /** The anchor is gone; the attributes may be stale. A re-issue brings it back. */
    REISSUE_REQUIRED,
    /** Paused by its holder, or the key behind it is in doubt. */
    SUSPENDED,
    /** Over; never comes back. */
    ENDED
}
