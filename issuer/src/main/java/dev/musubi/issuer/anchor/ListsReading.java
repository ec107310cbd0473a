package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far each revocation list was applied. Of a list that was never applied there is its failures alone. */
@Component
final class ListsReading implements Reading {

    private final JdbcClient jdbc;

    ListsReading(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void read(Readings readings) {
        jdbc.sql("select count(*) as n, count(*) filter (where this_update is null) as never from crl_partition")
                .query(row -> {
                    readings.add("musubi_lists", row.getLong("n"));
                    readings.add("musubi_lists_never_applied", row.getLong("never"));
                });
        jdbc.sql("select * from crl_partition").query(row -> {
            String[] list = {
                "authority", AuthorityLabel.of(row.getBytes("authority_id")),
                "prefecture", row.getString("prefecture"),
                "municipality", row.getString("municipality")
            };
            readings.at("musubi_list_this_update_timestamp_seconds", Sql.instantOrNull(row, "this_update"), list);
            readings.at("musubi_list_next_update_timestamp_seconds", Sql.instantOrNull(row, "next_update"), list);
            readings.add("musubi_list_number", row.getBigDecimal("crl_number"), list);
            readings.add("musubi_list_entries", (Number) row.getObject("entries"), list);
            readings.add("musubi_list_failures", row.getInt("failures"), list);
        });
    }
}
