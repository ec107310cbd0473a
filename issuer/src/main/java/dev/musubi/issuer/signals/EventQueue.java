package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.time.MachineClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/**
 * What waits in each stream, in order. An event is there once, by its {@code jti}, however often it is put; what its receiver
 * took stays for a day, so that it is known again.
 *
 * <p>A stream in which too much waits is paused, and says so; it keeps the latest. Longer than usual, since whatever locks a
 * stream's row is here: its events, their numbers, and whether it delivers.
 */
@Component
public class EventQueue {

    static final String TOO_MANY = "More events wait than are kept: the oldest are lost.";

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private final JdbcClient jdbc;
    private final WorkQueue work;
    private final Streams streams;
    private final Polls polls;
    private final DeliveryTimes times;
    private final SignalSettings settings;
    private final MachineClock machine;
    private final TransactionTemplate transaction;

    EventQueue(
            JdbcClient jdbc,
            WorkQueue work,
            Streams streams,
            Polls polls,
            DeliveryTimes times,
            SignalSettings settings,
            MachineClock machine,
            PlatformTransactionManager manager) {
        this.jdbc = jdbc;
        this.work = work;
        this.streams = streams;
        this.polls = polls;
        this.times = times;
        this.settings = settings;
        this.machine = machine;
        this.transaction = new TransactionTemplate(manager);
    }

    /**
     * An event to put there.
     *
     * @param jti its id; null to draw one
     * @param since when what it tells of happened; null for what is of the stream itself
     */
    record New(
            @Nullable String jti,
            @Nullable String txn,
            @Nullable String subject,
            EventType type,
            Map<String, String> said,
            @Nullable LocalDate day,
            @Nullable Instant since) {
        /** Of the stream itself. */
        static New ofStream(EventType type, Map<String, String> said) {
            return new New(null, null, null, type, said, null, null);
        }
    }

    /** Puts events at the end of a stream; of one that is there already nothing happens. */
    void add(StreamId stream, List<New> events) {
        transaction.executeWithoutResult(tx -> {
            Optional<StreamStatus> status = lock(stream);
            if (status.isEmpty() || status.get().value() == StreamStatus.Value.DISABLED) {
                return;
            }
            int added = 0;
            for (New each : events) {
                added += insert(stream, each) ? 1 : 0;
            }
            if (added > 0) {
                shorten(stream, status.get());
                // One that is paused is left alone, and with it the dead letter it may have become.
                if (status.get().value() == StreamStatus.Value.ENABLED) {
                    push(stream);
                }
            }
        });
        polls.wake(stream);
    }

    /** The receiver's own word on whether its stream delivers. */
    public StreamStatus set(StreamId stream, StreamStatus.Value value, @Nullable String reason) {
        transaction.executeWithoutResult(tx -> {
            lock(stream);
            store(stream, new StreamStatus(value, reason, false));
            if (value == StreamStatus.Value.DISABLED) {
                jdbc.sql("delete from signal_event where stream_id = ? and done_at is null")
                        .param(stream)
                        .update();
            }
            if (value == StreamStatus.Value.ENABLED) {
                pushAnew(stream);
            }
        });
        polls.wake(stream);
        return status(stream).orElseThrow();
    }

    /** We pause a stream, or let it go on; its receiver is told, as section 8.1.5 has it. */
    void setByUs(StreamId stream, StreamStatus.Value value, String reason) {
        transaction.executeWithoutResult(tx -> lock(stream).ifPresent(before -> {
            if (before.value() != value) {
                setLocked(stream, value, reason);
            }
        }));
        polls.wake(stream);
    }

    private void setLocked(StreamId stream, StreamStatus.Value value, String reason) {
        log.info("signals.stream_updated stream={} status={}", stream, value.word());
        store(stream, new StreamStatus(value, reason, true));
        insert(stream, New.ofStream(EventType.STREAM_UPDATED, Map.of("status", value.word(), "reason", reason)));
        pushAnew(stream);
    }

    /** Whether a stream delivers; empty if there is no such stream. */
    public Optional<StreamStatus> status(StreamId stream) {
        return jdbc.sql("select status, reason, status_ours from signal_queue where stream_id = ?")
                .param(stream)
                .query(EventQueue::status)
                .optional();
    }

    /** The first that wait, in order, and may be delivered as the stream stands. */
    List<QueuedEvent> first(StreamId stream, int most) {
        return first(stream, most, "");
    }

    /** The same, of each subject the first alone. */
    List<QueuedEvent> firstOfEach(StreamId stream, int most) {
        return first(stream, most, """
                 and not exists (
                  select 1 from signal_event b where b.stream_id = a.stream_id and b.subject = a.subject
                    and b.done_at is null and b.seq < a.seq)""");
    }

