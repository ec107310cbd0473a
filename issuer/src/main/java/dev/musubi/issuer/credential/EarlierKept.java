package dev.musubi.issuer.credential;

import dev.musubi.issuer.database.HolderId;

/**
 * The holder kept some of what a new proofing had ended. Published inside the transaction.
 *
 * @param holderId whose
 * @param count how many
 */
public record EarlierKept(HolderId holderId, int count) {}
