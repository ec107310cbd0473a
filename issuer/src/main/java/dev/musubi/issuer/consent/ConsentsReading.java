package dev.musubi.issuer.consent;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many consents of each kind are in force, and how many of them end soon. */
@Component
final class ConsentsReading implements Reading {

    private static final Duration SOON = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    ConsentsReading(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Pace pace() {
        return Pace.SLOW;
    }

    @Override
    public void read(Readings readings) {
        Instant now = clock.instant();
        jdbc.sql("""
                        select kind, count(*) as n, count(*) filter (where ends_at < ?) as soon
                        from consent where cancelled_at is null and starts_at <= ? and ends_at > ? group by kind""")
                .params(Sql.time(now.plus(SOON)), Sql.time(now), Sql.time(now))
                .query(row -> {
                    String kind =
                            Consent.Kind.valueOf(row.getString("kind")).name().toLowerCase(Locale.ROOT);
                    readings.add("musubi_consents", row.getLong("n"), "kind", kind);
                    readings.add("musubi_consents_ending_within_30_days", row.getLong("soon"), "kind", kind);
                });
    }
}
