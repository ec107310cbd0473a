package dev.musubi.issuer.privateid;

import dev.musubi.issuer.database.HolderId;
import java.time.Instant;

/**
 * A private ID in its present state.
 *
 * @param holderId whose; inside the issuer only
 * @param state the state
 * @param cause why it is in it
 * @param since when it came into it
 * @param generation the number of the present generation, from 1
 * @param validUntil the end of its own term
 */
public record PrivateId(
        HolderId holderId, State state, Cause cause, Instant since, int generation, Instant validUntil) {}