    private List<QueuedEvent> first(StreamId stream, int most, String which) {
        Optional<StreamStatus> status = status(stream);
        if (status.isEmpty()) {
            return List.of();
        }
        boolean all = status.get().delivers(EventType.VERIFICATION);
        return all || status.get().delivers(EventType.STREAM_UPDATED)
                ? jdbc.sql("""
                                select * from signal_event a
                                where a.stream_id = ? and a.done_at is null and (? or a.type = ?)""" + which + " order by a.seq limit ?")
                        .params(stream, all, EventType.STREAM_UPDATED.name(), most)
                        .query(EventQueue::event)
                        .list()
                : List.of();
    }

    /** The first that wait, however the stream stands. */
    List<QueuedEvent> firstOfAll(StreamId stream, int most) {
        return jdbc.sql("select * from signal_event where stream_id = ? and done_at is null order by seq limit ?")
                .params(stream, most)
                .query(EventQueue::event)
                .list();
    }

    /** Pauses a stream whose receiver cannot be reached: it is told of that when it can. */
    void pauseQuietly(StreamId stream, String reason) {
        transaction.executeWithoutResult(tx -> lock(stream)
                .filter(each -> each.value() == StreamStatus.Value.ENABLED)
                .ifPresent(each -> {
                    store(stream, new StreamStatus(StreamStatus.Value.PAUSED, reason, true));
                    insert(
                            stream,
                            New.ofStream(
                                    EventType.STREAM_UPDATED,
                                    Map.of("status", StreamStatus.Value.PAUSED.word(), "reason", reason)));
                }));
    }

    /** The receiver took it; nothing happens if that is known, or there is no such event. */
    void taken(StreamId stream, List<String> jtis) {
        transaction.executeWithoutResult(tx -> {
            Instant now = machine.instant();
            times.note(
                    stream,
                    now,
                    jdbc
                            .sql("""
                                    update signal_event set done_at = ?
                                    where stream_id = ? and jti = any(?) and done_at is null returning since""")
                            .params(Sql.time(now), stream, jtis.toArray(String[]::new))
                            .query((row, n) -> Optional.ofNullable(Sql.instantOrNull(row, "since")))
                            .list()
                            .stream()
                            .flatMap(Optional::stream)
                            .toList());
        });
    }

    /** The receiver will never take it: an operator finds it among the dead letters. */
    void refused(StreamId stream, String jti, String code, String clientId) {
        transaction.executeWithoutResult(tx -> {
            boolean waited = jdbc.sql("""
                                    update signal_event set done_at = ?, refused = ?
                                    where stream_id = ? and jti = ? and done_at is null""")
                            .params(Sql.time(machine.instant()), code, stream, jti)
                            .update()
                    == 1;
            if (waited) {
                RefusedWork.Refused refused = new RefusedWork.Refused(stream, jti, clientId);
                work.put(RefusedWork.KIND, refused.key(), refused, machine.instant());
            }
        });
    }

    /** What is to be told an operator of an event that was refused: its code, the first time; then it waits once more. */
    Optional<String> reported(StreamId stream, String jti) {
        return transaction.execute(tx -> {
            record Row(String refused, boolean reported) {}
            Optional<Row> row = jdbc.sql("""
                            select refused, reported from signal_event
                            where stream_id = ? and jti = ? and refused is not null for update""")
                    .params(stream, jti)
                    .query((each, n) -> new Row(each.getString("refused"), each.getBoolean("reported")))
                    .optional();
            if (row.isEmpty()) {
                return Optional.empty();
            }
            boolean first = !row.get().reported();
            jdbc.sql(first ? "update signal_event set reported = true where stream_id = ? and jti = ?" : """
                                      update signal_event set reported = false, refused = null, done_at = null, attempts = 0
                                      where stream_id = ? and jti = ?""")
                    .params(stream, jti)
                    .update();
            if (!first) {
                push(stream);
            }
            return first ? Optional.of(row.get().refused()) : Optional.empty();
        });
    }

    /** It was tried, and is to be tried again. */
    void tried(StreamId stream, String jti) {
        jdbc.sql("update signal_event set attempts = attempts + 1 where stream_id = ? and jti = ?")
                .params(stream, jti)
                .update();
    }

    /** What waits of this subject is not told any more. */
    void forget(StreamId stream, String subject) {
        jdbc.sql("delete from signal_event where stream_id = ? and subject = ? and done_at is null")
                .params(stream, subject)
                .update();
    }

