package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
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

    /**
     * What was measured.
     *
     * @param count how many revocations were noticed
     * @param over how many of them later than was promised
     * @param half half of them were noticed within this; null where there was none
     * @param most 99 of 100 were
     * @param worst all were
     */
    public record Times(
            long count,
            long over,
            @Nullable Duration half,
            @Nullable Duration most,
            @Nullable Duration worst) {}

    /** What lists told after {@code since}, held against what was promised; an answer of OCSP that somebody asked for is apart. */
    public Times since(Instant since, Span span, Duration promised) {
        // Two clocks are compared: one that is a little ahead of the other makes no negative time.
        return jdbc.sql("""
                        select count(*) as noticed, count(*) filter (where took > ?) as late,
                               percentile_disc(0.5) within group (order by took) as half,
                               percentile_disc(0.99) within group (order by took) as most, max(took) as worst
                        from (select greatest(0, ceil(extract(epoch from noted_at - %s)))::bigint as took
                              from anchor where noted_at > ? and method = 'CRL') as noticed""".formatted(span.from))
                .params(promised.toSeconds(), Sql.time(since))
                .query(DetectionTimes::times)
                .single();
    }

    private static Times times(ResultSet row, int n) throws SQLException {
        return new Times(
                row.getLong("noticed"),
                row.getLong("late"),
                seconds(row, "half"),
                seconds(row, "most"),
                seconds(row, "worst"));
    }

    private static @Nullable Duration seconds(ResultSet row, String column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Duration.ofSeconds(seconds);
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
