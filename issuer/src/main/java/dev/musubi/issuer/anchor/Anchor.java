package dev.musubi.issuer.anchor;

import dev.musubi.issuer.vault.ItemId;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.RevocationReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The signature certificate a private ID stands on, without its number: that is sealed in the vault.
 *
 * @param anchorId its id in the register
 * @param partitionId the revocation list it would appear on
 * @param kind of the card or of a smartphone
 * @param notAfter the end of its term
 * @param certificate the sealed item with its number
 * @param state what is known
 * @param reason why it was revoked, if it was
 * @param revokedAt when, if it was
 * @param asOf the moment {@code state} was true at by a source's word; for a good anchor the later of the last OCSP
 *     answer and the last revocation list applied
 */
public record Anchor(
        AnchorId anchorId,
        PartitionId partitionId,
        CertificateKind kind,
        Instant notAfter,
        ItemId certificate,
        AnchorState state,
        @Nullable RevocationReason reason,
        @Nullable Instant revokedAt,
        Instant asOf) {}
