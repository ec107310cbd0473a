package dev.musubi.issuer.holder;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.notice.Notices;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.vault.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The holder gives the private ID up: from the app or from the holder's page, it is the same. */
@Component
final class Withdrawal {

    private final PrivateIds privateIds;
    private final Credentials credentials;
    private final Vault vault;
    private final Notices notices;
    private final AuditLog audit;
    private final InstantSource clock;

    Withdrawal(
            PrivateIds privateIds,
            Credentials credentials,
            Vault vault,
            Notices notices,
            AuditLog audit,
            InstantSource clock) {
        this.privateIds = privateIds;
        this.credentials = credentials;
        this.vault = vault;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether everything of a holder was erased. */
    boolean erased(HolderId holderId) {
        return vault.isErased(holderId);
    }

    /**
     * Ends the private ID and every way in; with {@code erase}, also everything sealed of the holder, for good. In the
     * caller's transaction on the holder.
     *
     * @return false if it has ended already
     */
    boolean of(HolderId holderId, boolean erase) {
        Instant now = clock.instant();
        if (privateIds.apply(holderId, Cause.WITHDRAWN, now, "holder").isEmpty()) {
            return false;
        }
        if (erase) {
            vault.erase(holderId);
            audit.record(holderId, now, "holder.erased", "holder", Map.of(), null);
            notices.erased(holderId);
        }
        credentials.endAll(holderId, List.of(Kind.values()), Why.ID_ENDED);
        if (erase) {
            credentials.erased(holderId);
        }
        return true;
    }
}
