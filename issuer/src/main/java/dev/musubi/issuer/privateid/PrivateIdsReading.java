package dev.musubi.issuer.privateid;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many private IDs are in each state as relying parties see it, and how many end soon. */
@Component
final class PrivateIdsReading implements Reading {

    private static final Duration SOON = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    PrivateIdsReading(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Pace pace() {
        return Pace.SLOW;
    }

    @Override
    public void read(Readings readings) {
        jdbc.sql("""
                        select state, count(*) as n,
                               count(*) filter (where state <> 'ENDED' and valid_until < ?) as soon
                        from private_id group by state""").param(Sql.time(clock.instant().plus(SOON))).query(row -> {
            String state = LifeState.valueOf(row.getString("state")).name().toLowerCase(Locale.ROOT);
            readings.add("musubi_private_ids", row.getLong("n"), "state", state);
            readings.add("musubi_private_ids_ending_within_30_days", row.getLong("soon"), "state", state);
        });
    }
}
