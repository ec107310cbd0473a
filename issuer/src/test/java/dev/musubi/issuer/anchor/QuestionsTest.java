package dev.musubi.issuer.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.time.TestClocks;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.UnknownReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions to J-LIS: one for all who ask at once, and not again until the floor is over. The timeout is no measure. */
@Timeout(60)
class QuestionsTest {

    private static final Duration FLOOR = Duration.ofSeconds(10);
    private static final CertificateId ONE =
            CertificateId.of(TestAuthority.signature().keyId(), "01f4");
    private static final CertificateId OTHER =
            CertificateId.of(TestAuthority.signature().keyId(), "01f5");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Shared<String, Integer> shared = new Shared<>(FLOOR, nanos::get);

    private int ask(Shared<String, Integer> of, String about) {
        return of.ask(about, asked::incrementAndGet);
    }

    @Test
    void whenTheSameIsAskedWithinTheFloorThenTheAnswerIsTheSame() {
        assertThat(ask(shared, "a")).isEqualTo(1);
        nanos.addAndGet(FLOOR.toNanos() - 1);
        assertThat(ask(shared, "a")).isEqualTo(1);
        assertThat(ask(shared, "b")).isEqualTo(2);
        nanos.addAndGet(1);
        assertThat(ask(shared, "a")).isEqualTo(3);
    }

    @Test
    void whenThereIsNoFloorThenEachQuestionIsPut() {
        Shared<String, Integer> none = new Shared<>(Duration.ZERO, nanos::get);
        assertThat(ask(none, "a")).isEqualTo(1);
        assertThat(ask(none, "a")).isEqualTo(2);
    }

    @Test
    void whenManyAskAtOnceThenTheQuestionIsPutOnceEvenWithoutAFloor() throws Exception {
        Shared<String, Integer> none = new Shared<>(Duration.ZERO, nanos::get);
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        List<Integer> answers = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 50; i++) {
            threads.add(Thread.ofPlatform()
                    .start(() -> answers.add(none.ask("a", () -> {
                        begun.countDown();
                        try {
                            answer.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return asked.incrementAndGet();
                    }))));
        }
        begun.await();
        // All the others wait for the one who asks.
        while (threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count()
                < 50) {
            Thread.onSpinWait();
        }
        answer.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(asked).hasValue(1);
        assertThat(answers).hasSize(50).containsOnly(1);
    }

    @Test
    void whenAQuestionFailsThenAllWhoWaitedAreToldAndTheNextOneIsPut() throws Exception {
        CountDownLatch fail = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> shared.ask("a", () -> {
                begun.countDown();
                try {
                    fail.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("broken");
            }));
            begun.await();
            Future<Integer> second = threads.submit(() -> ask(shared, "a"));
            fail.countDown();
            assertThatThrownBy(first::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            // It waited and failed with the first, or came after and asked itself; it never hangs.
            try {
                assertThat(second.get()).isEqualTo(1);
            } catch (ExecutionException waited) {
                assertThat(waited).hasCauseInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(ask(shared, "a")).isPositive();
    }

    @Test
    void whenTheClockSteppedBackThenNothingIsGoodAndNobodyIsAsked() {
        AnchorStatusSource source = certificate -> {
            asked.incrementAndGet();
            return new CertificateStatus.Unknown(UnknownReason.UNREACHABLE, Instant.EPOCH);
        };
        StatusQuestions questions = new StatusQuestions(
                List.of(source), new QuestionSettings(Duration.ZERO), TestClocks.steppedBack(), () -> Instant.EPOCH);
        assertThat(questions.ask(ONE))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.CLOCK_IN_DOUBT, Instant.EPOCH));
        assertThat(asked).hasValue(0);
    }

    @Test
    void whenTheStatusOfACertificateIsAskedAgainAndAgainThenJlisIsAskedOnce() {
        AnchorStatusSource source = certificate -> {
            asked.incrementAndGet();
            return new CertificateStatus.Unknown(UnknownReason.UNREACHABLE, Instant.EPOCH);
        };
        StatusQuestions questions = new StatusQuestions(
                List.of(source), new QuestionSettings(Duration.ofDays(1)), TestClocks.steady(), () -> Instant.EPOCH);
        for (int i = 0; i < 100; i++) {
            // No answer is an answer too: what cannot be reached is not asked more often for it.
            assertThat(questions.ask(ONE)).isInstanceOf(CertificateStatus.Unknown.class);
        }
        assertThat(asked).hasValue(1);
        questions.ask(OTHER);
        assertThat(asked).hasValue(2);
        assertThat(questions.floor()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void whenLinkedNumbersAreAskedAgainThenJlisIsAskedOnce() {
        NumberLinks source = certificate -> {
            asked.incrementAndGet();
            return new NumberLinks.Answer.Linked(List.of());
        };
        LinkQuestions questions = new LinkQuestions(List.of(source), new QuestionSettings(Duration.ofDays(1)));
        for (int i = 0; i < 100; i++) {
            assertThat(questions.linkedTo(ONE)).isEqualTo(new NumberLinks.Answer.Linked(List.of()));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void whenTheFloorIsNegativeThenItIsNotTaken() {
        assertThatThrownBy(() -> new QuestionSettings(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
