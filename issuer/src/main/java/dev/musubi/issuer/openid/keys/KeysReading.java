package dev.musubi.issuer.openid.keys;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Since when the newest signing key of each kind has signed: one that is older than its term was not followed. */
@Component
final class KeysReading implements Reading {

    private final JdbcClient jdbc;

    KeysReading(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void read(Readings readings) {
        jdbc.sql("select algorithm, max(signs_from) as since, count(*) as n from signing_key group by algorithm")
                .query(row -> {
                    String kind = row.getString("algorithm").toLowerCase(Locale.ROOT);
                    readings.at("musubi_signing_key_since_timestamp_seconds", Sql.instant(row, "since"), "kind", kind);
                    readings.add("musubi_signing_keys", row.getLong("n"), "kind", kind);
                });
    }
}
