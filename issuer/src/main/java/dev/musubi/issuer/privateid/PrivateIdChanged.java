package dev.musubi.issuer.privateid;

import dev.musubi.issuer.database.HolderId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A private ID changed its state, or its generation. Published inside the transaction that changes it.
 *
 * @param holderId whose
 * @param from the state before; null at its birth
 * @param to the state now
 * @param cause why
 * @param generation the present generation
 * @param at when
 */
public record PrivateIdChanged(
        HolderId holderId, @Nullable State from, State to, Cause cause, int generation, Instant at) {

    /** Whether a relying party can see it: another state, or another generation. */
    public boolean isOutward() {
        return from != to || beginsGeneration();
    }

    /** Whether a generation begins with it. */
    public boolean beginsGeneration() {
        return switch (cause) {
            case ISSUED, REISSUED, REFRESHED -> true;
            default -> false;
        };
    }
}
