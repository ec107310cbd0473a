package dev.musubi.issuer.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as its holder sees it over the API.
 *
 * @param credential its id
 * @param kind what it is
 * @param proofing the generation whose signature it descends from
 * @param device the device; for a code, the number of the browser it is for
 * @param madeAt when it was made
 * @param lastUsedAt when it was last used, to the hour
 * @param expiresAt when it ends by itself
 * @param endedAt when it ended
 * @param endedWhy why
 * @param here whether it is the one that asks
 */
public record CredentialView(
        CredentialId credential,
        Credential.Kind kind,
        int proofing,
        String device,
        Instant madeAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant endedAt,
        Credential.@Nullable Why endedWhy,
        boolean here) {

    /** What the holder sees of it at this moment of the machine's. */
    public static CredentialView of(Credential credential, Instant now, boolean here) {
        Credential.Ended ended = credential.endedBy(now);
        return new CredentialView(
                credential.id(),
                credential.kind(),
                credential.proofing(),
                credential.label(),
                credential.madeAt(),
                credential.lastUsedAt(),
                credential.expiresAt(),
                ended == null ? null : ended.at(),
                ended == null ? null : ended.why(),
                here);
    }
}
