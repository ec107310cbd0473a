package dev.musubi.issuer.credential;

import dev.musubi.issuer.database.HolderId;

/**
 * A credential lets nobody in any longer. Published inside the transaction that ends it, so that what rests on it ends
 * with it.
 *
 * @param holderId whose
 * @param id which
 * @param kind what it was
 * @param why why
 */
public record CredentialEnded(HolderId holderId, CredentialId id, Credential.Kind kind, Credential.Why why) {}
