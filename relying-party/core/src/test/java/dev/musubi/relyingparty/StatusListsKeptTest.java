package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.fixture.LogLines;
import dev.musubi.relyingparty.status.Status;
import dev.musubi.relyingparty.status.StatusReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which list is kept of those that come, and who waits for one. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StatusListsKeptTest {

    private static final StatusReference AT = new StatusReference(URI.create("https://id.example/status-lists/0"), 3);
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private volatile Instant now = BEGIN;
    private volatile StatusLists.Source source = (uri, before) -> list(0, now, Duration.ofHours(6), null);
    private final StatusLists lists = new StatusLists(
            (uri, before) -> source.fetch(uri, before), new SteadyClock(() -> now, Duration.ofMinutes(1)));

    @AfterEach
    void end() {
        lists.close();
    }

    /** A list whose every entry has this value. */
    private static StatusList list(int value, Instant issuedAt, Duration good, @Nullable Long number) {
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, (byte) (value * 0b01010101));
        return new StatusList(2, bytes, issuedAt, issuedAt.plus(good), Duration.ofMinutes(5), number, null);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        lists.refreshDue();
    }

    private Status known() {
        return lists.known(AT).status();
    }

    @Test
    void whenAListFromTheFutureCameOnceThenTheGoodOnesAfterItAreBelieved() {
        source = (uri, before) -> list(1, now.plus(Duration.ofHours(2)), Duration.ofDays(1), 7L);
        try (LogLines lines = new LogLines()) {
            assertThat(lists.of(AT).status()).isEqualTo(Status.UNKNOWN);
            assertThat(lines.all()).anyMatch(line -> line.contains("status list: not_current"));
        }
        source = (uri, before) -> list(0, now, Duration.ofHours(6), 8L);
        pass(Duration.ofSeconds(31));
        assertThat(known()).isEqualTo(Status.VALID);
        source = (uri, before) -> list(1, now.plus(Duration.ofHours(2)), Duration.ofDays(1), 9L);
        pass(Duration.ofMinutes(5));
        assertThat(known()).as("the good one holds").isEqualTo(Status.VALID);
        source = (uri, before) -> list(3, now, Duration.ofHours(6), 10L);
        pass(Duration.ofMinutes(5));
        assertThat(known()).isEqualTo(Status.REISSUE_REQUIRED);
    }

    @Test
    void whenTheListHereIsOverThenAnyGoodOneTakesItsPlace() {
        source = (uri, before) -> list(0, BEGIN, Duration.ofHours(1), 9L);
        assertThat(lists.of(AT).status()).isEqualTo(Status.VALID);
        source = (uri, before) -> list(2, BEGIN.minusSeconds(60), Duration.ofDays(1), 8L);
        pass(Duration.ofMinutes(30));
        assertThat(known()).as("an older one, while the younger holds").isEqualTo(Status.VALID);
        pass(Duration.ofMinutes(31));
        assertThat(known()).isEqualTo(Status.SUSPENDED);
    }

    @Test
    void whenTwoListsAreOfOneSecondThenTheirNumbersSayWhichIsYounger() {
        source = (uri, before) -> list(1, BEGIN, Duration.ofHours(6), 8L);
        assertThat(lists.of(AT).status()).isEqualTo(Status.INVALID);
        source = (uri, before) -> list(0, BEGIN, Duration.ofHours(6), 7L);
        pass(Duration.ofMinutes(5));
        assertThat(known()).as("the one before does not come back").isEqualTo(Status.INVALID);
        source = (uri, before) -> list(2, BEGIN, Duration.ofHours(6), 9L);
        pass(Duration.ofMinutes(5));
        assertThat(known()).isEqualTo(Status.SUSPENDED);
        source = (uri, before) -> list(3, BEGIN, Duration.ofHours(6), null);
        pass(Duration.ofMinutes(5));
        assertThat(known()).as("nothing says that it is older").isEqualTo(Status.REISSUE_REQUIRED);
    }

    @Test
    void whenChangesLeadToAListThatIsOverThenItIsFetchedWhole() {
        assertThat(lists.of(AT).status()).isEqualTo(Status.VALID);
        source = (uri, before) -> before == null
                ? list(3, now, Duration.ofHours(6), null)
                : list(1, now.minus(Duration.ofHours(7)), Duration.ofHours(6), null);
        pass(Duration.ofMinutes(5));
        assertThat(known()).isEqualTo(Status.REISSUE_REQUIRED);
    }

    @Test
    void whenAListEndsBeforeItsTimeToLiveThenItIsLookedForBeforeItsEnd() {
        source = (uri, before) -> list(0, now, Duration.ofMinutes(2), null);
        assertThat(lists.of(AT).status()).isEqualTo(Status.VALID);
        pass(Duration.ofSeconds(100));
        pass(Duration.ofSeconds(50));
        assertThat(known()).isEqualTo(Status.VALID);
        source = (uri, before) -> list(0, now, Duration.ofHours(6), null);
        pass(Duration.ofSeconds(100));
        lists.notOlderThan(Duration.ofMinutes(1));
        pass(Duration.ofSeconds(59));
        pass(Duration.ofSeconds(49));
        pass(Duration.ofSeconds(49));
        assertThat(known()).as("before the age that was set, too").isEqualTo(Status.VALID);
    }

    @Test
    void whenAGoodListIsHereThenNobodyWaitsForWhoeverServesTheNext() throws InterruptedException {
        assertThat(lists.of(AT).status()).isEqualTo(Status.VALID);
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger fetching = new AtomicInteger();
        source = (uri, before) -> {
            fetching.incrementAndGet();
            hangs.countDown();
            waitFor(answers);
            return list(3, now, Duration.ofHours(6), null);
        };
        now = now.plus(Duration.ofMinutes(5));
        Thread fetches = new Thread(lists::refreshDue);
        fetches.start();
        hangs.await();
        for (int i = 0; i < 100; i++) {
            assertThat(lists.of(AT).status()).isEqualTo(Status.VALID);
            assertThat(lists.keep(AT.list())).isTrue();
        }
        assertThat(fetching).as("one fetches").hasValue(1);
        answers.countDown();
        fetches.join();
        lists.refreshDue();
        assertThat(known()).isEqualTo(Status.REISSUE_REQUIRED);
    }

    @Test
    void whenAGoodListIsDueThenWhoeverAsksDoesNotFetchIt() {
        List<Thread> fetched = new CopyOnWriteArrayList<>();
        source = (uri, before) -> {
            fetched.add(Thread.currentThread());
            return list(0, now, Duration.ofHours(6), null);
        };
        assertThat(lists.of(AT).status()).isEqualTo(Status.VALID);
        now = now.plus(Duration.ofMinutes(5));
        assertThat(lists.of(AT).status()).isEqualTo(Status.VALID);
        assertThat(fetched.stream().filter(Thread.currentThread()::equals)).hasSize(1);
    }

    @Test
    void whenTheSourceFailsInAWayNobodyForesawThenThatIsNoListAndNotTriedAtEveryQuestion() {
        AtomicInteger fetched = new AtomicInteger();
        source = (uri, before) -> {
            fetched.incrementAndGet();
            throw new IllegalStateException("unforeseen");
        };
        for (int i = 0; i < 20; i++) {
            assertThat(lists.of(AT).status()).isEqualTo(Status.UNKNOWN);
        }
        assertThat(fetched).hasValue(1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
