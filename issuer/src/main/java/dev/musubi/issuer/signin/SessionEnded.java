package dev.musubi.issuer.signin;

import java.util.UUID;

/**
 * A holder's session was ended, by signing out or from another browser. Published inside the transaction that ends it.
 *
 * @param holderId whose
 * @param sessionId which
 */
public record SessionEnded(UUID holderId, UUID sessionId) {}
