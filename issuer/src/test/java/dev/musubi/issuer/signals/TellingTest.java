package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.signals.ReleaseWork.Entry;
import dev.musubi.issuer.signals.ReleaseWork.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** When each receiver is told, and what is told once a day alone. */
class TellingTest extends SignalsTest {

    private static final SignalSettings APART =
            new SignalSettings(10, Duration.ZERO, Duration.ofHours(1), 100, Duration.ofDays(7), Duration.ZERO, 1, 1);

    @Autowired
    private Subjects subjects;

    @Autowired
    private WorkQueue work;

    private Telling telling;
    private HolderId holderId;

    @BeforeEach
    void begin() {
        telling = new Telling(subjects, streams, work, APART, machine);
        holderId = holder(person(), false);
    }

    private StreamId watched() {
        StreamId stream = polled(register()).id();
        watch(stream);
        return stream;
    }

    private void watch(StreamId stream) {
        jdbc.sql("insert into signal_subject (holder_id, stream_id, added_at) values (?, ?, now())")
                .params(holderId, stream)
                .update();
    }

    private void tell(Signal... signals) {
        tell(clock.instant(), signals);
    }

    private void tell(Instant at, Signal... signals) {
        holders.locking(holderId, () -> {
            telling.tell(holderId, at, stream -> true, () -> List.of(signals));
            return true;
        });
    }

    private List<Entry> waiting(StreamId stream) {
        return work.payload(ReleaseWork.KIND, Waiting.key(holderId, stream))
                .map(Waiting::entries)
                .orElse(List.of());
    }

    @Test
    void whenTwoAreToldThenEachAtAMomentOfItsOwnWithIdsOfItsOwnAndTheDayAlone() {
        Set<Instant> moments = new HashSet<>();
        Set<String> ids = new HashSet<>();
        List<StreamId> all = List.of(watched(), watched(), watched(), watched());
        Instant before = machine.instant();
        tell(Signal.of(EventType.ACCOUNT_DISABLED));
        for (StreamId each : all) {
            Entry entry = waiting(each).getFirst();
            moments.add(entry.due());
            ids.add(entry.jti());
            ids.add(String.valueOf(entry.txn()));
            assertThat(entry.day()).isEqualTo(LocalDate.ofInstant(clock.instant(), java.time.ZoneId.of("Asia/Tokyo")));
            assertThat(entry.due()).isBetween(before, machine.instant().plus(Duration.ofHours(1)));
        }
        assertThat(moments).hasSize(4);
        assertThat(ids).hasSize(8);
    }

    @Test
    void whenOneThingFollowsAnotherThenItIsNeverToldBefore() {
        StreamId stream = watched();
        for (int i = 0; i < 20; i++) {
            tell(Signal.of(EventType.ACCOUNT_DISABLED), Signal.of(EventType.ACCOUNT_ENABLED));
        }
        List<Entry> entries = waiting(stream);
        assertThat(entries).hasSize(40);
        assertThat(entries).extracting(Entry::due).isSorted();
        assertThat(entries.subList(0, 2))
                .extracting(Entry::type)
                .containsExactly(EventType.ACCOUNT_DISABLED, EventType.ACCOUNT_ENABLED);
        assertThat(entries.get(0).txn())
                .as("one occurrence")
                .isEqualTo(entries.get(1).txn());
        assertThat(entries.get(1).txn()).isNotEqualTo(entries.get(2).txn());
    }

    @Test
    void whenSeveralWaysToSignInEndOnOneDayThenEachKindIsToldOnce() {
        StreamId stream = watched();
        tell(Signal.credential("app", "revoke"));
        tell(Signal.credential("app", "revoke"), Signal.credential("app", "create"));
        tell(Signal.credential("app", "revoke"));
        assertThat(waiting(stream))
                .extracting(each -> each.said().get("change_type"))
                .containsExactly("revoke", "create");
        tell(clock.instant().plus(Duration.ofDays(1)), Signal.credential("app", "revoke"));
        assertThat(waiting(stream)).hasSize(3);
    }

    @Test
    void whenMuchHappensBeforeAnyOfItIsToldThenTheLatestIsKept() {
        StreamId stream = watched();
        for (int i = 0; i < 101; i++) {
            tell(Signal.of(EventType.ACCOUNT_DISABLED));
        }
        assertThat(waiting(stream)).hasSize(100);
    }

    @Test
    void whenMuchHappensAfterItWasTakenBackThenThatItWasIsKept() {
        StreamId stream = watched();
        holders.locking(holderId, () -> {
            telling.stop(holderId);
            return true;
        });
        watch(stream);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger log = (Logger) LoggerFactory.getLogger(Telling.class);
        log.addAppender(said);
        try {
            for (int i = 0; i < 101; i++) {
                tell(Signal.of(EventType.ACCOUNT_DISABLED));
            }
        } finally {
            log.detachAppender(said);
        }
        List<Entry> entries = waiting(stream);
        assertThat(entries.getFirst().type()).as("what waits is forgotten").isNull();
        assertThat(entries.subList(1, entries.size()))
                .hasSize(100)
                .extracting(Entry::type)
                .containsOnly(EventType.ACCOUNT_DISABLED);
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("signals.untold stream=" + stream + " count=1");
    }

