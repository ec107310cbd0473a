package dev.musubi.issuer.credential;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Keeping what a re-issue ended. Only what the signature itself let in may do it, the app that sent it or the session of
 * the code that came of it, while the signature is fresh; it keeps nothing but what that very signature ended, and nothing
 * of a private ID that is over.
 */
@Component
public class KeptCredentials {

    private final Credentials credentials;
    private final RecentAuthentication recent;
    private final PrivateIds privateIds;
    private final HolderTransactions holders;

    KeptCredentials(
            Credentials credentials, RecentAuthentication recent, PrivateIds privateIds, HolderTransactions holders) {
        this.credentials = credentials;
        this.recent = recent;
        this.privateIds = privateIds;
        this.holders = holders;
    }

    /**
     * Keeps some.
     *
     * @param by what orders it; looked at under the holder's lock
     * @return what was kept; nothing if {@code by} may not
     */
    public List<CredentialId> keep(HolderId holderId, CredentialId by, Collection<CredentialId> ids) {
        return holders.locking(
                holderId,
                () -> credentials
                        .live(holderId, by)
                        .filter(each -> each.method() == SignInMethod.JPKI_SIGNATURE
                                && recent.of(each)
                                && privateIds.find(holderId).orElseThrow().state() != State.ENDED
                                && each.proofing() == credentials.lastProofing(holderId))
                        .map(each -> credentials.keep(holderId, each.proofing(), ids))
                        .orElseGet(List::of));
    }
}
