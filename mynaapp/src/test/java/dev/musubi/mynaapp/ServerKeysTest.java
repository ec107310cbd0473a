package dev.musubi.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When the server's keys are asked for, and who waits for the answer. */
class ServerKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");
    private static final URI CERTS = URI.create("https://server.example/certs");

    private final ECKey first = made("first");
    private final ECKey second = made("second");
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<ECKey> published = List.of(first);
    private volatile boolean away;
    private final ServerKeys keys = new ServerKeys(new ServerCalls(this::answer), CERTS);

    private static ECKey made(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Transport.Answer answer(Transport.Call call) throws IOException {
        asked.incrementAndGet();
        if (away) {
            throw new IOException("away");
        }
        return new Transport.Answer(
                200, new JWKSet(List.copyOf(published)).toString(true).getBytes(StandardCharsets.UTF_8));
    }

    private MynaResult<ECKey> key(String kid, Instant now) {
        return MynaException.result(() -> keys.key(kid, now));
    }

    private static boolean isFailed(MynaResult<ECKey> result, MynaProblem problem) {
        return result instanceof MynaResult.Failed<ECKey> failed && failed.problem() == problem;
    }

    @Test
    void whenAKeyIsKnownThenTheServerIsAskedAgainAfterTenMinutesOnly() {
        assertThat(key("first", NOW)).isInstanceOf(MynaResult.Done.class);
        assertThat(key("first", NOW.plus(Duration.ofMinutes(10).minusSeconds(1))))
                .isInstanceOf(MynaResult.Done.class);
        assertThat(asked).hasValue(1);
        assertThat(key("first", NOW.plus(Duration.ofMinutes(10)))).isInstanceOf(MynaResult.Done.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whenAKeyIsNewThenItIsFoundHalfAMinuteAfterTheLastQuestion() {
        key("first", NOW);
        published = List.of(first, second);
        assertThat(isFailed(key("second", NOW.plusSeconds(29)), MynaProblem.TOKEN_NOT_VALID))
                .isTrue();
        assertThat(asked).hasValue(1);
        assertThat(key("second", NOW.plusSeconds(30))).isInstanceOf(MynaResult.Done.class);
    }

    @Test
    void whenTheClockIsSetBackThenTheKeysAreFetchedAnew() {
        key("first", NOW);
        published = List.of(second);
        assertThat(isFailed(key("first", NOW.minusSeconds(1)), MynaProblem.TOKEN_NOT_VALID))
                .isTrue();
    }

    @Test
    void whenTheServerIsAwayThenKnownKeysStayGoodForTheirTimeAndNoLonger() {
        key("first", NOW);
        away = true;
        assertThat(isFailed(key("second", NOW.plusSeconds(60)), MynaProblem.SERVER_UNREACHABLE))
                .isTrue();
        assertThat(key("first", NOW.plusSeconds(60))).isInstanceOf(MynaResult.Done.class);
        assertThat(isFailed(key("first", NOW.plusSeconds(600)), MynaProblem.SERVER_UNREACHABLE))
                .isTrue();
        away = false;
        assertThat(key("first", NOW.plusSeconds(600))).isInstanceOf(MynaResult.Done.class);
    }

    @Test
    void whenManyWaitForASlowServerThenTheyShareOneAnswer() throws Exception {
        int many = 8;
        CountDownLatch hangs = new CountDownLatch(1);
        ServerKeys slow = new ServerKeys(
                new ServerCalls(call -> {
                    asked.incrementAndGet();
                    try {
                        hangs.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IOException("timed out");
                }),
                CERTS);
        ConcurrentLinkedQueue<MynaResult<ECKey>> results = new ConcurrentLinkedQueue<>();
        List<Thread> waiting = new ArrayList<>();
        for (int each = 0; each < many; each++) {
            Thread thread = new Thread(() -> results.add(MynaException.result(() -> slow.key("first", NOW))));
            thread.start();
            waiting.add(thread);
        }
        while (!waiting.stream().allMatch(each -> each.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        hangs.countDown();
        for (Thread each : waiting) {
            each.join();
        }
        assertThat(asked).hasValue(1);
        assertThat(results).hasSize(many).allMatch(each -> isFailed(each, MynaProblem.SERVER_UNREACHABLE));
    }
}