    /** As many as a client leaves behind that makes streams and ends them. */
    @Test
    void whenAHolderIsInManyStreamsThatAreGoneThenTheOthersAreToldAllTheSame() {
        jdbc.sql("""
                        insert into signal_subject (holder_id, stream_id, added_at)
                        select ?, ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, now()
                        from generate_series(1, 1100) n""").param(holderId).update();
        StreamId stream = watched();
        tell(Signal.of(EventType.ACCOUNT_DISABLED));
        assertThat(waiting(stream)).hasSize(1);
        assertThat(subjects.of(holderId)).extracting(Subjects.Row::stream).containsExactly(stream);
    }

    @Test
    void whenAClockWasAheadThenWhatHappensNextIsToldAsSoonAsEverAndInOrder() {
        StreamId stream = watched();
        tell(Signal.of(EventType.ACCOUNT_DISABLED));
        Instant ahead = machine.instant().plus(Duration.ofDays(1));
        String key = Waiting.key(holderId, stream);
        Waiting put = work.payload(ReleaseWork.KIND, key).orElseThrow();
        work.put(
                ReleaseWork.KIND,
                key,
                new Waiting(holderId, stream, List.of(put.entries().getFirst().due(ahead))),
                ahead);
        jdbc.sql("update signal_subject set last_due = ? where holder_id = ?")
                .params(Sql.time(ahead), holderId)
                .update();
        tell(Signal.of(EventType.ACCOUNT_ENABLED));
        assertThat(waiting(stream))
                .extracting(Entry::type)
                .containsExactly(EventType.ACCOUNT_DISABLED, EventType.ACCOUNT_ENABLED);
        assertThat(waiting(stream))
                .extracting(Entry::due)
                .isSorted()
                .allMatch(due -> !due.isAfter(machine.instant().plus(APART.spread())));
        assertThat(work.find(ReleaseWork.KIND, key).orElseThrow().dueAt())
                .isBeforeOrEqualTo(machine.instant().plus(APART.spread()));
    }

    @Test
    void whenAClockWasAheadAndNothingHappensAfterThenTheSweepHasItTold() {
        StreamId stream = watched();
        String key = Waiting.key(holderId, stream);
        Instant ahead = machine.instant().plus(Duration.ofDays(1));
        work.put(ReleaseWork.KIND, key, new Waiting(holderId, stream, List.of()), ahead);
        mender.due();
        assertThat(work.find(ReleaseWork.KIND, key).orElseThrow().dueAt()).isBeforeOrEqualTo(machine.instant());
        Instant soon = machine.instant().plusSeconds(60).truncatedTo(ChronoUnit.MICROS);
        work.put(ReleaseWork.KIND, key, new Waiting(holderId, stream, List.of()), soon);
        mender.due();
        assertThat(work.find(ReleaseWork.KIND, key).orElseThrow().dueAt())
                .as("what is only to be tried again stays as it is")
                .isEqualTo(soon);
    }

    @Test
    void whenItIsStoredThenInTheFormatThatNeverChanges() {
        HolderId holder = HolderId.of("3f0b6a3e-6f5a-4c43-9d4a-0d6f1c1f7a01");
        StreamId stream = StreamId.of("5b1f5f6e-93a4-4f0e-8c0a-6a2a6f0c9b11");
        Waiting waiting = new Waiting(
                holder,
                stream,
                List.of(
                        new Entry(
                                "jti",
                                "txn",
                                EventType.REISSUED,
                                Map.of("attributes_changed", "true"),
                                LocalDate.parse("2026-11-29"),
                                Instant.parse("2026-11-29T01:02:01.004Z"),
                                Instant.parse("2026-11-29T01:02:03.004Z")),
                        new Entry(
                                "jti2",
                                null,
                                null,
                                Map.of(),
                                null,
                                Instant.parse("2026-11-29T01:02:03.004Z"),
                                Instant.parse("2026-11-29T01:02:03.004Z"))));
        String stored = """
                {"holder":"3f0b6a3e-6f5a-4c43-9d4a-0d6f1c1f7a01","stream":"5b1f5f6e-93a4-4f0e-8c0a-6a2a6f0c9b11","events":[\
                {"jti":"jti","txn":"txn","type":"REISSUED","said":{"attributes_changed":"true"},"day":"2026-11-29",\
                "since":1795914121004,"due":1795914123004},{"jti":"jti2","said":{},"since":1795914123004,"due":1795914123004}]}""";
        assertThat(ReleaseWork.KIND.write(waiting)).isEqualTo(stored);
        assertThat(ReleaseWork.KIND.read(1, stored)).isEqualTo(waiting);
    }
}
