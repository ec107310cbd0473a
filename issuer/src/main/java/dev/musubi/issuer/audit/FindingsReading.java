package dev.musubi.issuer.audit;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an operator must look at: how many of each kind, and zero where there is none, so that it can be told from silence. */
@Component
final class FindingsReading implements Reading {

    private final JdbcClient jdbc;

    FindingsReading(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void read(Readings readings) {
        Map<Findings.Kind, Long> open = new EnumMap<>(Findings.Kind.class);
        jdbc.sql("select kind, count(*) from finding where settled_at is null group by kind")
                .query(row -> {
                    open.put(Findings.Kind.valueOf(row.getString(1)), row.getLong(2));
                });
        for (Findings.Kind each : Findings.Kind.values()) {
            readings.add(
                    "musubi_findings_open",
                    open.getOrDefault(each, 0L),
                    "kind",
                    each.name().toLowerCase(Locale.ROOT));
        }
    }
}
