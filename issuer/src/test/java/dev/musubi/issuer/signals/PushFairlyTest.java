package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose fault it is that something is not taken, and who waits for it. */
class PushFairlyTest extends PushTest {

    private static List<EventQueue.New> ofOthers(int count) {
        return IntStream.range(0, count).mapToObj(i -> named("o" + i, "o" + i)).toList();
    }

    @Test
    void whenNothingIsTakenForAWhileThenNoEventIsBlamedForThat() throws Exception {
        manner = name -> new Said(503, "");
        queue.add(stream, List.of(named("a1", "a"), named("b1", "b")));
        for (int tries = 0; tries < 3; tries++) {
            push();
        }
        assertThat(piece().orElseThrow().failures()).isEqualTo(3);
        assertThat(attempts("a1")).isZero();
        assertThat(attempts("b1")).isZero();
        manner = name -> new Said(name.equals("b1") ? 503 : 202, "");
        push();
        assertThat(attempts("b1")).as("while others are taken").isEqualTo(1);
        assertThat(dead()).isEmpty();
        manner = name -> new Said(202, "");
        push();
        assertThat(states()).endsWith("b1");
        assertThat(dead()).isEmpty();
    }

    @Test
    void whenTheReceiverWantsThemMoreSlowlyThenThatIsNoEventsFault() throws Exception {
        manner = name -> new Said(name.equals("slow") ? 429 : 202, "");
        queue.add(stream, List.of(named("slow", "a")));
        for (int i = 0; i <= EventOutcomes.TRIES; i++) {
            queue.add(stream, List.of(named("o" + i, "o")));
            push();
        }
        assertThat(attempts("slow")).isZero();
        assertThat(dead()).isEmpty();
        assertThat(piece().orElseThrow().dueAt())
                .as("and it is not asked again at once")
                .isAfter(machine.instant().plusSeconds(25));
    }

    @Test
    void whenMuchOfOneSubjectIsNotTakenThenTheOthersAreAndTheStreamIsNotPaused() throws Exception {
        manner = name -> new Said(name.startsWith("bad") ? 500 : 202, "");
        queue.add(
                stream,
                IntStream.range(0, 70).mapToObj(i -> named("bad" + i, "a")).toList());
        queue.add(stream, List.of(named("b1", "b")));
        push();
        assertThat(states()).contains("b1");
        assertThat(queue.status(stream).orElseThrow().value()).isEqualTo(StreamStatus.Value.ENABLED);
    }

    @Test
    void whenOneIsNotTakenThenItAloneWaitsAndManyOthersDoNot() throws Exception {
        manner = name -> new Said(name.equals("bad") ? 500 : 202, "");
        queue.add(stream, List.of(named("bad", "a"), named("after", "a")));
        queue.add(stream, ofOthers(150));
        delivery.due();
        assertThat(states()).contains("o0", "o149").doesNotContain("after");
        assertThat(Collections.frequency(states(), "bad")).isEqualTo(1);
        assertThat(piece().orElseThrow().outcome()).isEqualTo("held_back");
        queue.add(stream, List.of(named("later", "b")));
        delivery.due();
        assertThat(states()).as("what is new does not wait with it").contains("later");
        assertThat(Collections.frequency(states(), "bad")).isEqualTo(1);
    }
}
