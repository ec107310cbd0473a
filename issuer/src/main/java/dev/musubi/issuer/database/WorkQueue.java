package dev.musubi.issuer.database;

import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is still to be done, for all kinds of work and all issuers on one database (an outbox: a piece is written in the
 * transaction that makes it necessary, so none is forgotten, whatever is killed when).
 *
 * <p>Whoever works on a piece holds it under a lease of its own, in its node's name, and renews it meanwhile
 * ({@link WorkLoop}). A process that dies stops renewing, and others take over when the lease runs out; one that starts lets
 * go of what it held under its name before, and of nobody else's. A piece may be worked on twice, so its effect is
 * idempotent; what came of it is noted by the holder of the lease alone.
 *
 * <p>Leases go by the machine's clock, since a demonstration moves the other one. When a piece is due goes by the clock its
 * kind goes by, which whoever takes it reads.
 */
@Component
public class WorkQueue implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);
    private static final int BUCKETS = 64;

    private final JdbcClient jdbc;
    private final MachineClock machine;
    private final Node node;
    private final Duration lease;

    WorkQueue(JdbcClient jdbc, MachineClock machine, Node node, WorkSettings settings) {
        this.jdbc = jdbc;
        this.machine = machine;
        this.node = node;
        this.lease = settings.lease();
    }

    /**
     * A piece as it lies there.
     *
     * @param failures how often it failed in a row
     * @param outcome what came of it last
     */
    public record Entry(
            Instant dueAt, int failures, @Nullable String outcome) {}

    /** Before anything is taken: what a process of our name held when it ended is free again. */
    @Override
    public void afterPropertiesSet() {
        int freed = jdbc.sql("update work_item set owner = null, lease = null, leased_until = null where owner = ?")
                .param(node.name())
                .update();
        if (freed > 0) {
            log.info("work.freed count={}", freed);
        }
    }

    /** Puts a piece there, due at {@code due}; one of that key that is there already begins anew. Part of the caller's transaction. */
    public <P> void put(WorkKind<P> kind, String key, P payload, Instant due) {
        insert(kind, key, payload, due, """
                on conflict (bucket, kind, work_key) do update set
                  version = excluded.version, payload = excluded.payload, about = excluded.about, due_at = excluded.due_at,
                  attempts = 0, outcome = null, outcome_at = null, owner = null, lease = null, leased_until = null,
                  dead_at = null""");
    }

    /** Puts a piece there unless there is one of that key. Part of the caller's transaction. */
    public <P> void putOnce(WorkKind<P> kind, String key, P payload, Instant due) {
        insert(kind, key, payload, due, "on conflict do nothing");
    }

    private <P> void insert(WorkKind<P> kind, String key, P payload, Instant due, String onConflict) {
        jdbc.sql("""
                        insert into work_item (bucket, kind, work_key, work_id, version, payload, about, created_at, due_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)\s""" + onConflict)
                .params(Sql.values(
                        bucketOf(key),
                        kind.name(),
                        key,
                        WorkId.random(),
                        kind.version(),
                        kind.write(payload),
                        kind.about(payload),
                        Sql.time(machine.instant()),
                        Sql.time(due)))
                .update();
    }

    /** The piece of that key, unless it is a dead letter. */
    public Optional<Entry> find(WorkKind<?> kind, String key) {
        return jdbc.sql("""
                        select due_at, attempts, outcome from work_item
                        where bucket = ? and kind = ? and work_key = ? and dead_at is null""")
                .params(bucketOf(key), kind.name(), key)
                .query((row, n) ->
                        new Entry(Sql.instant(row, "due_at"), row.getInt("attempts"), row.getString("outcome")))
                .optional();
    }

    /** What the piece of that key is about, unless it is a dead letter. */
    public <P> Optional<P> payload(WorkKind<P> kind, String key) {
        return jdbc.sql("""
                        select version, payload from work_item
                        where bucket = ? and kind = ? and work_key = ? and dead_at is null""")
                .params(bucketOf(key), kind.name(), key)
                .query((row, n) -> kind.read(row.getInt("version"), row.getString("payload")))
                .optional();
    }

    /**
     * Writes down what is left to be done of a piece that is held, in the transaction that does the rest; what it is due by
     * stays.
     *
     * @return false if it is held no more, because its lease ran out or it began anew: then nothing is written
     */
    public <P> boolean rewrite(Work<P> work, P left) {
        return jdbc.sql("""
                                update work_item set version = ?, payload = ?
                                where bucket = ? and kind = ? and work_key = ? and lease = ?""")
                        .params(
                                work.kind().version(),
                                work.kind().write(left),
                                work.bucket(),
                                work.kind().name(),
                                work.key(),
                                work.lease())
                        .update()
                == 1;
    }

    /** Takes a piece out that is no longer wanted, whoever works on it. Part of the caller's transaction. */
    public void drop(WorkKind<?> kind, String key) {
        jdbc.sql("delete from work_item where bucket = ? and kind = ? and work_key = ?")
                .params(bucketOf(key), kind.name(), key)
                .update();
    }

    /** Makes every piece of that kind due by {@code due}, but for dead letters. */
    public void allDue(WorkKind<?> kind, Instant due) {
        jdbc.sql("update work_item set due_at = ? where kind = ? and dead_at is null")
                .params(Sql.time(due), kind.name())
                .update();
    }

    /**
     * Makes pieces of a kind that are due after {@code latest} due when {@code to} says; one after the other, since each is
     * asked for its own. For kinds of which none can be due that late, but for a clock that was ahead when it was put there.
     */
    public void bringForward(WorkKind<?> kind, Instant latest, Supplier<Instant> to) {
        record Ahead(int bucket, String key) {}
        jdbc.sql("""
                        select bucket, work_key from work_item
                        where kind = ? and dead_at is null and due_at > ? limit 1000""")
                .params(kind.name(), Sql.time(latest))
                .query((row, n) -> new Ahead(row.getInt("bucket"), row.getString("work_key")))
                .list()
                .forEach(each -> jdbc.sql("""
                                update work_item set due_at = ?
                                where bucket = ? and kind = ? and work_key = ? and dead_at is null and due_at > ?""")
                        .params(Sql.time(to.get()), each.bucket(), kind.name(), each.key(), Sql.time(latest))
                        .update());
    }

    /** How long a piece is held without being renewed. */
    public Duration lease() {
        return lease;
    }

    /** How many pieces wait, by kind and by what came of them last ({@code none} before the first try). */
    public Map<String, Map<String, Long>> waiting() {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        jdbc.sql("""
                        select kind, coalesce(outcome, 'none'), count(*) from work_item
                        where dead_at is null group by kind, coalesce(outcome, 'none')""")
                .query((row, n) -> counts.computeIfAbsent(row.getString(1), kind -> new TreeMap<>())
                        .put(row.getString(2), row.getLong(3)))
                .list();
        return counts;
    }

    /**
     * Pieces of a kind that should have been done long ago.
     *
     * @param due since when they have been due
     * @param owner the node that holds it now, if one does
     */
    public record Overdue(String key, Instant due, @Nullable String owner) {}

    /** Those of a kind that were due before {@code dueBefore}, held by somebody or not. */
    public List<Overdue> overdue(String kind, Instant dueBefore) {
        return jdbc.sql("""
                        select work_key, due_at, case when leased_until > ? then owner end as holds from work_item
                        where kind = ? and dead_at is null and due_at < ? order by due_at""")
                .params(Sql.time(machine.instant()), kind, Sql.time(dueBefore))
                .query((row, n) ->
                        new Overdue(row.getString("work_key"), Sql.instant(row, "due_at"), row.getString("holds")))
                .list();
    }

    /** Takes up to {@code most} pieces that are due at {@code now} and nobody holds; a bucket a statement. */
    <P> List<Work<P>> take(WorkKind<P> kind, Instant now, int most) {
        List<Work<P>> taken = new ArrayList<>();
        for (int bucket : dueBuckets(kind, now)) {
            if (taken.size() < most) {
                taken.addAll(take(kind, bucket, now, most - taken.size()));
            }
        }
        return taken;
    }

    /** Those in which something has waited longest first. */
    private List<Integer> dueBuckets(WorkKind<?> kind, Instant now) {
        return jdbc.sql("""
                        select bucket from work_item
                        where kind = ? and dead_at is null and due_at <= ? and (leased_until is null or leased_until < ?)
                        group by bucket order by min(due_at)""")
                .params(kind.name(), Sql.time(now), Sql.time(machine.instant()))
                .query((row, n) -> row.getInt(1))
                .list();
    }

    private <P> List<Work<P>> take(WorkKind<P> kind, int bucket, Instant now, int most) {
        Instant machineNow = machine.instant();
        LeaseId proof = LeaseId.random();
        record Row(String key, int version, String payload, int attempts) {}
        // As an array, so that it is worked out once: PostgreSQL may run a sub-query after IN several times over, and
        // each
        // time it finds others that are free.
        List<Row> rows = jdbc.sql("""
                        update work_item set owner = ?, lease = ?, leased_until = ?
                        where bucket = ? and kind = ? and work_key = any(array(
                          select work_key from work_item
                          where bucket = ? and kind = ? and dead_at is null and due_at <= ?
                            and (leased_until is null or leased_until < ?)
                          order by due_at limit ? for update skip locked))
                        returning work_key, version, payload, attempts""")
                .params(
                        node.name(),
                        proof,
                        Sql.time(machineNow.plus(lease)),
                        bucket,
                        kind.name(),
                        bucket,
                        kind.name(),
                        Sql.time(now),
                        Sql.time(machineNow),
                        most)
                .query((row, n) -> new Row(
                        row.getString("work_key"),
                        row.getInt("version"),
                        row.getString("payload"),
                        row.getInt("attempts")))
                .list();
        List<Work<P>> taken = new ArrayList<>();
        for (Row row : rows) {
            try {
                taken.add(new Work<>(
                        kind, row.key(), kind.read(row.version(), row.payload()), row.attempts(), bucket, proof));
            } catch (RuntimeException unreadable) {
                bury(kind, row.key(), bucket, proof, row.attempts() + 1, "unreadable_payload", null);
            }
        }
        return taken;
    }

    /** Holds these for another while. */
    void renew(int bucket, List<LeaseId> leases) {
        jdbc.sql("update work_item set leased_until = ? where bucket = ? and lease = any(?)")
                .params(
                        Sql.time(machine.instant().plus(lease)),
                        bucket,
                        leases.stream().map(LeaseId::value).toArray(UUID[]::new))
                .update();
    }

    /**
     * Notes what came of a piece and lets go of it.
     *
     * @param now by the clock the kind goes by
     * @return false if the lease had run out or the piece begun anew: then nothing is noted
     */
    boolean settle(Work<?> work, WorkOutcome outcome, Instant now) {
        return switch (outcome) {
            case WorkOutcome.Done done ->
                jdbc.sql("delete from work_item where bucket = ? and kind = ? and work_key = ? and lease = ?")
                                .params(work.bucket(), work.kind().name(), work.key(), work.lease())
                                .update()
                        == 1;
            case WorkOutcome.Again(String code, Instant due) -> putBack(work, 0, code, due);
            case WorkOutcome.NotNow(String code, Instant due) -> putBack(work, work.failures(), code, due);
            case WorkOutcome.Failed(String code) -> {
                int failures = work.failures() + 1;
                WorkKind.Retry retry = work.kind().retry();
                yield retry.isLast(failures)
                        ? bury(work, failures, code)
                        : putBack(work, failures, code, now.plus(retry.after(failures)));
            }
            case WorkOutcome.Hopeless(String code) -> bury(work, work.failures() + 1, code);
        };
    }

    private boolean putBack(Work<?> work, int failures, String code, Instant due) {
        return jdbc.sql("""
                        update work_item set due_at = ?, attempts = ?, outcome = ?, outcome_at = ?,
                               owner = null, lease = null, leased_until = null
                        where bucket = ? and kind = ? and work_key = ? and lease = ?""")
                        .params(
                                Sql.time(due),
                                failures,
                                code,
                                Sql.time(machine.instant()),
                                work.bucket(),
                                work.kind().name(),
                                work.key(),
                                work.lease())
                        .update()
                == 1;
    }

    /** A dead letter: out of everybody's way, until an operator has it tried again or thrown away. */
    private <P> boolean bury(Work<P> work, int failures, String code) {
        return bury(
                work.kind(),
                work.key(),
                work.bucket(),
                work.lease(),
                failures,
                code,
                work.kind().about(work.payload()));
    }

    private boolean bury(
            WorkKind<?> kind,
            String key,
            int bucket,
            LeaseId proof,
            int failures,
            String code,
            @Nullable String about) {
        log.warn("work.given_up kind={} about={} code={} attempts={}", kind.name(), about, code, failures);
        return jdbc.sql("""
                        update work_item set dead_at = ?, attempts = ?, outcome = ?, outcome_at = ?,
                               owner = null, lease = null, leased_until = null
                        where bucket = ? and kind = ? and work_key = ? and lease = ?""")
                        .params(
                                Sql.time(machine.instant()),
                                failures,
                                code,
                                Sql.time(machine.instant()),
                                bucket,
                                kind.name(),
                                key,
                                proof)
                        .update()
                == 1;
    }

    /** The bucket of a key: the low six bits of the first byte of its SHA-256, which SQL can work out too. */
    static int bucketOf(String key) {
        return Sha256.of(key)[0] & (BUCKETS - 1);
    }
}
