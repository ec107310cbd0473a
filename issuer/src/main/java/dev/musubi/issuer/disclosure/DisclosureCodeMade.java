package dev.musubi.issuer.disclosure;

import dev.musubi.issuer.database.HolderId;

/**
 * A holder may now carry a code to a relying party. Published inside the transaction that makes it.
 *
 * @param holderId whose
 * @param relyingParty the relying party's id
 */
public record DisclosureCodeMade(HolderId holderId, String relyingParty) {}
