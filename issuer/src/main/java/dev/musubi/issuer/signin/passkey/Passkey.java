package dev.musubi.issuer.signin.passkey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its holder sees it.
 *
 * @param reference names it on the holder's pages
 * @param label what the holder calls it
 * @param createdAt when it was registered
 * @param usedAt when it last signed in
 */
public record Passkey(
        String reference,
        String label,
        Instant createdAt,
        @Nullable Instant usedAt) {}
