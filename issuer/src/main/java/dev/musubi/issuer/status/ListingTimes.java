package dev.musubi.issuer.status;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.TimesTaken;
import dev.musubi.issuer.promise.Stretch;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** From a change of state to the signed list that says so, by the marks that changes left; of each entry the latest. */
@Component
final class ListingTimes implements Stretch {

    private final JdbcClient jdbc;
    private final StatusLists lists;
    private final MachineClock machine;

    ListingTimes(JdbcClient jdbc, StatusLists lists, MachineClock machine) {
        this.jdbc = jdbc;
        this.lists = lists;
        this.machine = machine;
    }

    @Override
    public Name name() {
        return Name.STATE_TO_LIST;
    }

    @Override
    public TimesTaken since(Instant since, Duration promised) {
        Instant now = machine.instant();
        // What waits longer than was promised is late already.
        return TimesTaken.of(
                jdbc,
                "marked_at",
                "coalesce(listed_at, ?)",
                "from status_change where marked_at is not null and (listed_at > ? or listed_at is null and marked_at < ?)",
                promised,
                Sql.time(now),
                Sql.time(since),
                Sql.time(now.minus(promised)));
    }

    @Override
    public long stopped() {
        return lists.stopped();
    }
}
