package dev.musubi.issuer.credential;

import dev.musubi.issuer.database.HolderId;

/**
 * A holder has one more credential. Published inside the transaction that makes it.
 *
 * @param holderId whose
 * @param id which
 * @param kind what it is
 * @param label the device
 */
public record CredentialMade(HolderId holderId, CredentialId id, Credential.Kind kind, String label) {}
