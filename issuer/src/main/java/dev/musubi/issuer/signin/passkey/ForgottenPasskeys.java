package dev.musubi.issuer.signin.passkey;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.Credential.Why;
import dev.musubi.issuer.credential.CredentialEnded;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Passkeys that let nobody in any more are not kept, neither their keys nor what leads from them to a holder. */
@Component
public class ForgottenPasskeys {

    /** Longer than a signature is fresh, which keeping what it ended needs. */
    private static final Duration TO_KEEP = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final HolderTransactions holders;
    private final AuditLog audit;
    private final InstantSource clock;
    private final MachineClock machine;

    ForgottenPasskeys(
            JdbcClient jdbc, HolderTransactions holders, AuditLog audit, InstantSource clock, MachineClock machine) {
        this.jdbc = jdbc;
        this.holders = holders;
        this.audit = audit;
        this.clock = clock;
        this.machine = machine;
    }

    /** One its holder removed is forgotten at once; one that a re-issue ended may still be kept. */
    @EventListener
    void on(CredentialEnded ended) {
        if (ended.kind() == Kind.PASSKEY && ended.why() != Why.REISSUED) {
            jdbc.sql("select credential_id from passkey where holder_id = ? and lineage_id = ?")
                    .params(ended.holderId(), ended.id())
                    .query((row, n) -> row.getBytes(1))
                    .list()
                    .forEach(credentialId -> forget(ended.holderId(), credentialId));
            audit.record(ended.holderId(), clock.instant(), "passkey.removed", "holder", Map.of(), null);
        }
    }

    /** What a re-issue ended and its holder did not keep while that could be done is forgotten. */
    @Scheduled(fixedDelayString = "PT15M", initialDelayString = "PT15M")
    public void forgetNotKept() {
        record NotKept(HolderId holderId, byte[] credentialId) {}
        jdbc.sql("""
                        select p.holder_id, p.credential_id from passkey p
                        join credential c on c.holder_id = p.holder_id and c.credential_id = p.lineage_id
                        where c.ended_why = 'REISSUED' and c.ended_at < ? limit 500""")
                .param(Sql.time(machine.instant().minus(TO_KEEP)))
                .query((row, n) -> new NotKept(HolderId.in(row, "holder_id"), row.getBytes("credential_id")))
                .list()
                .forEach(each -> holders.locking(each.holderId(), () -> {
                    forget(each.holderId(), each.credentialId());
                    return true;
                }));
    }

    private void forget(HolderId holderId, byte[] credentialId) {
        jdbc.sql("delete from passkey where holder_id = ? and credential_id = ?")
                .params(holderId, credentialId)
                .update();
        jdbc.sql("delete from passkey_directory where credential_id = ?")
                .param(credentialId)
                .update();
    }
}
