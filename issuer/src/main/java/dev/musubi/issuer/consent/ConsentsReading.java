package dev.musubi.issuer.consent;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many consents of each kind are in force, and how many of them end soon. */
@Component
final class ConsentsReading implements Reading {

    private final JdbcClient jdbc;

    ConsentsReading(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Pace pace() {
        return Pace.SLOW;
    }

    @Override
    public void read(Readings readings) {
        jdbc.sql("""
                        select kind, count(*) as n, count(*) filter (where ends_at < now() + interval '30 days') as soon
                        from consent where cancelled_at is null and starts_at <= now() and ends_at > now() group by kind""").query(row -> {
            String kind = Consent.Kind.valueOf(row.getString("kind")).name().toLowerCase(Locale.ROOT);
            readings.add("musubi_consents", row.getLong("n"), "kind", kind);
            readings.add("musubi_consents_ending_within_30_days", row.getLong("soon"), "kind", kind);
        });
    }
}
