package dev.musubi.issuer.operator;

import dev.musubi.issuer.database.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Shows an operator that nothing was missed: how many anchors there are, which lists they need, how far each list was
 * applied, and which are late. Counts and codes; names nobody.
 */
@Component
class Coverage {

    /** A daily list that is older than this is late: a day, and some hours for publication. */
    private static final Duration LATE = Duration.ofHours(30);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Coverage(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The report.
     *
     * @param privateIds how many private IDs are in each state
     * @param anchors how many anchors are watched
     * @param lists how many revocation lists they need
     * @param oldest thisUpdate of the list that lags behind most; null if one was never applied
     * @param late the lists that are late, with how often they failed and why
     * @param refreshesWaiting how many consented refreshes wait, by what J-LIS said last
     */
    record Report(
            Instant at,
            Map<String, Long> privateIds,
            long anchors,
            long lists,
            @Nullable Instant oldest,
            List<Late> late,
            Map<String, Long> refreshesWaiting) {}

    record Late(
            String prefecture,
            String municipality,
            @Nullable Instant thisUpdate,
            int failures,
            @Nullable String lastFault) {}

    Report report() {
        Instant now = clock.instant();
        List<@Nullable Instant> updates = jdbc.sql("select this_update from crl_partition")
                .query((row, n) -> Sql.instantOrNull(row, "this_update"))
                .list();
        return new Report(
                now,
                counts("select state, count(*) from private_id group by state order by state"),
                single("""
                        select count(*) from anchor a join private_id p on p.holder_id = a.holder_id
                        where a.released_at is null and p.state <> 'ENDED'"""),
                updates.size(),
                oldest(updates),
                jdbc.sql("""
                                select * from crl_partition where this_update is null or this_update < ?
                                order by prefecture, municipality limit 1000""")
                        .param(Sql.time(now.minus(LATE)))
                        .query((row, n) -> new Late(
                                row.getString("prefecture"),
                                row.getString("municipality"),
                                Sql.instantOrNull(row, "this_update"),
                                row.getInt("failures"),
                                row.getString("last_fault")))
                        .list(),
                counts("""
                        select coalesce(last_outcome, 'not_asked_yet'), count(*) from refresh
                        group by coalesce(last_outcome, 'not_asked_yet') order by 1"""));
    }

    private static @Nullable Instant oldest(List<@Nullable Instant> updates) {
        Instant oldest = null;
        for (Instant update : updates) {
            if (update == null) {
                return null;
            }
            oldest = oldest == null || update.isBefore(oldest) ? update : oldest;
        }
        return oldest;
    }

    private Map<String, Long> counts(String query) {
        Map<String, Long> counts = new LinkedHashMap<>();
        jdbc.sql(query)
                .query((row, n) -> counts.put(row.getString(1), row.getLong(2)))
                .list();
        return counts;
    }

    private long single(String query) {
        return jdbc.sql(query).query((row, n) -> row.getLong(1)).single();
    }
}
