package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** What waits in a stream: once, in order, within limits. */
class EventQueueTest extends SignalsTest {

    @Autowired
    private PolledEvents polled;

    @Autowired
    private Pushes pushes;

    @Autowired
    private DeliveryTimes times;

    @Autowired
    private PlatformTransactionManager transactions;

    private EventStream stream;

    @BeforeEach
    void make() {
        stream = polled(register());
    }

    private List<String> waitingJtis() {
        return waitingIn(stream);
    }

    private PolledEvents.Answer poll(int most) {
        return polled.next(stream, clients.find(stream.clientId()).orElseThrow(), most, true);
    }

    @Test
    void whenAnEventIsPutTwiceThenItIsThereOnceAlsoAfterItWasTaken() {
        queue.add(stream.id(), List.of(event("1", "a"), event("2", "a")));
        queue.add(stream.id(), List.of(event("1", "a")));
        assertThat(waitingJtis()).containsExactly("1", "2");
        outcomes.taken(stream.id(), List.of("1"));
        outcomes.taken(stream.id(), List.of("1", "nonsense"));
        queue.add(stream.id(), List.of(event("1", "a")));
        assertThat(waitingJtis()).containsExactly("2");
    }

    @Test
    void whenAReceiverTookAnEventThenItIsCountedOnceHowLongThatWas() {
        Instant happened = machine.instant().minusSeconds(90);
        queue.add(
                stream.id(),
                List.of(
                        new EventQueue.New("1", "txn", "a", EventType.ACCOUNT_DISABLED, Map.of(), null, happened),
                        new EventQueue.New("2", "txn", "b", EventType.ACCOUNT_DISABLED, Map.of(), null, happened),
                        EventQueue.New.ofStream(EventType.VERIFICATION, Map.of())));
        outcomes.taken(stream.id(), List.of("1"));
        outcomes.taken(stream.id(), List.of("1"));
        outcomes.taken(stream.id(), waitingJtis());
        assertThat(jdbc.sql("select sum(count) from signal_time where stream_id = ? and seconds between 90 and 120")
                        .param(stream.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThat(jdbc.sql("select sum(count) from signal_time where stream_id = ?")
                        .param(stream.id())
                        .query(Long.class)
                        .single())
                .as("what a stream says of itself is no change of state")
                .isEqualTo(2);
        times.forget(machine.instant().plus(Duration.ofDays(2)));
        assertThat(jdbc.sql("select count(*) from signal_time")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whenMoreWaitThanAreAskedForThenTheFirstComeAndThatThereAreMoreIsSaid() {
        queue.add(stream.id(), List.of(event("1", "a"), event("2", "a"), event("3", "b")));
        assertThat(poll(1).tokens()).containsOnlyKeys("1");
        assertThat(poll(1).more()).isTrue();
        assertThat(poll(9).tokens()).as("of a subject the first alone").containsOnlyKeys("1", "3");
        assertThat(poll(9).more()).isTrue();
        assertThat(poll(0)).isEqualTo(new PolledEvents.Answer(Map.of(), true));
        polled.settle(stream, List.of("1"), Map.of());
        assertThat(poll(9).tokens()).containsOnlyKeys("2", "3");
        assertThat(poll(9).more()).isFalse();
        polled.settle(stream, List.of("2", "3"), Map.of());
        assertThat(poll(9)).isEqualTo(new PolledEvents.Answer(Map.of(), false));
    }

    @Test
    void whenAReceiverRefusesOneThenItComesNoMoreAndAnOperatorSeesTheCodeAlone() throws Exception {
        queue.add(stream.id(), List.of(event("1", "a")));
        polled.settle(stream, List.of(), Map.of("1", "setData", "2", "whatever"));
        assertThat(waitingJtis()).isEmpty();
        refusals.due();
        assertThat(jdbc.sql("select outcome from work_item where kind = 'signal_refused' and dead_at is not null")
                        .query(String.class)
                        .list())
                .containsExactly("set_err_setData");
        queue.add(stream.id(), List.of(event("3", "a")));
        polled.settle(stream, List.of(), Map.of("3", "山田さん"));
        refusals.due();
        assertThat(jdbc.sql("select outcome from work_item where kind = 'signal_refused' and dead_at is not null")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("set_err_setData", "set_err_other");
    }

    @Test
    void whenASubjectIsForgottenThenTheOthersStay() {
        queue.add(stream.id(), List.of(event("1", "a"), event("2", "b")));
        outcomes.forget(stream.id(), "a");
        assertThat(waitingJtis()).containsExactly("2");
    }

    @Test
    void whenTooMuchWaitsThenTheStreamIsPausedAndSaysSoAndTheLatestStay() {
        SignalSettings few =
                new SignalSettings(10, Duration.ZERO, Duration.ZERO, 3, Duration.ofDays(7), Duration.ZERO, 1, 1);
        EventQueue small = new EventQueue(jdbc, streams, waiting, pushes, new Polls(few), few, machine, transactions);
        small.add(
                stream.id(),
                IntStream.range(0, 3).mapToObj(i -> event("e" + i, "a")).toList());
        assertThat(queue.status(stream.id()).orElseThrow().value()).isEqualTo(StreamStatus.Value.ENABLED);
        small.add(stream.id(), List.of(event("e3", "a")));
        StreamStatus status = queue.status(stream.id()).orElseThrow();
        assertThat(status.value()).isEqualTo(StreamStatus.Value.PAUSED);
        assertThat(status.reason()).isEqualTo(EventQueue.TOO_MANY);
        List<QueuedEvent> first = waiting.first(stream.id(), 10);
        assertThat(first).extracting(QueuedEvent::type).containsExactly(EventType.STREAM_UPDATED);
        assertThat(first.getFirst().said()).containsEntry("status", "paused").containsKey("reason");
        assertThat(queue.set(stream.id(), StreamStatus.Value.ENABLED, null)).isPresent();
        assertThat(waitingJtis())
                .as("who enables it itself need not hear that it was paused")
                .containsExactly("e1", "e2", "e3");
    }

    @Test
    void whenSomethingWaitedTooLongThenItIsForgottenAndWhatWasTakenAfterADay() {
        queue.add(stream.id(), List.of(event("1", "a"), event("2", "a"), event("3", "a")));
        outcomes.taken(stream.id(), List.of("1"));
        jdbc.sql("update signal_event set done_at = ? where stream_id = ? and jti = '1'")
                .params(Sql.time(machine.instant().minus(Duration.ofHours(25))), stream.id())
                .update();
        jdbc.sql("update signal_event set issued_at = ? where stream_id = ? and jti = '2'")
                .params(Sql.time(machine.instant().minus(Duration.ofDays(8))), stream.id())
                .update();
        refusals.forget();
        assertThat(jdbc.sql("select jti from signal_event where stream_id = ? order by seq")
                        .param(stream.id())
                        .query(String.class)
                        .list())
                .containsExactly("3");
    }

    @Test
    void whenTheClientIsTakenOffTheRegisterThenItsStreamsGoToo() {
        queue.add(stream.id(), List.of(event("1", "a")));
        jdbc.sql("delete from openid_client where client_id = ?")
                .param(stream.clientId())
                .update();
        refusals.forget();
        assertThat(queue.status(stream.id())).isEmpty();
        assertThat(streams.find(stream.id())).isEmpty();
        assertThat(waiting.whateverStatus(stream.id(), 1)).isEmpty();
    }

    @Test
    void whenAPollWaitsThenItIsAnsweredWhenSomethingComes() throws Exception {
        CompletableFuture<PolledEvents.Answer> answer = CompletableFuture.supplyAsync(
                () -> polled.next(stream, clients.find(stream.clientId()).orElseThrow(), 10, false));
        queue.add(stream.id(), List.of(event("1", "a")));
        assertThat(answer.get(20, TimeUnit.SECONDS).tokens()).containsOnlyKeys("1");
    }

    @Test
    void whenAsManyPollsWaitAsMayThenAFurtherOneIsAnsweredAtOnce() {
        SignalSettings none =
                new SignalSettings(10, Duration.ZERO, Duration.ZERO, 3, Duration.ofDays(7), Duration.ofHours(1), 0, 1);
        new Polls(none).await(stream, () -> false);
        assertThat(waitingJtis()).isEmpty();
    }

    @Test
    void whenAStreamIsJustGoneThenThatIsSaidAndNothingBreaks() {
        streams.remove(stream.id());
        queue.add(stream.id(), List.of(event("1", "a")));
        assertThat(queue.set(stream.id(), StreamStatus.Value.ENABLED, null)).isEmpty();
        assertThat(queue.configure(stream)).isFalse();
        assertThat(queue.verify(stream.id(), null)).isEqualTo(EventQueue.Verification.NO_STREAM);
        queue.setByUs(stream.id(), StreamStatus.Value.PAUSED, "gone");
        queue.pauseQuietly(stream.id(), "gone");
        outcomes.later(stream.id(), "1", "set_err_invalid_key", stream.clientId(), true);
        assertThat(waiting.next(stream.id())).isEmpty();
        assertThat(kept(stream)).isZero();
    }

    @Test
    void whenAStreamEndsThenWhoWasInItIsForgottenAndWhatWasAddedInThatMomentSoon() {
        HolderId holderId = holder(person(), false);
        watches(holderId, stream.id());
        streams.remove(stream.id());
        assertThat(watched(stream.id())).isZero();
        watches(holderId, stream.id());
        refusals.forget();
        assertThat(watched(stream.id())).isZero();
    }

    private void watches(HolderId holderId, StreamId in) {
        jdbc.sql("insert into signal_subject (holder_id, stream_id, added_at) values (?, ?, now())")
                .params(holderId, in)
                .update();
    }

    private long watched(StreamId in) {
        return jdbc.sql("select count(*) from signal_subject where stream_id = ?")
                .param(in)
                .query(Long.class)
                .single();
    }
}
