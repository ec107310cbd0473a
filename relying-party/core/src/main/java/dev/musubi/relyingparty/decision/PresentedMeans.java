package dev.musubi.relyingparty.decision;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A means of identification that was presented to the relying party itself, without saying whose. What is left out is not
 * known, and what is not known is never taken for good.
 *
 * @param kind the means, by its id in the catalogue
 * @param stands whether it is known to stand; a means of which that is not known counts as unknown
 * @param checkedAt when it was known to stand; null if that is not known
 * @param proofedAt when the person was last identified by evidence; null if that is not known
 * @param attributesAsOf when its attributes were true; null if that is not known
 * @param authenticator what the person authenticated with, by its id in the catalogue; null if with nothing
 * @param authenticatedAt when
 */
public record PresentedMeans(
        String kind,
        boolean stands,
        @Nullable Instant checkedAt,
        @Nullable Instant proofedAt,
        @Nullable Instant attributesAsOf,
        @Nullable String authenticator,
        @Nullable Instant authenticatedAt)
        implements Serializable {

    /**
     * The transaction was signed with a signature certificate of the public personal authentication service just now, and the
     * relying party, a signature verifier, has verified the signature and asked for the certificate's status.
     *
     * @param onCard whether the certificate is that of a card, or else that of a smartphone
     * @param at when
     */
    public static PresentedMeans jpkiSignature(boolean onCard, Instant at) {
        return new PresentedMeans(
                onCard ? "jpki-signature-card" : "jpki-signature-smartphone",
                true,
                at,
                at,
                at,
                onCard ? "card-signature-pin" : "smartphone-signature",
                at);
    }
}
