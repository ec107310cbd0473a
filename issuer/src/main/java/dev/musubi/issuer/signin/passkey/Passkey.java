package dev.musubi.issuer.signin.passkey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its holder sees it.
 *
 * @param reference names it on the holder's pages
 * @param label what the holder calls it
 * @param synced true if it may be copied to the holder's other devices (WebAuthn Level 3 section 6.1.3, backup eligible)
 * @param createdAt when it was registered
 * @param usedAt when it last signed in
 */
public record Passkey(
        String reference,
        String label,
        boolean synced,
        Instant createdAt,
        @Nullable Instant usedAt) {}
