package dev.musubi.issuer.standing;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A relying party's demand that a private ID be issued again.
 *
 * @param demandId its id inside the issuer
 * @param relyingPartyId whose
 * @param returnUri where the holder goes back to
 * @param demandedAt when
 * @param expiresAt until when it is open
 * @param fulfilledAt when the private ID was issued again, if it was
 * @param fulfilledBy the generation that did it
 */
public record ReissueDemand(
        DemandId demandId,
        String relyingPartyId,
        @Nullable URI returnUri,
        Instant demandedAt,
        Instant expiresAt,
        @Nullable Instant fulfilledAt,
        @Nullable Integer fulfilledBy) {

    /** What can be said of a demand. */
    public enum State {
        /** Waits for the holder. */
        OPEN,
        /** The private ID was issued again. */
        FULFILLED,
        /** Its time is over. */
        EXPIRED
    }

    /** What can be said of it at {@code at}. */
    public State state(Instant at) {
        return fulfilledAt != null ? State.FULFILLED : at.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
    }
}
