package dev.musubi.issuer.relyingparty;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which sectors know a holder, and since when: one row each, written at the first contact and never changed. */
@Component
public class Acquaintances {

    private final JdbcClient jdbc;

    Acquaintances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The acquaintance of a sector with a holder, which begins now if there was none.
     *
     * @param generation the present generation of the private ID
     */
    public Acquaintance with(HolderId holderId, String sector, int generation, Instant at) {
        return find(holderId, sector).orElseGet(() -> {
            jdbc.sql("""
                            insert into acquaintance (holder_id, sector, since, generation) values (?, ?, ?, ?)
                            on conflict (holder_id, sector) do nothing""").params(holderId, sector, Sql.time(at), generation).update();
            return find(holderId, sector).orElseThrow();
        });
    }

    private Optional<Acquaintance> find(HolderId holderId, String sector) {
        return jdbc.sql("select since, generation from acquaintance where holder_id = ? and sector = ?")
                .params(holderId, sector)
                .query((row, n) -> new Acquaintance(Sql.instant(row, "since"), row.getInt("generation")))
                .optional();
    }
}
