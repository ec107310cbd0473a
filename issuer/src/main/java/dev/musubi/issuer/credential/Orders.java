package dev.musubi.issuer.credential;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What a holder orders, by whatever lets them in. An order may have waited for the holder's lock, and a new signature may
 * have ended what gives it meanwhile: so that is looked at under the lock, and not before alone. Whoever orders something
 * does it through here; there is no other lock for it.
 */
@Component
public class Orders {

    private final Credentials credentials;
    private final RecentAuthentication recent;
    private final HolderTransactions holders;

    Orders(Credentials credentials, RecentAuthentication recent, HolderTransactions holders) {
        this.credentials = credentials;
        this.recent = recent;
        this.holders = holders;
    }

    /**
     * Does what is ordered, in a transaction on the holder.
     *
     * @param by what orders it
     * @return what came of it; empty, and nothing is done, if {@code by} lets nobody in any longer
     */
    public <T> Optional<T> by(HolderId holderId, CredentialId by, Supplier<T> order) {
        return locked(holderId, by, credential -> true, order);
    }

    /** The same for what cannot be taken back, or lets others in: empty also if its holder has not authenticated just now. */
    public <T> Optional<T> freshlyBy(HolderId holderId, CredentialId by, Supplier<T> order) {
        return locked(holderId, by, recent::of, order);
    }

    private <T> Optional<T> locked(HolderId holderId, CredentialId by, Predicate<Credential> may, Supplier<T> order) {
        return holders.locking(
                holderId, () -> credentials.live(holderId, by).filter(may).map(credential -> order.get()));
    }
}
