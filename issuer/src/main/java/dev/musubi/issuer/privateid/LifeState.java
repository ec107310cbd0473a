package dev.musubi.issuer.privateid;

/**
 * Where a private ID is in its life, as {@link LifeCycle} tells it apart. A relying party sees {@link #outward()} only:
 * who paused what, and why, is the holder's business.
 */
public enum LifeState {
    /** Stands on a live anchor. */
    ACTIVE(State.ACTIVE),
    /** The anchor is gone; a re-issue brings it back. */
    REISSUE_REQUIRED(State.REISSUE_REQUIRED),
    /** Paused by its holder, who can end the pause. */
    PAUSED(State.SUSPENDED),
    /** The key behind it is in doubt; a new signature alone brings it back. */
    KEY_DOUBTED(State.SUSPENDED),
    /** Over; never comes back. */
    ENDED(State.ENDED);

    private final State outward;

    LifeState(State outward) {
        this.outward = outward;
    }

    /** What relying parties see. */
    public State outward() {
        return outward;
    }
}
