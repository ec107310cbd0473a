package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.openid.Agreements;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.time.MachineClock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The clients a holder was asked about, and agreed to be signed in at. A client that was never agreed to learns nothing, not
 * even under which name it would know the holder: whatever it asks for, and whatever the holder allowed others or carried to
 * the relying party by other ways.
 *
 * <p>An agreement ends where the holder takes back what the relying party was granted. Methods that change something take
 * part in the caller's transaction on the holder.
 */
@Component
public class ClientAgreements implements Agreements {

    private final JdbcClient jdbc;
    private final MachineClock machine;

    ClientAgreements(JdbcClient jdbc, MachineClock machine) {
        this.jdbc = jdbc;
        this.machine = machine;
    }

    /** Whether the holder agreed to this client, as the relying party's it is now. */
    public boolean isAgreed(HolderId holderId, OpenIdClient client) {
        return jdbc.sql("""
                        select 1 from client_agreement
                        where holder_id = ? and client_id = ? and relying_party_id = ?""")
                .params(holderId, client.id(), client.party().id())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    @Override
    public List<Agreed> of(HolderId holderId) {
        return jdbc.sql("""
                        select relying_party_id, max(agreed_at) as at from client_agreement
                        where holder_id = ? group by relying_party_id order by relying_party_id""")
                .param(holderId)
                .query((row, n) -> new Agreed(row.getString("relying_party_id"), Sql.instant(row, "at")))
                .list();
    }

    /** The holder agreed. */
    public void agreed(HolderId holderId, OpenIdClient client) {
        jdbc.sql("""
                        insert into client_agreement (holder_id, client_id, relying_party_id, agreed_at) values (?, ?, ?, ?)
                        on conflict (holder_id, client_id, relying_party_id) do nothing""")
                .params(holderId, client.id(), client.party().id(), Sql.time(machine.instant()))
                .update();
    }
}
