package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An anchor is no longer good. Published inside the transaction that notes it, so that what follows from it commits
 * with it or not at all.
 *
 * @param holderId whose
 * @param anchorId which
 * @param state REVOKED or EXPIRED
 * @param reason the reason, where revoked
 * @param at when the issuer noted it
 */
public record AnchorChanged(
        HolderId holderId,
        AnchorId anchorId,
        AnchorState state,
        @Nullable RevocationReason reason,
        Instant at) {}
