package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.TimesTaken;
import dev.musubi.issuer.promise.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * From a change of state to a receiver's word that it has the event: how many took how many seconds, by stream and day. The
 * events themselves are forgotten after a day, and these numbers name nobody. No promise is held against them: when a
 * receiver takes an event is for the receiver to say.
 */
@Component
final class DeliveryTimes implements Stretch {

    /** Whatever took longer. */
    private static final long LONGEST = Duration.ofDays(7).toSeconds();

    private final JdbcClient jdbc;

    DeliveryTimes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes that a receiver took, now, what happened then. In the transaction that notes the taking. */
    void note(StreamId stream, Instant now, List<Instant> happened) {
        // In one order, so that two who note at once never wait for each other in a ring.
        Map<Long, Long> bySeconds = new TreeMap<>();
        happened.forEach(each -> bySeconds.merge(seconds(each, now), 1L, Long::sum));
        bySeconds.forEach((seconds, count) ->
                jdbc.sql("""
                        insert into signal_time (stream_id, day, seconds, count) values (?, ?, ?, ?)
                        on conflict (stream_id, day, seconds) do update set count = signal_time.count + excluded.count""").params(stream, day(now), seconds, count).update());
    }

    private static long seconds(Instant happened, Instant now) {
        Duration took = Duration.between(happened, now);
        return Math.clamp(took.plusNanos(999_999_999).toSeconds(), 0, LONGEST);
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    public Name name() {
        return Name.STATE_TO_RECEIVER;
    }

    @Override
    public TimesTaken since(Instant since, Duration promised) {
        TreeMap<Long, Long> bySeconds = new TreeMap<>();
        jdbc.sql("select seconds, sum(count) as cases from signal_time where day >= ? group by seconds")
                .param(day(since))
                .query(row -> {
                    bySeconds.put(row.getLong("seconds"), row.getLong("cases"));
                });
        return TimesTaken.of(bySeconds, promised);
    }

    /** Forgets what lies before a moment. */
    void forget(Instant before) {
        jdbc.sql("delete from signal_time where day < ?").param(day(before)).update();
    }
}
