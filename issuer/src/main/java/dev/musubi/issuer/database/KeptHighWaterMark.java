package dev.musubi.issuer.database;

import dev.musubi.issuer.time.HighWaterMark;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The mark in one row. */
@Component
class KeptHighWaterMark implements HighWaterMark {

    private final JdbcClient jdbc;

    KeptHighWaterMark(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<Instant> read() {
        return jdbc.sql("select seen from clock_mark where name = 'machine'")
                .query((row, n) -> Sql.instant(row, "seen"))
                .optional();
    }

    @Override
    public void raise(Instant seen) {
        jdbc.sql("""
                        insert into clock_mark as mark (name, seen) values ('machine', ?)
                        on conflict (name) do update set seen = excluded.seen where mark.seen < excluded.seen""").param(Sql.time(seen)).update();
    }

    @Override
    public void reset(Instant now) {
        jdbc.sql("""
                        insert into clock_mark (name, seen) values ('machine', ?)
                        on conflict (name) do update set seen = excluded.seen""").param(Sql.time(now)).update();
    }
}
