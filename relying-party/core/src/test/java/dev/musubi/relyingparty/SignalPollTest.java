package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.fixture.LogLines;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTransmitter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a stream is polled on and on: what comes back, what waits, and for how long. Time is the test's. */
class SignalPollTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final List<String> heard = new ArrayList<>();
    private final List<String> tried = new ArrayList<>();
    private final Set<String> notTaken = new TreeSet<>();
    private final List<Map<String, Object>> said = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos;
    private Duration offset = Duration.ZERO;
    private TestTransmitter transmitter;
    private SignalReceiver receiver;

    @BeforeEach
    void begin() throws IOException {
        transmitter = new TestTransmitter(folder);
        receiver = SignalReceiver.from(transmitter.issuer())
                .to("bank")
                .listener(signal -> {
                    tried.add(signal.id());
                    if (notTaken.contains(signal.id())) {
                        throw new IllegalStateException("not now");
                    }
                    heard.add(signal.id());
                })
                .trusting(transmitter.pem())
                .clock(() -> Instant.now().plus(offset))
                .build();
    }

    @AfterEach
    void end() {
        receiver.close();
        transmitter.close();
    }

    private String token(String id, String subject) {
        return transmitter.token(
                id,
                Signal.REISSUED,
                claims -> claims.claim(
                        "sub_id", Map.of("format", "iss_sub", "iss", transmitter.issuer(), "sub", subject)));
    }

    private static String answer(Map<String, String> sets, boolean more) {
        return JSONObjectUtils.toJSONString(Map.of("sets", sets, "moreAvailable", more));
    }

    /** So many rounds against what answers these, one after the other, the last one again and again. */
    private void rounds(int most, double chance, String... answers) {
        SignalPoll.Call call = (body, headers) -> {
            said.add(body);
            return new Transport.Answer(200, Map.of(), answers[Math.min(said.size(), answers.length) - 1]);
        };
        run(call, most, chance);
    }

    private void run(SignalPoll.Call call, int most, double chance) {
        poll(call, most, chance).run();
    }

    private SignalPoll poll(SignalPoll.Call call, int most, double chance) {
        return new SignalPoll(receiver, call, true, new PollPace(SECOND, () -> chance), () -> nanos, pause -> {
            pauses.add(pause);
            nanos += pause.toNanos();
            return pauses.size() > most;
        });
    }

    @Test
    void whenATransmitterAnswersAtOnceWithNothingNewThenThereIsARestBeforeEachFurtherPoll() {
        Map<String, String> wrong =
                Map.of("bad", transmitter.token("bad", Signal.REISSUED, to -> to.audience("telco")));
        rounds(
                7,
                0.5,
                answer(Map.of(), false),
                answer(Map.of(), true),
                answer(wrong, true),
                answer(Map.of("one", token("one", "a")), false));
        assertThat(heard).containsExactly("one");
        assertThat(pauses)
                .as("none before the first, and none after the one that was new")
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(1250),
                        Duration.ofMillis(1250),
                        Duration.ofMillis(1250),
                        Duration.ZERO,
                        Duration.ofMillis(1250),
                        Duration.ofMillis(1250),
                        Duration.ofMillis(1250));
    }

    @Test
    void whenARestIsSetThenItIsNeitherNoneNorWithoutEnd() {
        SignalPoll poll = poll((body, headers) -> new Transport.Answer(200, Map.of(), "{\"sets\":{}}"), 2, 0);
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(99), Duration.ofSeconds(61))) {
            assertThatThrownBy(() -> poll.resting(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        poll.resting(Duration.ofSeconds(20)).run();
        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    @Test
    void whenWhatItWasGivenToCallThrowsThenItGoesOnEverMoreSeldomAndLogsNoMessage() {
        try (LogLines lines = new LogLines()) {
            run(
                    (body, headers) -> {
                        throw new IllegalStateException("the secret");
                    },
                    9,
                    0);
            assertThat(lines.all())
                    .hasSize(9)
                    .allMatch(line -> line.contains("signal.poll-failed")
                            && line.contains("IllegalStateException")
                            && !line.contains("the secret"));
        }
        assertThat(pauses.stream().map(Duration::toSeconds))
                .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void whenTheTokensSupplierThrowsThenRunGoesOnUntilItIsClosed() {
        SignalPoll[] poll = new SignalPoll[1];
        poll[0] = receiver.poll(transmitter.stream(), () -> {
            poll[0].close();
            throw new IllegalStateException("the token endpoint is away");
        });
        poll[0].run();
        assertThat(transmitter.polls).isEmpty();
    }

    @Test
    void whenOneSignalIsNeverTakenThenThoseOfOthersComeAtOnceAndItIsTriedAtGrowingIntervals() {
        notTaken.add("stuck");
        String stuck = token("stuck", "a");
        String[] answers = new String[21];
        for (int i = 0; i < 20; i++) {
            answers[i] =
                    answer(new LinkedHashMap<>(Map.of("stuck", stuck, "new" + i, token("new" + i, "b" + i))), false);
        }
        answers[20] = answer(Map.of("stuck", stuck), false);
        rounds(60, 0, answers);
        assertThat(heard).hasSize(20);
        assertThat(pauses.subList(0, 21)).as("while others come").containsOnly(Duration.ZERO);
        assertThat(pauses.subList(21, 61).stream().map(Duration::toSeconds))
                .as("while none does")
                .startsWith(1L, 2L, 4L, 5L)
                .allMatch(pause -> pause <= 5);
        assertThat(tried.stream().filter("stuck"::equals))
                .as("after 1, 2, 4, 8, 16, 32, 60 … seconds, within three minutes")
                .hasSizeBetween(7, 10);
        assertThat(said).allSatisfy(body -> assertThat(String.valueOf(body)).doesNotContain("stuck"));
    }

    @Test
    void whenASubjectsSignalIsNotTakenThenNoLaterOneOfItsOvertakesIt() {
        notTaken.add("a1");
        Map<String, String> both = new LinkedHashMap<>();
        both.put("a1", token("a1", "a"));
        both.put("a2", token("a2", "a"));
        both.put("b1", token("b1", "b"));
        SignalPoll.Call call = (body, headers) -> {
            said.add(body);
            if (said.size() == 4) {
                notTaken.clear();
            }
            // Whatever stands first in an object is not the first.
            Map<String, String> sets = new LinkedHashMap<>();
            if (said.size() % 2 == 0) {
                sets.put("a2", both.get("a2"));
            }
            sets.putAll(both);
            if (body.get("ack") instanceof List<?> taken) {
                taken.forEach(both::remove);
                taken.forEach(sets::remove);
            }
            return new Transport.Answer(200, Map.of(), answer(sets, false));
        };
        run(call, 12, 0);
        assertThat(heard).containsExactly("b1", "a1", "a2");
        assertThat(tried.indexOf("a2")).isGreaterThan(tried.lastIndexOf("a1"));
    }

    @Test
    void whenASignalThatWasNotTakenIsWithdrawnThenTheOthersOfItsSubjectGoOn() {
        notTaken.add("a1");
        rounds(6, 0, answer(Map.of("a1", token("a1", "a")), false), answer(Map.of("a2", token("a2", "a")), false));
        assertThat(heard).containsExactly("a2");
    }

    @Test
    void whenItIsPolledOnceThenWhatFollowsInTheSameAnswerWaitsToo() throws IOException {
        notTaken.add("a1");
        notTaken.add("a2");
        Map<String, String> both = Map.of("a1", token("a1", "a"), "a2", token("a2", "a"));
        SignalPoll poll = poll((body, headers) -> new Transport.Answer(200, Map.of(), answer(both, false)), 0, 0);
        assertThat(poll.once(false)).isEqualTo(new SignalPoll.Brought(0, 2, false));
        assertThat(tried).hasSize(1);
    }

    @Test
    void whenATokenDoesNotHoldYetThenItIsNeitherAcknowledgedNorCalledWrong() {
        Map<String, String> sets = new LinkedHashMap<>();
        sets.put(
                "early",
                transmitter.token(
                        "early",
                        Signal.REISSUED,
                        claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(120)))));
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder().issuer(transmitter.issuer()).build();
        sets.put("rotated", TestProvider.sign(TestProvider.key(), "secevent+jwt", claims));
        sets.put("wrong", transmitter.token("wrong", Signal.REISSUED, to -> to.audience("telco")));
        rounds(2, 0, answer(sets, false));
        assertThat(said.get(1)).doesNotContainKey("ack");
        assertThat(Json.object(said.get(1), "setErrs").keySet()).hasToString("[wrong]");
        offset = Duration.ofMinutes(2);
        said.clear();
        pauses.clear();
        rounds(2, 0, answer(sets, false));
        assertThat(said.get(1)).containsEntry("ack", List.of("early"));
    }

    @Test
    void whenNothingCanBeCheckedThenOneIsTriedAndThePollsWait() {
        transmitter.metadata = all -> all.put("issuer", "https://other.example");
        Map<String, String> many = new LinkedHashMap<>();
        for (String id : Arrays.asList("one", "two", "three")) {
            many.put(id, token(id, id));
        }
        rounds(4, 0, answer(many, false));
        assertThat(transmitter.read).as("once a poll").hasValue(4);
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(0L, 1L, 2L, 4L, 8L);
        assertThat(said).allSatisfy(body -> assertThat(body).containsOnlyKeys("returnImmediately"));
    }

    @Test
    void whenThereIsNoSuchAddressThenItIsACallThatFails() {
        SignalPoll poll = receiver.poll(URI.create("http://localhost/poll"), () -> "the-token");
        assertThatThrownBy(() -> poll.once(false)).hasMessage("NOT_HTTPS");
    }
}
