package dev.musubi.issuer.database;

import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Work that was given up: what an operator sees of it, has tried again, or throws away. Names no holder. */
@Component
public class DeadLetters {

    private static final int MOST = 1000;

    private final JdbcClient jdbc;
    private final MachineClock machine;
    private final Duration keep;

    DeadLetters(JdbcClient jdbc, MachineClock machine, WorkSettings settings) {
        this.jdbc = jdbc;
        this.machine = machine;
        this.keep = settings.keepDeadLetters();
    }

    /**
     * One of them.
     *
     * @param id its name here
     * @param about which client or list it is about, if that is told
     * @param attempts how often it was tried in a row
     * @param code why it was given up
     */
    public record Letter(
            String id,
            String kind,
            @Nullable String about,
            int attempts,
            String code,
            Instant createdAt,
            Instant deadAt) {}

    /** The latest ones, at most 1,000. */
    public List<Letter> all() {
        return jdbc.sql("select * from work_item where dead_at is not null order by dead_at desc limit ?")
                .param(MOST)
                .query((row, n) -> new Letter(
                        row.getInt("bucket") + "-" + WorkId.in(row, "work_id"),
                        row.getString("kind"),
                        row.getString("about"),
                        row.getInt("attempts"),
                        String.valueOf(row.getString("outcome")),
                        Sql.instant(row, "created_at"),
                        Sql.instant(row, "dead_at")))
                .list();
    }

    /** How many there are of each kind. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("select kind, count(*) from work_item where dead_at is not null group by kind")
                .query((row, n) -> counts.put(row.getString(1), row.getLong(2)))
                .list();
        return counts;
    }

    /** Has it tried again, due at once and as if for the first time; false if there is no such dead letter. */
    public boolean retry(String id) {
        return Id.parse(id)
                .filter(letter -> jdbc.sql("""
                                update work_item set dead_at = null, attempts = 0, due_at = ?
                                where bucket = ? and work_id = ? and dead_at is not null""")
                                .params(Sql.time(Instant.EPOCH), letter.bucket(), letter.workId())
                                .update()
                        == 1)
                .isPresent();
    }

    /** Throws it away; false if there is no such dead letter. */
    public boolean discard(String id) {
        return Id.parse(id)
                .filter(letter ->
                        jdbc.sql("delete from work_item where bucket = ? and work_id = ? and dead_at is not null")
                                        .params(letter.bucket(), letter.workId())
                                        .update()
                                == 1)
                .isPresent();
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
    void forget() {
        jdbc.sql("delete from work_item where dead_at < ?")
                .param(Sql.time(machine.instant().minus(keep)))
                .update();
    }

    private record Id(int bucket, WorkId workId) {
        static Optional<Id> parse(String id) {
            int dash = id.indexOf('-');
            try {
                return dash < 0
                        ? Optional.empty()
                        : Optional.of(
                                new Id(Integer.parseInt(id.substring(0, dash)), WorkId.of(id.substring(dash + 1))));
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        }
    }
}
