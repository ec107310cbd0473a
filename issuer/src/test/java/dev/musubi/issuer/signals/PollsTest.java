package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many polls wait. */
class PollsTest {

    private static EventStream streamOf(String clientId) {
        return new EventStream(StreamId.random(), clientId, "party", null, new Delivery.Poll(), null, Instant.EPOCH);
    }

    /** The timeout is no measure: a poll that waited here would wait for an hour. */
    @Test
    @Timeout(300)
    void whenAsManyPollsOfAClientWaitAsMayThenItsNextIsAnsweredAtOnceAndAnothersWaits() throws Exception {
        SignalSettings one =
                new SignalSettings(10, Duration.ZERO, Duration.ZERO, 3, Duration.ofDays(7), Duration.ofHours(1), 9, 1);
        Polls polls = new Polls(one);
        EventStream own = streamOf("client");
        EventStream others = streamOf("another");
        CountDownLatch waits = new CountDownLatch(1);
        AtomicBoolean there = new AtomicBoolean();
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> polls.await(own, () -> {
            waits.countDown();
            return there.get();
        }));
        waits.await();
        AtomicBoolean asked = new AtomicBoolean();
        polls.await(own, () -> asked.getAndSet(true));
        assertThat(asked).as("it does not even look").isFalse();
        polls.await(others, () -> asked.getAndSet(true));
        assertThat(asked).isTrue();
        there.set(true);
        polls.wake(own.id());
        first.get();
        asked.set(false);
        polls.await(own, () -> !asked.getAndSet(true) || there.get());
        assertThat(asked).as("the place is free again").isTrue();
    }
}
