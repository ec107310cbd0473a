package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.DeadLetters;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.keys.Signer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Pushing to a real receiver on a real socket. */
class PushDeliveryTest extends PushTest {

    @Autowired
    private WorkLoop loop;

    @Autowired
    private Signer signer;

    @Autowired
    private OpenIdSettings settings;

    @Autowired
    private SignalReceivers receivers;

    @Test
    void whenTheReceiverTakesThemThenEachComesOnceInOrderAsTheStandardHasIt() throws Exception {
        queue.add(stream, List.of(named("a1", "a"), named("a2", "a"), named("a3", "a")));
        delivery.due();
        assertThat(states()).containsExactly("a1", "a2", "a3");
        assertThat(came.getFirst().getKey())
                .containsEntry("type", "application/secevent+jwt")
                .containsEntry("accept", "application/json")
                .containsEntry("authorization", "Bearer secret");
        assertThat(piece()).isEmpty();
        queue.add(stream, List.of(named("a4", "a")));
        delivery.due();
        assertThat(states()).containsExactly("a1", "a2", "a3", "a4");
    }

    @Test
    void whenNoHeaderIsWantedThenNoneIsSent() throws Exception {
        StreamId plain = streams.make(
                        client,
                        null,
                        new Delivery.Push(
                                URI.create("https://localhost:"
                                        + receiver.getAddress().getPort() + "/events"),
                                null),
                        null)
                .orElseThrow()
                .id();
        queue.add(plain, List.of(named("a1", "a")));
        delivery.due();
        assertThat(came.getFirst().getKey()).containsEntry("authorization", "none");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 404, 429, 500, 503})
    void whenTheReceiverCannotThenItIsToldAgainLaterAndInOrder(int status) throws Exception {
        manner = name -> new Said(status, "");
        queue.add(stream, List.of(named("a1", "a"), named("a2", "a")));
        delivery.due();
        assertThat(states()).as("the second does not overtake").containsExactly("a1");
        WorkQueue.Entry failed = piece().orElseThrow();
        assertThat(failed.outcome()).isEqualTo("http_" + status);
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.dueAt()).isAfterOrEqualTo(machine.instant().plusSeconds(25));
        queue.add(stream, List.of(named("a3", "a")));
        delivery.due();
        assertThat(states()).as("a new event does not hurry").containsExactly("a1");
        manner = name -> new Said(202, "");
        push();
        assertThat(states()).containsExactly("a1", "a1", "a2", "a3");
        push();
        assertThat(piece()).isEmpty();
        assertThat(came.get(0).getValue().split("\\.", -1)[1])
                .as("the same event says the same each time")
                .isEqualTo(came.get(1).getValue().split("\\.", -1)[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request,http_400_invalid_request",
        "invalid_audience,http_400_invalid_audience",
        "something_else,http_400"
    })
    void whenTheReceiverRefusesOneThenAnOperatorSeesItAndTheOthersGoOn(String err, String code) throws Exception {
        manner = name -> name.equals("a1")
                ? new Said(400, "{\"err\":\"" + err + "\",\"description\":\"the name Hanako is wrong\"}")
                : new Said(202, "");
        queue.add(stream, List.of(named("a1", "a"), named("a2", "a")));
        delivery.due();
        refusals.due();
        assertThat(states()).containsExactly("a1", "a2");
        assertThat(dead()).extracting(DeadLetters.Letter::code).containsExactly(code);
        assertThat(dead()).extracting(DeadLetters.Letter::kind).containsExactly("signal_refused");
        assertThat(operator("GET", "/operator/coverage", "", 200)).contains("\"signal_refused\":");
        assertThat(operator("GET", "/operator/dead-letters", "", 200))
                .contains(code)
                .doesNotContain("Hanako");
        manner = name -> new Said(202, "");
        operator("POST", "/operator/dead-letters/" + dead().getFirst().id() + "/retry", "", 204);
        refusals.due();
        delivery.due();
        assertThat(states()).containsExactly("a1", "a2", "a1");
        assertThat(dead()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"authentication_failed", "access_denied", "invalid_key"})
    void whenTheReceiverMayMendItThenItIsToldAgain(String err) throws Exception {
        manner = name -> new Said(400, "{\"err\":\"" + err + "\"}");
        queue.add(stream, List.of(named("a1", "a")));
        delivery.due();
        assertThat(piece().orElseThrow().outcome()).isEqualTo("http_400_" + err);
        assertThat(dead()).isEmpty();
    }

    @Test
    @Timeout(300)
    void whenNothingIsTakenForHoursThenTheStreamIsPausedAndAnOperatorSeesItAndItGoesOnWhenTriedAgain()
            throws Exception {
        manner = name -> new Said(503, "");
        queue.add(stream, List.of(named("a1", "a")));
        for (int tries = 0; tries < 9; tries++) {
            push();
        }
        assertThat(dead()).extracting(DeadLetters.Letter::kind).containsExactly("signal_push");
        assertThat(queue.status(stream).orElseThrow())
                .isEqualTo(new StreamStatus(StreamStatus.Value.PAUSED, PushDelivery.TAKES_NOTHING, true));
        queue.add(stream, List.of(named("a2", "a")));
        push();
        assertThat(came).as("nobody is bothered meanwhile").hasSizeLessThanOrEqualTo(10);
        came.clear();
        manner = name -> new Said(202, "");
        for (DeadLetters.Letter each : dead()) {
            operator("POST", "/operator/dead-letters/" + each.id() + "/retry", "", 204);
        }
        // The breaker rests for a while, as it does for any peer that failed so often.
        while (!states().containsAll(List.of("a1", "a2", "paused", "enabled"))) {
            push();
        }
        assertThat(states().indexOf("a1")).isLessThan(states().indexOf("a2"));
        assertThat(queue.status(stream).orElseThrow().value()).isEqualTo(StreamStatus.Value.ENABLED);
    }

    @Test
    void whenTheReceiverItselfEnablesTheStreamThenWhatWaitedComes() throws Exception {
        queue.set(stream, StreamStatus.Value.PAUSED, null);
        queue.add(stream, List.of(named("a1", "a")));
        push();
        assertThat(came).isEmpty();
        queue.set(stream, StreamStatus.Value.ENABLED, null);
        push();
        assertThat(states()).containsExactly("a1");
        queue.set(stream, StreamStatus.Value.DISABLED, null);
        queue.add(stream, List.of(named("a2", "a")));
        queue.set(stream, StreamStatus.Value.ENABLED, null);
        push();
        assertThat(states()).as("a stream that is disabled keeps nothing").containsExactly("a1");
    }

    @Test
    void whenOneEventAloneIsNeverTakenThenItIsGivenUpAndHoldsUpNoOtherSubject() throws Exception {
        manner = name -> name.equals("bad") ? new Said(500, "") : new Said(202, "");
        queue.add(stream, List.of(named("bad", "a"), named("a2", "a")));
        for (int i = 0; i < 8; i++) {
            queue.add(stream, List.of(named("b" + i, "b")));
            push();
        }
        assertThat(states()).contains("b0", "b7");
        assertThat(dead()).extracting(DeadLetters.Letter::code).containsExactly("http_500");
        push();
        assertThat(states()).contains("a2");
    }

    /** The timeout is no measure: without room beside the slow one this would never end. */
    @Test
    @Timeout(300)
    void whenASlowReceiverHasMuchToBeToldThenTheOthersAreToldMeanwhile() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch quick = new CountDownLatch(1);
        manner = state -> {
            if (state.equals("quick")) {
                quick.countDown();
            }
            return new Said(202, "");
        };
        receiver.createContext("/slow", exchange -> {
            try {
                slow.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        OpenIdClient other = register();
        for (int i = 0; i < 8; i++) {
            StreamId hanging = stream(other, "/slow");
            for (int n = 0; n < 20; n++) {
                queue.add(hanging, List.of(named("s", "s" + n)));
            }
        }
        queue.add(stream, List.of(named("quick", "a")));
        try (ExecutorService delivering = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> delivered = delivering.submit(() -> {
                delivery.due();
                return null;
            });
            quick.await();
            slow.countDown();
            delivered.get();
        } finally {
            slow.countDown();
        }
    }

    @Test
    void whenSomethingGoesWrongOnOurSideThenItCountsAsAFailureAndIsTriedAgain() throws Exception {
        PushDelivery broken = new PushDelivery(
                loop,
                queue,
                waiting,
                outcomes,
                claims,
                streams,
                clients,
                new SecurityEventTokens(signer, settings) {
                    @Override
                    String of(EventStream to, OpenIdClient whom, QueuedEvent event) {
                        throw new IllegalStateException("no key of 山田花子");
                    }
                },
                receivers,
                machine);
        queue.add(stream, List.of(named("a1", "a")));
        broken.due();
        assertThat(piece().orElseThrow().outcome()).isEqualTo("internal_error");
        assertThat(piece().orElseThrow().failures()).isEqualTo(1);
        push();
        assertThat(states()).containsExactly("a1");
    }

    @Test
    void whenTheStreamIsGoneThenNobodyIsTold() throws Exception {
        queue.add(stream, List.of(named("a1", "a")));
        streams.remove(stream);
        push();
        assertThat(came).isEmpty();
        assertThat(piece()).isEmpty();
    }
}
