package dev.musubi.issuer.privateid;

import dev.musubi.issuer.database.HolderId;
import java.time.Instant;

/**
 * A private ID in its present state.
 *
 * @param holderId whose; inside the issuer only
 * @param lifeState where it is in its life
 * @param cause why it is in it
 * @param since when it came into it
 * @param outwardSince since when relying parties have seen the state they see: a key in doubt during a pause changes nothing of it
 * @param generation the number of the present generation, from 1
 * @param validUntil the end of its own term
 */
public record PrivateId(
        HolderId holderId,
        LifeState lifeState,
        Cause cause,
        Instant since,
        Instant outwardSince,
        int generation,
        Instant validUntil) {

    /** The state as relying parties see it. */
    public State state() {
        return lifeState.outward();
    }
}
