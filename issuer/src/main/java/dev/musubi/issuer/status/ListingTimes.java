package dev.musubi.issuer.status;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.TimesTaken;
import dev.musubi.issuer.promise.Stretch;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** From a change of state to the signed list that says so, by the marks that changes left; of each entry the latest. */
@Component
final class ListingTimes implements Stretch {

    private final JdbcClient jdbc;

    ListingTimes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Name name() {
        return Name.STATE_TO_LIST;
    }

    @Override
    public TimesTaken since(Instant since, Duration promised) {
        return TimesTaken.of(
                jdbc,
                "marked_at",
                "listed_at",
                "from status_change where listed_at > ? and marked_at is not null",
                promised,
                Sql.time(since));
    }
}
