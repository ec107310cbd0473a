package dev.musubi.issuer.signals;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Shows operators what receivers refused, as dead letters; one that is tried again waits for its receiver once more. And
 * forgets what is over: what was taken after a day, what was refused with the dead letters, and what waited too long.
 */
@Component
class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final int AT_ONCE = 4;
    private static final Duration KNOWN_AGAIN = Duration.ofDays(1);
    private static final Duration REFUSED = Duration.ofDays(30);
    private static final Duration TIMES = Duration.ofDays(90);

    private final WorkLoop loop;
    private final EventOutcomes outcomes;
    private final Streams streams;
    private final DeliveryTimes times;
    private final JdbcClient jdbc;
    private final SignalSettings settings;
    private final MachineClock machine;

    Refusals(
            WorkLoop loop,
            EventOutcomes outcomes,
            Streams streams,
            DeliveryTimes times,
            JdbcClient jdbc,
            SignalSettings settings,
            MachineClock machine) {
        this.loop = loop;
        this.outcomes = outcomes;
        this.streams = streams;
        this.times = times;
        this.jdbc = jdbc;
        this.settings = settings;
        this.machine = machine;
    }

    @Scheduled(fixedDelayString = "${musubi.signals.tick:PT0.5S}", initialDelayString = "${musubi.signals.tick:PT1S}")
    void due() throws InterruptedException {
        loop.drain(
                RefusedWork.KIND,
                machine,
                AT_ONCE,
                piece -> outcomes.reported(
                                piece.payload().stream(), piece.payload().jti())
                        .<WorkOutcome>map(WorkOutcome.Hopeless::new)
                        .orElseGet(WorkOutcome.Done::new));
    }

    @Scheduled(fixedDelayString = "${musubi.signals.forget:PT1H}", initialDelayString = "${musubi.signals.forget:PT1H}")
    void forget() {
        Instant now = machine.instant();
        jdbc.sql("""
                        delete from signal_event
                        where (done_at < ? and refused is null) or (done_at < ? and refused is not null)""")
                .params(Sql.time(now.minus(KNOWN_AGAIN)), Sql.time(now.minus(REFUSED)))
                .update();
        // A client that was taken off the register takes its streams along.
        jdbc.sql("delete from signal_stream where client_id not in (select client_id from openid_client)")
                .update();
        for (String table : List.of("signal_event", "signal_queue", "signal_time")) {
            jdbc.sql("delete from " + table + " where stream_id not in (select stream_id from signal_stream)")
                    .update();
        }
        streams.forgetSubjectsOfNone();
        times.forget(now.minus(TIMES));
        int lost = jdbc.sql("delete from signal_event where done_at is null and issued_at < ?")
                .param(Sql.time(now.minus(settings.keep())))
                .update();
        if (lost > 0) {
            log.warn("signals.waited_too_long count={}", lost);
        }
    }
}
