package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Which of what waits may go out: what is held back keeps its own subject waiting and no other, and nothing outlives its consent. */
class WaitingEventsTest extends SignalsTest {

    @Autowired
    private PolledEvents polled;

    private EventStream stream;

    @BeforeEach
    void make() {
        stream = polled(register());
    }

    private PolledEvents.Answer poll(int most) {
        return polled.next(stream, clients.find(stream.clientId()).orElseThrow(), most, true);
    }

    private List<String> offered() {
        return List.copyOf(poll(100).tokens().keySet());
    }

    private void holdsNothingBackAnyMore() {
        jdbc.sql("update signal_event set not_before = null where stream_id = ?")
                .param(stream.id())
                .update();
    }

    @ParameterizedTest
    @ValueSource(strings = {"authentication_failed", "access_denied", "invalid_key"})
    void whenAReceiverMayMendWhatKeptItThenTheEventComesAgainAfterAWhileAndIsGivenUpInTheEnd(String code)
            throws Exception {
        queue.add(stream.id(), List.of(event("1", "a"), event("2", "a"), event("3", "b")));
        for (int i = 1; i < EventOutcomes.TRIES; i++) {
            assertThat(offered()).containsExactlyInAnyOrder("1", "3");
            polled.settle(stream, List.of(), Map.of("1", code));
            // Saying so twice changes nothing, and neither does saying it while nobody asks.
            polled.settle(stream, List.of(), Map.of("1", code));
            assertThat(offered())
                    .as("it is held back, and nothing of its subject overtakes")
                    .containsExactly("3");
            assertThat(poll(100).more()).isFalse();
            holdsNothingBackAnyMore();
        }
        refusals.due();
        assertThat(letters(stream)).isEmpty();
        polled.settle(stream, List.of(), Map.of("1", code));
        refusals.due();
        assertThat(letters(stream)).containsExactly("set_err_" + code);
        assertThat(offered()).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void whenMuchWaitsOfOneSubjectThenTheFirstOfTheOthersComeBeforeItsSecond() {
        List<EventQueue.New> much = new ArrayList<>(
                IntStream.range(0, 100).mapToObj(i -> event("a" + i, "a")).toList());
        much.add(event("b", "b"));
        queue.add(stream.id(), much);
        assertThat(waiting.fairly(stream.id(), 64))
                .extracting(QueuedEvent::jti)
                .startsWith("a0", "b", "a1", "a2")
                .hasSize(64);
    }

    @Test
    void whenManySubjectsWereTriedForNothingThenTheOthersAreTriedNext() {
        queue.add(
                stream.id(),
                IntStream.range(0, 65).mapToObj(i -> event("e" + i, "s" + i)).toList());
        waiting.fairly(stream.id(), 64).forEach(each -> outcomes.tried(stream.id(), each.jti()));
        assertThat(waiting.fairly(stream.id(), 64)).extracting(QueuedEvent::jti).startsWith("e64", "e0");
    }

    @Test
    void whenTheConsentAnEventIsToldByIsOverThenItIsNotToldNorWhatFollowsItAndTheSweepForgetsIt() throws Exception {
        Instant until = clock.instant().plus(Duration.ofDays(1));
        queue.add(stream.id(), List.of(event("1", "a"), event("2", "b")), until);
        queue.add(stream.id(), List.of(event("3", "a")), until.plus(Duration.ofDays(300)));
        outcomes.refused(stream.id(), "2", "set_err_setData", stream.clientId());
        refusals.due();
        pass(Duration.ofDays(1));
        assertThat(waitingIn(stream)).isEmpty();
        mender.due();
        assertThat(kept(stream)).isZero();
        // What an operator has tried again of it is told nobody either.
        jdbc.sql("update work_item set dead_at = null where kind = 'signal_refused' and about = ?")
                .param(stream.clientId())
                .update();
        refusals.due();
        assertThat(waitingIn(stream)).isEmpty();
        assertThat(letters(stream)).isEmpty();
    }
}
