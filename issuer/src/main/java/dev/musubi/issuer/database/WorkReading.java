package dev.musubi.issuer.database;

import dev.musubi.issuer.metrics.Reading;
import dev.musubi.issuer.metrics.Readings;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much work waits, for how long it has been due, and what was given up. */
@Component
final class WorkReading implements Reading {

    private final JdbcClient jdbc;
    private final MachineClock machine;

    WorkReading(JdbcClient jdbc, MachineClock machine) {
        this.jdbc = jdbc;
        this.machine = machine;
    }

    @Override
    public void read(Readings readings) {
        Instant now = machine.instant();
        jdbc.sql("""
                        select kind, count(*) filter (where dead_at is null) as waiting,
                               count(*) filter (where dead_at is not null) as dead,
                               min(due_at) filter (where dead_at is null) as due
                        from work_item group by kind""").query(row -> {
            String kind = row.getString("kind");
            readings.add("musubi_work_waiting", row.getLong("waiting"), "kind", kind);
            readings.add("musubi_work_given_up", row.getLong("dead"), "kind", kind);
            Instant due = Sql.instantOrNull(row, "due");
            if (due != null) {
                readings.add(
                        "musubi_work_overdue_seconds",
                        Math.max(0, Duration.between(due, now).toMillis() / 1000.0),
                        "kind",
                        kind);
            }
        });
    }
}
