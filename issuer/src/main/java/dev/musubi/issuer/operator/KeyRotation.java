package dev.musubi.issuer.operator;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.vault.KeyEncryptionKeyChanged;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.issuer.vault.VaultException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Rotates the key-encryption key: a new one becomes current, and every data key is wrapped anew, one holder a
 * transaction. Interrupted, it goes on where it was when ordered again; both keys work meanwhile. Ordered of two issuers at
 * once, one makes the key and both wrap.
 */
@Component
class KeyRotation {

    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
    private static final int BATCH = 500;

    private final KeyEncryptionKeys keys;
    private final Vault vault;
    private final HolderTransactions holders;
    private final ApplicationEventPublisher events;

    KeyRotation(KeyEncryptionKeys keys, Vault vault, HolderTransactions holders, ApplicationEventPublisher events) {
        this.keys = keys;
        this.vault = vault;
        this.holders = holders;
        this.events = events;
    }

    /**
     * What came of it.
     *
     * @param current the key that wraps from now on
     * @param rewrapped how many data keys were wrapped anew
     * @param failed how many could not be: each is a line in the log
     * @param inUse how many data keys each key wraps now; one that is not named is needed by backups alone
     */
    record Report(String current, int rewrapped, int failed, Map<String, Long> inUse) {}

    Report rotate() {
        String from = keys.current();
        if (vault.toRewrap(HolderId.FIRST, 1).isEmpty()) {
            keys.rotate(from);
        }
        int rewrapped = 0;
        int failed = 0;
        HolderId after = HolderId.FIRST;
        for (List<HolderId> batch = vault.toRewrap(after, BATCH);
                !batch.isEmpty();
                batch = vault.toRewrap(after, BATCH)) {
            for (HolderId holderId : batch) {
                if (rewrap(holderId)) {
                    rewrapped++;
                } else {
                    failed++;
                }
            }
            after = batch.getLast();
        }
        events.publishEvent(new KeyEncryptionKeyChanged());
        return new Report(keys.current(), rewrapped, failed, vault.wrappedBy());
    }

    /** One key that does not open keeps none of the others from being wrapped anew. */
    private boolean rewrap(HolderId holderId) {
        try {
            holders.locking(holderId, () -> {
                vault.rewrap(holderId);
                return true;
            });
            return true;
        } catch (VaultException | Vault.ErasedException notThis) {
            log.error("keys.rewrap_failed failure={}", notThis.getClass().getName());
            return false;
        }
    }
}
