package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.time.MachineClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of events that wait: taken, refused, held back to be tried again, or not told any more. */
@Component
class EventOutcomes {

    /** After so many tries of one event that count, it is given up. */
    static final int TRIES = 8;

    /** What its holder may still take back: what waits, and what an operator could have wait once more. */
    private static final String NOT_TAKEN = "(done_at is null or refused is not null)";

    private final JdbcClient jdbc;
    private final WorkQueue work;
    private final Pushes pushes;
    private final DeliveryTimes times;
    private final MachineClock machine;
    private final TransactionTemplate transaction;

    EventOutcomes(
            JdbcClient jdbc,
            WorkQueue work,
            Pushes pushes,
            DeliveryTimes times,
            MachineClock machine,
            PlatformTransactionManager manager) {
        this.jdbc = jdbc;
        this.work = work;
        this.pushes = pushes;
        this.times = times;
        this.machine = machine;
        this.transaction = new TransactionTemplate(manager);
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
                                      update signal_event set reported = false, refused = null, done_at = null, attempts = 0,
                                             not_before = null
                                      where stream_id = ? and jti = ?""")
                    .params(stream, jti)
                    .update();
            if (!first) {
                pushes.soon(stream);
            }
            return first ? Optional.of(row.get().refused()) : Optional.empty();
        });
    }

    /** It was tried while nothing of its stream was taken: that says nothing of the event, which stays as it is. */
    void tried(StreamId stream, String jti) {
        jdbc.sql("update signal_event set tried_at = ? where stream_id = ? and jti = ?")
                .params(Sql.time(machine.instant()), stream, jti)
                .update();
    }

    /**
     * It was not taken, which may pass: it is held back for a while, longer each time, and with it what comes after it of its
     * subject. Nothing happens while it is held back, nor if there is no such event.
     *
     * @param counts whether it may be the event's own fault: after some such tries it is given up
     */
    void later(StreamId stream, String jti, String code, String clientId, boolean counts) {
        transaction.executeWithoutResult(tx -> {
            Instant now = machine.instant();
            Optional<Integer> before = jdbc.sql("""
                            select attempts from signal_event
                            where stream_id = ? and jti = ? and done_at is null
                              and (not_before is null or not_before <= ?) for update""")
                    .params(stream, jti, Sql.time(now))
                    .query(Integer.class)
                    .optional();
            if (before.isEmpty()) {
                return;
            }
            int tries = before.get() + (counts ? 1 : 0);
            if (tries >= TRIES) {
                refused(stream, jti, code, clientId);
                return;
            }
            Instant again = now.plus(PushWork.KIND.retry().after(Math.max(1, tries)));
            jdbc.sql("""
                            update signal_event set attempts = ?, tried_at = ?, not_before = ?
                            where stream_id = ? and jti = ?""")
                    .params(tries, Sql.time(now), Sql.time(again), stream, jti)
                    .update();
        });
    }

    /** What was not taken of this subject is not told any more, by an operator's wish neither. */
    void forget(StreamId stream, String subject) {
        jdbc.sql("delete from signal_event where stream_id = ? and subject = ? and " + NOT_TAKEN)
                .params(stream, subject)
                .update();
    }

    /** Until when what was not taken of this subject may be told: its holder agreed anew. */
    void tellUntil(StreamId stream, String subject, Instant until) {
        jdbc.sql("""
                        update signal_event set tell_until = ?
                        where stream_id = ? and subject = ? and tell_until < ? and\s""" + NOT_TAKEN)
                .params(Sql.time(until), stream, subject, Sql.time(until))
                .update();
    }

    /** Subjects of whom something was not taken that may not be told any more by {@code now}; some of them at a time. */
    List<Over> over(Instant now) {
        return jdbc.sql("""
                        select distinct stream_id, subject from signal_event
                        where tell_until <= ? and subject is not null and\s""" + NOT_TAKEN + " limit 1000")
                .param(Sql.time(now))
                .query((row, n) -> new Over(StreamId.in(row, "stream_id"), row.getString("subject")))
                .list();
    }

    /** A subject in a stream, under the receiver's name for it. */
    record Over(StreamId stream, String subject) {}
}
