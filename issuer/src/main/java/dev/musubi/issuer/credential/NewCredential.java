package dev.musubi.issuer.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential about to be made; for the members see {@link Credential}.
 *
 * @param proofing the proofing it descends from
 */
public record NewCredential(
        Credential.Kind kind,
        int proofing,
        String label,
        @Nullable String key,
        @Nullable SignInMethod method,
        @Nullable Instant authenticatedAt,
        @Nullable Instant expiresAt) {}
