package dev.musubi.issuer.signin;

import dev.musubi.issuer.database.HolderId;

/**
 * A holder's session was ended, by signing out or from another browser. Published inside the transaction that ends it.
 *
 * @param holderId whose
 * @param sessionId which
 */
public record SessionEnded(HolderId holderId, SessionId sessionId) {}
