package dev.musubi.issuer.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long something took, over many cases, in whole seconds, each rounded up. Numbers alone: whose the cases are is not to
 * be told from them.
 *
 * @param count how many cases
 * @param over how many of them took longer than was promised
 * @param half half of them took no longer; null where there was none
 * @param most 99 of 100 took no longer
 * @param worst none took longer
 */
public record TimesTaken(
        long count,
        long over,
        @Nullable Duration half,
        @Nullable Duration most,
        @Nullable Duration worst) {

    /**
     * From rows that say when something began and when it was done. Two clocks may be compared: one that is a little ahead of
     * the other makes no negative time.
     *
     * @param from the SQL of when each began; not from outside
     * @param to the SQL of when it was done
     * @param rows the rest of the query, from {@code from} on, with its parameters
     */
    public static TimesTaken of(
            JdbcClient jdbc, String from, String to, String rows, Duration promised, Object... parameters) {
        Object[] all = new Object[parameters.length + 1];
        all[0] = promised.toSeconds();
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        return jdbc.sql("""
                        select count(*) as noticed, count(*) filter (where took > ?) as late,
                               percentile_disc(0.5) within group (order by took) as half,
                               percentile_disc(0.99) within group (order by took) as most, max(took) as worst
                        from (select greatest(0, ceil(extract(epoch from %s - %s)))::bigint as took %s) as each""".formatted(to, from, rows))
                .params(all)
                .query((row, n) -> new TimesTaken(
                        row.getLong("noticed"),
                        row.getLong("late"),
                        seconds(row, "half"),
                        seconds(row, "most"),
                        seconds(row, "worst")))
                .single();
    }

    private static @Nullable Duration seconds(ResultSet row, String column) throws SQLException {
        long seconds = row.getLong(column);
        return row.wasNull() ? null : Duration.ofSeconds(seconds);
    }

    /** From how many cases took how many seconds. */
    public static TimesTaken of(SortedMap<Long, Long> casesBySeconds, Duration promised) {
        long count = casesBySeconds.values().stream().mapToLong(Long::longValue).sum();
        long over = casesBySeconds.tailMap(promised.toSeconds() + 1).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new TimesTaken(
                count,
                over,
                within(casesBySeconds, (count * 50 + 99) / 100),
                within(casesBySeconds, (count * 99 + 99) / 100),
                within(casesBySeconds, count));
    }

    /** Within how long so many of the cases were done. */
    private static @Nullable Duration within(SortedMap<Long, Long> casesBySeconds, long cases) {
        long so = 0;
        for (Map.Entry<Long, Long> each : casesBySeconds.entrySet()) {
            so += each.getValue();
            if (so >= cases) {
                return Duration.ofSeconds(each.getKey());
            }
        }
        return null;
    }
}
