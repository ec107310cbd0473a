package dev.musubi.issuer.standing;

import dev.musubi.issuer.database.HolderId;

/**
 * A relying party demands a re-issue. Published inside the transaction that notes it, once a demand.
 *
 * @param holderId of whom
 * @param demandId which demand
 */
public record ReissueDemanded(HolderId holderId, DemandId demandId) {}