    /**
     * Notes that a receiver asked for a verification.
     *
     * @return empty if it may; else how long it has to wait
     */
    public Optional<Duration> verify(StreamId stream, @Nullable String state) {
        Optional<Duration> wait = transaction.execute(tx -> {
            var now = machine.instant();
            boolean may = jdbc.sql("""
                                    update signal_queue set verified_at = ?
                                    where stream_id = ? and (verified_at is null or verified_at <= ?)""")
                            .params(Sql.time(now), stream, Sql.time(now.minus(settings.verificationInterval())))
                            .update()
                    == 1;
            return may ? Optional.empty() : Optional.of(settings.verificationInterval());
        });
        if (wait.isEmpty()) {
            add(
                    stream,
                    List.of(New.ofStream(EventType.VERIFICATION, state == null ? Map.of() : Map.of("state", state))));
        }
        return wait;
    }

    /** Nobody else pushes this stream from now on; false if somebody does. */
    boolean claim(StreamId stream, Duration until) {
        var now = machine.instant();
        return jdbc.sql("""
                                update signal_queue set pushing_until = ?
                                where stream_id = ? and (pushing_until is null or pushing_until < ?)""")
                        .params(Sql.time(now.plus(until)), stream, Sql.time(now))
                        .update()
                == 1;
    }

    /** Others may push it again. */
    void release(StreamId stream) {
        jdbc.sql("update signal_queue set pushing_until = null where stream_id = ?")
                .param(stream)
                .update();
    }

    private Optional<StreamStatus> lock(StreamId stream) {
        return jdbc.sql("select status, reason, status_ours from signal_queue where stream_id = ? for update")
                .param(stream)
                .query(EventQueue::status)
                .optional();
    }

    private void store(StreamId stream, StreamStatus status) {
        jdbc.sql("update signal_queue set status = ?, reason = ?, status_ours = ? where stream_id = ?")
                .params(Sql.values(status.value().name(), status.reason(), status.ours(), stream))
                .update();
    }

    private boolean insert(StreamId stream, New each) {
        String jti = each.jti() == null ? UUID.randomUUID().toString() : each.jti();
        long seq = jdbc.sql("update signal_queue set last_seq = last_seq + 1 where stream_id = ? returning last_seq")
                .param(stream)
                .query(Long.class)
                .single();
        return jdbc.sql("""
                                insert into signal_event (stream_id, seq, jti, txn, subject, type, said, day, issued_at, since)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (stream_id, jti) do nothing""")
                        .params(Sql.values(
                                stream,
                                seq,
                                jti,
                                each.txn(),
                                each.subject(),
                                each.type().name(),
                                StoredJson.text(each.said()),
                                each.day(),
                                Sql.time(machine.instant()),
                                Sql.timeOrNull(each.since())))
                        .update()
                == 1;
    }

    /** Keeps as many as may wait, the latest; and pauses a stream whose receiver does not keep up. */
    private void shorten(StreamId stream, StreamStatus status) {
        int most = settings.mostWaiting();
        int lost = jdbc.sql("""
                        delete from signal_event where stream_id = ? and seq in (
                          select seq from signal_event where stream_id = ? and done_at is null order by seq desc offset ?)""").params(stream, stream, most).update();
        if (lost > 0) {
            log.warn("signals.lost stream={} count={}", stream, lost);
            if (status.value() == StreamStatus.Value.ENABLED) {
                setLocked(stream, StreamStatus.Value.PAUSED, TOO_MANY);
            }
        }
    }

    /** Has the stream pushed, if it is; one that failed waits for its time. */
    private void push(StreamId stream) {
        boolean failing = work.find(PushWork.KIND, stream.toString())
                .filter(each -> each.failures() > 0)
                .isPresent();
        if (!failing) {
            pushAnew(stream);
        }
    }

    private void pushAnew(StreamId stream) {
        streams.find(stream)
                .filter(each -> each.delivery() instanceof Delivery.Push)
                .ifPresent(each -> work.put(
                        PushWork.KIND,
                        stream.toString(),
                        new PushWork.Stream(stream, each.clientId()),
                        machine.instant()));
    }

    private static StreamStatus status(ResultSet row, int n) throws SQLException {
        return new StreamStatus(
                StreamStatus.Value.valueOf(row.getString("status")),
                row.getString("reason"),
                row.getBoolean("status_ours"));
    }

    private static QueuedEvent event(ResultSet row, int n) throws SQLException {
        return new QueuedEvent(
                row.getLong("seq"),
                row.getString("jti"),
                row.getString("txn"),
                row.getString("subject"),
                EventType.valueOf(row.getString("type")),
                StoredJson.read(
                        row.getString("said").getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        new TypeReference<Map<String, String>>() {},
                        1),
                row.getObject("day", LocalDate.class),
                Sql.instant(row, "issued_at"),
                row.getInt("attempts"));
    }
}
