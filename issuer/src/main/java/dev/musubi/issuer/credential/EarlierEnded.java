package dev.musubi.issuer.credential;

import dev.musubi.issuer.database.HolderId;

/**
 * A new proofing ended credentials. Published inside its transaction.
 *
 * @param holderId whose
 * @param count how many
 */
public record EarlierEnded(HolderId holderId, int count) {}
