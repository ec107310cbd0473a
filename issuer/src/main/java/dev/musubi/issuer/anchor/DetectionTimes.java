package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.TimesTaken;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How long it took to notice that certificates were revoked, by what is written down of each anchor itself: a counter beside it
 * could be lost, or drift. Numbers over all holders; whose they are is not to be told from them.
 */
@Component
public class DetectionTimes {

    private final JdbcClient jdbc;

    DetectionTimes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From when to when it is measured; the end is the moment at which the state says so. */
    public enum Span {
        /** From {@code thisUpdate} of the revocation list that said so: a list cannot be had before. */
        LIST_TO_STATE("status_as_of"),
        /** From the revocation, which a daily list tells up to a day later. */
        REVOCATION_TO_STATE("revoked_at");

        private final String from;

        Span(String from) {
            this.from = from;
        }
    }

    /** What lists told after {@code since}, held against what was promised; an answer of OCSP that somebody asked for is apart. */
    public TimesTaken since(Instant since, Span span, Duration promised) {
        return TimesTaken.of(
                jdbc,
                span.from,
                "noted_at",
                "from anchor where noted_at > ? and method = 'CRL'",
                promised,
                Sql.time(since));
    }

    /**
     * How many lists that anchors stand on are older than they may be: whatever was revoked since is not known. One that was
     * never had counts from the moment it was needed.
     */
    public long listsOlderThan(Instant oldest) {
        return jdbc.sql("select count(*) from crl_partition where coalesce(this_update, created_at) < ?")
                .param(Sql.time(oldest))
                .query((row, n) -> row.getLong(1))
                .single();
    }
}
