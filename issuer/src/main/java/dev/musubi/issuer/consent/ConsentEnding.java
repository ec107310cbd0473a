package dev.musubi.issuer.consent;

import dev.musubi.issuer.consent.ConsentRegistry.Cancellation;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import org.springframework.stereotype.Component;

/**
 * Ends a consent to J-LIS' service by its holder's signature. J-LIS is told first. What it has ended is noted here whatever
 * has become meanwhile of the app that sent the signature: the signature is what counts, not the app.
 */
@Component
public class ConsentEnding {

    private final ConsentRegistry registry;
    private final Consents consents;
    private final HolderTransactions holders;

    ConsentEnding(ConsentRegistry registry, Consents consents, HolderTransactions holders) {
        this.registry = registry;
        this.consents = consents;
        this.holders = holders;
    }

    /**
     * Has J-LIS end it, and notes that it has.
     *
     * @param externalRef its id in J-LIS' register
     * @param signed the holder's word
     */
    public Cancellation end(HolderId holderId, ConsentId consentId, String externalRef, String signed) {
        Cancellation ended = registry.cancel(externalRef, signed);
        if (ended instanceof Cancellation.Cancelled cancelled) {
            holders.locking(holderId, () -> {
                consents.cancel(holderId, consentId, cancelled.at(), "holder");
                return true;
            });
        }
        return ended;
    }
}
