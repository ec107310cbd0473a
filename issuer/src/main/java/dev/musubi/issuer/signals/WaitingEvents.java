package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.time.MachineClock;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/**
 * Reads what waits in streams and may go out now. Of a subject nothing overtakes: while an event is held back, or the consent
 * it is told by is over, those after it are not seen either. The stream itself is a subject among the others.
 */
@Component
class WaitingEvents {

    /** With the place of each among those of its subject. */
    private static final String FREE = """
            select * from (
              select e.*, row_number() over s as place,
                     bool_or(coalesce(e.not_before > ?, false) or coalesce(e.tell_until <= ?, false)) over s as held
              from signal_event e where e.stream_id = ? and e.done_at is null and (? or e.type = ?)
              window s as (partition by coalesce(e.subject, '') order by e.seq)) a
            where not a.held\s""";

    private final JdbcClient jdbc;
    private final MachineClock machine;
    private final InstantSource clock;

    WaitingEvents(JdbcClient jdbc, MachineClock machine, InstantSource clock) {
        this.jdbc = jdbc;
        this.machine = machine;
        this.clock = clock;
    }

    /** Whether a stream delivers; empty if there is no such stream. */
    Optional<StreamStatus> status(StreamId stream) {
        return jdbc.sql("select status, reason, status_ours from signal_queue where stream_id = ?")
                .param(stream)
                .query(StreamStatus::in)
                .optional();
    }

    /** The first that may be delivered as the stream stands, in order. */
    List<QueuedEvent> first(StreamId stream, int most) {
        return deliverable(stream, "order by a.seq", most);
    }

    /** The same, of each subject the first alone. */
    List<QueuedEvent> firstOfEach(StreamId stream, int most) {
        return deliverable(stream, "and a.place = 1 order by a.seq", most);
    }

    /**
     * The first of each subject before the second of any, and first of all those that were not tried lately: a subject that
     * is never taken, however much of it waits, leaves room for the others. Those of one subject are in order.
     */
    List<QueuedEvent> fairly(StreamId stream, int most) {
        return deliverable(stream, "order by a.place, a.tried_at nulls first, a.seq", most);
    }

    /** The first that wait, however the stream stands. */
    List<QueuedEvent> whateverStatus(StreamId stream, int most) {
        return read(stream, true, "order by a.seq", most);
    }

    /** When there is next something to deliver as the stream stands: now, or when what is held back may be tried again. */
    Optional<Instant> next(StreamId stream) {
        Instant now = machine.instant();
        if (!first(stream, 1).isEmpty()) {
            return Optional.of(now);
        }
        return status(stream)
                        .filter(each -> each.delivers(EventType.VERIFICATION))
                        .isEmpty()
                ? Optional.empty()
                : jdbc.sql("""
                                select min(not_before) as next from signal_event
                                where stream_id = ? and done_at is null and not_before > ?""")
                        .params(stream, Sql.time(now))
                        .query((row, n) -> Optional.ofNullable(Sql.instantOrNull(row, "next")))
                        .single();
    }

    private List<QueuedEvent> deliverable(StreamId stream, String which, int most) {
        Optional<StreamStatus> status = status(stream);
        boolean all =
                status.filter(each -> each.delivers(EventType.VERIFICATION)).isPresent();
        boolean why =
                status.filter(each -> each.delivers(EventType.STREAM_UPDATED)).isPresent();
        return all || why ? read(stream, all, which, most) : List.of();
    }

    private List<QueuedEvent> read(StreamId stream, boolean all, String which, int most) {
        return jdbc.sql(FREE + which + " limit ?")
                .params(
                        Sql.time(machine.instant()),
                        Sql.time(clock.instant()),
                        stream,
                        all,
                        EventType.STREAM_UPDATED.name(),
                        most)
                .query(WaitingEvents::event)
                .list();
    }

    private static QueuedEvent event(ResultSet row, int n) throws SQLException {
        return new QueuedEvent(
                row.getLong("seq"),
                row.getString("jti"),
                row.getString("txn"),
                row.getString("subject"),
                EventType.valueOf(row.getString("type")),
                StoredJson.read(
                        row.getString("said").getBytes(StandardCharsets.UTF_8),
                        new TypeReference<Map<String, String>>() {},
                        1),
                row.getObject("day", LocalDate.class),
                Sql.instant(row, "issued_at"),
                row.getInt("attempts"));
    }
}
