package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.time.MachineClock;
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

/**
 * Streams as they fill: whatever locks a stream's row is here, that is, its events, their numbers, and whether and how it
 * delivers. An event is there once, by its {@code jti}, however often it is put; what its receiver took stays for a day, so
 * that it is known again. A stream in which too much waits is paused, and says so; it keeps the latest.
 */
@Component
public class EventQueue {

    static final String TOO_MANY = "More events wait than are kept: the oldest are lost.";

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    private final JdbcClient jdbc;
    private final Streams streams;
    private final WaitingEvents waiting;
    private final Pushes pushes;
    private final Polls polls;
    private final SignalSettings settings;
    private final MachineClock machine;
    private final TransactionTemplate transaction;

    EventQueue(
            JdbcClient jdbc,
            Streams streams,
            WaitingEvents waiting,
            Pushes pushes,
            Polls polls,
            SignalSettings settings,
            MachineClock machine,
            PlatformTransactionManager manager) {
        this.jdbc = jdbc;
        this.streams = streams;
        this.waiting = waiting;
        this.pushes = pushes;
        this.polls = polls;
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
        add(stream, events, null);
    }

    /** The same with events that are told until a moment and not then any more. */
    void add(StreamId stream, List<New> events, @Nullable Instant until) {
        transaction.executeWithoutResult(tx -> {
            Optional<StreamStatus> status = lock(stream);
            if (status.isEmpty() || status.get().value() == StreamStatus.Value.DISABLED) {
                return;
            }
            int added = 0;
            for (New each : events) {
                added += insert(stream, each, until) ? 1 : 0;
            }
            if (added > 0) {
                shorten(stream, status.get());
                // One that is paused is left alone, and with it the dead letter it may have become.
                if (status.get().value() == StreamStatus.Value.ENABLED) {
                    pushes.soon(stream);
                }
            }
            polls.wake(stream);
        });
    }

    /**
     * The receiver's own word on whether its stream delivers: what we had to say of that is out of date, and not told.
     *
     * @return how it is now; empty if there is no such stream any more
     */
    public Optional<StreamStatus> set(StreamId stream, StreamStatus.Value value, @Nullable String reason) {
        return transaction.execute(tx -> lock(stream).map(before -> {
            StreamStatus after = new StreamStatus(value, reason, false);
            store(stream, after);
            jdbc.sql("delete from signal_event where stream_id = ? and done_at is null and (? or type = ?)")
                    .params(stream, value == StreamStatus.Value.DISABLED, EventType.STREAM_UPDATED.name())
                    .update();
            if (value == StreamStatus.Value.ENABLED) {
                beginAnew(stream);
            }
            polls.wake(stream);
            return after;
        }));
    }

    /**
     * Configures a stream otherwise. What waits goes by the new way at once, however often the old one failed.
     *
     * @return false if there is no such stream any more
     */
    public boolean configure(EventStream stream) {
        return transaction.execute(tx -> {
            Optional<EventStream> before = lock(stream.id()).flatMap(status -> streams.find(stream.id()));
            if (before.isEmpty()) {
                return false;
            }
            streams.store(stream);
            if (!before.get().delivery().equals(stream.delivery())) {
                beginAnew(stream.id());
            }
            polls.wake(stream.id());
            return true;
        });
    }

    private void beginAnew(StreamId stream) {
        jdbc.sql("update signal_event set not_before = null where stream_id = ? and not_before is not null")
                .param(stream)
                .update();
        pushes.anew(stream);
    }

    /** We pause a stream, or let it go on; its receiver is told, as section 8.1.5 has it. */
    void setByUs(StreamId stream, StreamStatus.Value value, String reason) {
        transaction.executeWithoutResult(tx -> lock(stream).ifPresent(before -> {
            if (before.value() != value) {
                setLocked(stream, value, reason);
            }
            polls.wake(stream);
        }));
    }

    private void setLocked(StreamId stream, StreamStatus.Value value, String reason) {
        log.info("signals.stream_updated stream={} status={}", stream, value.word());
        store(stream, new StreamStatus(value, reason, true));
        say(stream, value, reason);
        pushes.anew(stream);
    }

    private void say(StreamId stream, StreamStatus.Value value, String reason) {
        insert(stream, New.ofStream(EventType.STREAM_UPDATED, Map.of("status", value.word(), "reason", reason)), null);
    }

    /** Pauses a stream whose receiver cannot be reached: it is told of that when it can. */
    void pauseQuietly(StreamId stream, String reason) {
        transaction.executeWithoutResult(tx -> lock(stream)
                .filter(each -> each.value() == StreamStatus.Value.ENABLED)
                .ifPresent(each -> {
                    store(stream, new StreamStatus(StreamStatus.Value.PAUSED, reason, true));
                    say(stream, StreamStatus.Value.PAUSED, reason);
                }));
    }

    /** Whether a stream delivers; empty if there is no such stream. */
    public Optional<StreamStatus> status(StreamId stream) {
        return waiting.status(stream);
    }

    /** What came of a receiver's wish to have its stream verified. */
    public enum Verification {
        /** An event that says so is on its way. */
        ASKED,
        /** It has to wait for {@link SignalSettings#verificationInterval} since the last time. */
        TOO_SOON,
        /** There is no such stream any more. */
        NO_STREAM
    }

    /** A receiver asks for a verification. */
    public Verification verify(StreamId stream, @Nullable String state) {
        return transaction.execute(tx -> {
            Instant now = machine.instant();
            boolean may = jdbc.sql("""
                                    update signal_queue set verified_at = ?
                                    where stream_id = ? and (verified_at is null or verified_at <= ?)""")
                            .params(Sql.time(now), stream, Sql.time(now.minus(settings.verificationInterval())))
                            .update()
                    == 1;
            if (!may) {
                return status(stream).isPresent() ? Verification.TOO_SOON : Verification.NO_STREAM;
            }
            add(
                    stream,
                    List.of(New.ofStream(EventType.VERIFICATION, state == null ? Map.of() : Map.of("state", state))));
            return Verification.ASKED;
        });
    }

    private Optional<StreamStatus> lock(StreamId stream) {
        return jdbc.sql("select status, reason, status_ours from signal_queue where stream_id = ? for update")
                .param(stream)
                .query(StreamStatus::in)
                .optional();
    }

    private void store(StreamId stream, StreamStatus status) {
        jdbc.sql("update signal_queue set status = ?, reason = ?, status_ours = ? where stream_id = ?")
                .params(Sql.values(status.value().name(), status.reason(), status.ours(), stream))
                .update();
    }

    /** Into a stream whose row is locked, and so there. */
    private boolean insert(StreamId stream, New each, @Nullable Instant until) {
        String jti = each.jti() == null ? UUID.randomUUID().toString() : each.jti();
        long seq = jdbc.sql("update signal_queue set last_seq = last_seq + 1 where stream_id = ? returning last_seq")
                .param(stream)
                .query(Long.class)
                .single();
        return jdbc.sql("""
                                insert into signal_event
                                  (stream_id, seq, jti, txn, subject, type, said, day, issued_at, since, tell_until)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (stream_id, jti) do nothing""")
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
                                Sql.timeOrNull(each.since()),
                                Sql.timeOrNull(until)))
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
}
