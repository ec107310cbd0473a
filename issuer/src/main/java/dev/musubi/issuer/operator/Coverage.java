package dev.musubi.issuer.operator;

import dev.musubi.issuer.anchor.ListWork;
import dev.musubi.issuer.anchor.PartitionId;
import dev.musubi.issuer.database.DeadLetters;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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

    /** A list that was to be asked for this long ago and has not been applied since is late, whoever holds it. */
    private static final Duration OVERDUE = Duration.ofMinutes(2);

    private final JdbcClient jdbc;
    private final WorkQueue queue;
    private final DeadLetters deadLetters;
    private final InstantSource clock;

    Coverage(JdbcClient jdbc, WorkQueue queue, DeadLetters deadLetters, InstantSource clock) {
        this.jdbc = jdbc;
        this.queue = queue;
        this.deadLetters = deadLetters;
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
     * @param work how much work of each kind waits, by what came of it last
     * @param deadLetters how much work of each kind was given up, such as logout messages nobody took
     */
    record Report(
            Instant at,
            Map<String, Long> privateIds,
            long anchors,
            long lists,
            @Nullable Instant oldest,
            List<Late> late,
            Map<String, Long> refreshesWaiting,
            Map<String, Map<String, Long>> work,
            Map<String, Long> deadLetters) {}

    /**
     * A list that is late.
     *
     * @param dueSince since when it has been due to be asked for, where that is long ago
     * @param claimedBy the issuer that holds it now, if one does
     */
    record Late(
            String prefecture,
            String municipality,
            @Nullable Instant thisUpdate,
            int failures,
            @Nullable String lastFault,
            @Nullable Instant dueSince,
            @Nullable String claimedBy) {}

    Report report() {
        Instant now = clock.instant();
        Map<String, Map<String, Long>> work = queue.waiting();
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
                late(now),
                refreshesWaiting(work.getOrDefault("refresh", Map.of())),
                work,
                deadLetters.counts());
    }

    /** Too old, or not asked for although it was due: also while somebody holds it. */
    private List<Late> late(Instant now) {
        Map<PartitionId, WorkQueue.Overdue> overdue = new HashMap<>();
        queue.overdue(ListWork.NAME, now.minus(OVERDUE)).forEach(each -> overdue.put(PartitionId.of(each.key()), each));
        return jdbc.sql("""
                        select * from crl_partition
                        where this_update is null or this_update < ? or partition_id = any(?)
                        order by prefecture, municipality limit 1000""")
                .params(
                        Sql.time(now.minus(LATE)),
                        overdue.keySet().stream().map(PartitionId::value).toArray(UUID[]::new))
                .query((row, n) -> {
                    WorkQueue.Overdue waits = overdue.get(PartitionId.in(row, "partition_id"));
                    return new Late(
                            row.getString("prefecture"),
                            row.getString("municipality"),
                            Sql.instantOrNull(row, "this_update"),
                            row.getInt("failures"),
                            row.getString("last_fault"),
                            waits == null ? null : waits.due(),
                            waits == null ? null : waits.owner());
                })
                .list();
    }

    private static Map<String, Long> refreshesWaiting(Map<String, Long> byOutcome) {
        Map<String, Long> counts = new TreeMap<>();
        byOutcome.forEach((outcome, count) -> counts.put(outcome.equals("none") ? "not_asked_yet" : outcome, count));
        return counts;
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
