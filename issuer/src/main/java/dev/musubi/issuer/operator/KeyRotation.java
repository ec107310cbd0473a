package dev.musubi.issuer.operator;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.vault.KeyEncryptionKeyChanged;
import dev.musubi.issuer.vault.KeyEncryptionKeys;
import dev.musubi.issuer.vault.Vault;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Rotates the key-encryption key: a new one becomes current, and every data key is wrapped anew, one holder a
 * transaction. Interrupted, it goes on where it was when ordered again; both keys work meanwhile.
 */
@Component
class KeyRotation {

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

    record Report(String current, int rewrapped) {}

    Report rotate() {
        if (vault.toRewrap(1).isEmpty()) {
            keys.rotate();
        }
        int rewrapped = 0;
        for (List<HolderId> batch = vault.toRewrap(BATCH); !batch.isEmpty(); batch = vault.toRewrap(BATCH)) {
            for (HolderId holderId : batch) {
                holders.on(holderId, () -> {
                    vault.rewrap(holderId);
                    return true;
                });
                rewrapped++;
            }
        }
        events.publishEvent(new KeyEncryptionKeyChanged());
        return new Report(keys.current(), rewrapped);
    }
}
