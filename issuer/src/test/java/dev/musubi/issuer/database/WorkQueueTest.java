package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.fixture.DatabaseLine;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class WorkQueueTest extends IssuerTest {

    private static final Duration LONG = Duration.ofHours(1);
    /** As of a node that died: nobody renews it. */
    private static final Duration RUN_OUT = Duration.ofSeconds(-1);

    @Autowired
    private MachineClock machine;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private DeadLetters deadLetters;

    @Autowired
    private PlatformTransactionManager transactions;

    private Errand errand;

    /** A kind of each test's own, so that none meets another's pieces. */
    private record Errand(String name) implements WorkKind<String> {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public String write(String payload) {
            return payload;
        }

        @Override
        public String read(int version, String text) {
            if (text.startsWith("poison")) {
                throw new IllegalArgumentException("no errand");
            }
            return version + ":" + text;
        }

        @Override
        public String about(String payload) {
            return "about " + payload;
        }

        @Override
        public Retry retry() {
            return new Retry(Duration.ofMinutes(1), Duration.ofMinutes(3), 4);
        }
    }

    @BeforeEach
    void ownKind() {
        errand = new Errand("errand-" + UUID.randomUUID());
    }

    private WorkQueue node(String name, Duration lease) {
        return new WorkQueue(jdbc, machine, new Node(name, 1), new WorkSettings(lease, Duration.ofDays(30)));
    }

    private WorkQueue node(String name) {
        return node(name, LONG);
    }

    private void put(WorkQueue queue, String... keys) {
        for (String key : keys) {
            queue.put(errand, key, "of " + key, clock.instant());
        }
    }

    private static List<String> keys(List<Work<String>> taken) {
        return taken.stream().map(Work::key).sorted().toList();
    }

    private Work<String> take(WorkQueue queue) {
        List<Work<String>> taken = queue.take(errand, clock.instant(), 10);
        assertThat(taken).hasSize(1);
        return taken.getFirst();
    }

    @Test
    void whenWhatIsLeftOfAPieceIsWrittenDownThenByWhoeverHoldsItAlone() {
        WorkQueue one = node("one");
        put(one, "a");
        Work<String> held = take(one);
        assertThat(one.rewrite(held, "the rest")).isTrue();
        assertThat(one.payload(errand, "a")).contains("2:the rest");
        put(one, "a");
        assertThat(one.rewrite(held, "too late")).isFalse();
        assertThat(one.payload(errand, "a")).contains("2:of a");
    }

    @Test
    void whenManyNodesTakeAtOnceThenEachPieceIsTakenOnce() throws Exception {
        WorkQueue one = node("one");
        put(one, IntStream.range(0, 200).mapToObj(n -> "piece-" + n).toArray(String[]::new));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        List<String> twice = new ArrayList<>();
        try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int n = 0; n < 6; n++) {
                WorkQueue queue = node("node-" + n);
                all.add(nodes.submit(() -> {
                    List<String> mine = new ArrayList<>();
                    for (List<Work<String>> taken = queue.take(errand, clock.instant(), 7);
                            !taken.isEmpty();
                            taken = queue.take(errand, clock.instant(), 7)) {
                        assertThat(taken).hasSizeLessThanOrEqualTo(7);
                        mine.addAll(keys(taken));
                    }
                    return mine;
                }));
            }
            for (Future<List<String>> each : all) {
                each.get().stream().filter(key -> !seen.add(key)).forEach(twice::add);
            }
        }
        assertThat(twice).isEmpty();
        assertThat(seen).hasSize(200);
    }

    @Test
    void whenANodeStartsThenItLetsGoOfItsOwnAndOfNobodyElses() {
        WorkQueue mine = node("mine");
        WorkQueue theirs = node("theirs");
        put(mine, "a", "b");
        assertThat(mine.take(errand, clock.instant(), 1)).hasSize(1);
        assertThat(theirs.take(errand, clock.instant(), 1)).hasSize(1);
        WorkQueue again = node("mine");
        again.afterPropertiesSet();
        assertThat(keys(again.take(errand, clock.instant(), 10))).hasSize(1);
        assertThat(value("select count(*) from work_item where kind = ? and owner = 'theirs'", errand.name()))
                .isEqualTo(1L);
    }

    @Test
    void whenANodeDiesThenAnotherTakesOverAndWhatTheFirstSaysNoLongerCounts() {
        WorkQueue dying = node("dying", RUN_OUT);
        put(dying, "a");
        Work<String> before = take(dying);
        WorkQueue next = node("next");
        Work<String> after = take(next);
        assertThat(after.lease()).isNotEqualTo(before.lease());
        assertThat(dying.settle(before, new WorkOutcome.Done(), clock.instant()))
                .isFalse();
        assertThat(dying.settle(before, new WorkOutcome.Failed("late"), clock.instant()))
                .isFalse();
        assertThat(next.find(errand, "a")).isPresent();
        assertThat(next.settle(after, new WorkOutcome.Done(), clock.instant())).isTrue();
        assertThat(next.find(errand, "a")).isEmpty();
    }

    @Test
    void whenALeaseIsRenewedThenNobodyElseGetsThePiece() {
        put(node("x"), "a");
        Work<String> held = take(node("slow", RUN_OUT));
        node("slow").renew(held.bucket(), List.of(held.lease()));
        assertThat(node("other").take(errand, clock.instant(), 1)).isEmpty();
    }

    @Test
    void whenAPieceBeginsAnewWhileItIsWorkedOnThenTheOldOutcomeIsNotNoted() {
        WorkQueue queue = node("one");
        put(queue, "a");
        Work<String> held = take(queue);
        queue.put(errand, "a", "changed", clock.instant());
        assertThat(queue.settle(held, new WorkOutcome.Done(), clock.instant())).isFalse();
        assertThat(take(queue).payload()).isEqualTo("2:changed");
        queue.putOnce(errand, "a", "not taken", clock.instant());
        assertThat(value("select payload from work_item where kind = ?", errand.name()))
                .isEqualTo("changed");
    }

    @Test
    void whenItFailsAgainAndAgainThenThePausesGrowAndAtLastItIsADeadLetter() {
        WorkQueue queue = node("one");
        put(queue, "a");
        List<Duration> pauses = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            Instant now = clock.instant();
            queue.settle(take(queue), new WorkOutcome.Failed("http_503"), now);
            WorkQueue.Entry entry = queue.find(errand, "a").orElseThrow();
            assertThat(entry.failures()).isEqualTo(n + 1);
            assertThat(entry.outcome()).isEqualTo("http_503");
            Duration pause = Duration.between(now, entry.dueAt());
            pauses.add(pause);
            pass(pause.minusSeconds(1));
            assertThat(queue.take(errand, clock.instant(), 1)).as("not due yet").isEmpty();
            pass(Duration.ofSeconds(2));
        }
        assertThat(pauses).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(3));
        queue.settle(take(queue), new WorkOutcome.Failed("http_503"), clock.instant());
        assertThat(queue.find(errand, "a")).isEmpty();
        pass(Duration.ofDays(2));
        assertThat(queue.take(errand, clock.instant(), 1)).isEmpty();

        DeadLetters.Letter letter = letters().getFirst();
        assertThat(letter.about()).isEqualTo("about of a");
        assertThat(letter.code()).isEqualTo("http_503");
        assertThat(letter.attempts()).isEqualTo(4);
        assertThat(deadLetters.counts()).containsEntry(errand.name(), 1L);
        assertThat(deadLetters.retry(letter.id())).isTrue();
        assertThat(deadLetters.retry(letter.id())).as("no longer dead").isFalse();
        assertThat(take(queue).failures()).isZero();
    }

    private List<DeadLetters.Letter> letters() {
        return deadLetters.all().stream()
                .filter(letter -> letter.kind().equals(errand.name()))
                .toList();
    }

    @Test
    void whenALetterIsDiscardedThenItIsGoneAndWhatIsNoLetterIsNot() {
        WorkQueue queue = node("one");
        put(queue, "a");
        queue.settle(take(queue), new WorkOutcome.Hopeless("http_404"), clock.instant());
        String id = letters().getFirst().id();
        for (String none : List.of("", "x", "-", "1-2", "99999999999-" + UUID.randomUUID(), "3-" + UUID.randomUUID())) {
            assertThat(deadLetters.discard(none)).as(none).isFalse();
            assertThat(deadLetters.retry(none)).as(none).isFalse();
        }
        assertThat(deadLetters.discard(id)).isTrue();
        assertThat(letters()).isEmpty();
        put(queue, "b");
        String alive = value("select bucket || '-' || work_id from work_item where kind = ?", errand.name()) + "";
        assertThat(deadLetters.discard(alive)).isFalse();
    }

    @Test
    void whenAnAnswerIsToWaitThenTheFailuresBeforeAreForgotten() {
        WorkQueue queue = node("one");
        put(queue, "a");
        queue.settle(take(queue), new WorkOutcome.Failed("timeout"), clock.instant());
        pass(Duration.ofMinutes(2));
        Instant later = clock.instant().plus(LONG);
        queue.settle(take(queue), new WorkOutcome.Again("not_yet", later), clock.instant());
        assertThat(queue.find(errand, "a")).contains(new WorkQueue.Entry(later, 0, "not_yet"));
        assertThat(queue.waiting()).containsEntry(errand.name(), java.util.Map.of("not_yet", 1L));
        queue.allDue(errand, clock.instant());
        assertThat(take(queue).failures()).isZero();
    }

    @Test
    void whenAPayloadCannotBeReadThenItIsADeadLetterAndTheOthersAreTaken() {
        WorkQueue queue = node("one");
        put(queue, "a", "b");
        queue.put(errand, "c", "poison", clock.instant());
        assertThat(keys(queue.take(errand, clock.instant(), 10))).containsExactly("a", "b");
        assertThat(letters()).extracting(DeadLetters.Letter::code).containsExactly("unreadable_payload");
    }

    @Test
    void whenWorkingOnOnePieceFailsThenAllOthersAreDone() throws Exception {
        WorkQueue queue = node("one");
        put(queue, "a", "b", "poisoned", "c");
        Set<String> done = ConcurrentHashMap.newKeySet();
        int count = new WorkLoop(queue).drain(errand, clock::instant, 1, piece -> {
            if (piece.key().equals("poisoned")) {
                throw new StackOverflowError();
            }
            done.add(piece.key());
            return new WorkOutcome.Done();
        });
        assertThat(count).isEqualTo(4);
        assertThat(done).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(queue.find(errand, "poisoned").orElseThrow().outcome()).isEqualTo("internal_error");
        assertThat(value("select count(*) from work_item where kind = ? and owner is not null", errand.name()))
                .isEqualTo(0L);
    }

    @Test
    void whenOnePieceTakesLongThenWhatComesAfterItIsDoneMeanwhile() throws Exception {
        WorkQueue queue = node("one");
        put(queue, "slow");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch othersDone = new CountDownLatch(3);
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> drained =
                    background.submit(() -> new WorkLoop(queue).drain(errand, clock::instant, 2, piece -> {
                        if (piece.key().equals("slow")) {
                            begun.countDown();
                            await(othersDone);
                        }
                        order.add(piece.key());
                        othersDone.countDown();
                        return new WorkOutcome.Done();
                    }));
            begun.await();
            put(queue, "x", "y", "z");
            assertThat(drained.get()).isEqualTo(4);
        }
        assertThat(order).hasSize(4).endsWith("slow");
        assertThat(new HashSet<>(order)).containsExactlyInAnyOrder("x", "y", "z", "slow");
    }

    @Test
    void whenTheDatabaseGoesAwayWhileSomethingIsWorkedOnThenWhatCameOfItIsNotedOnceItIsBack() throws Exception {
        HikariDataSource pool = (HikariDataSource) dataSource;
        put(node("other"), "a");
        try (DatabaseLine line = DatabaseLine.to(pool.getJdbcUrl());
                HikariDataSource cut = new HikariDataSource()) {
            cut.setJdbcUrl(line.by(pool.getJdbcUrl()));
            cut.setUsername(pool.getUsername());
            cut.setPassword(pool.getPassword());
            cut.setConnectionTimeout(300);
            cut.setValidationTimeout(250);
            cut.setMaximumPoolSize(1);
            WorkLoop loop = new WorkLoop(new WorkQueue(
                    JdbcClient.create(cut), machine, new Node("cut", 1), new WorkSettings(LONG, Duration.ofDays(30))));
            AtomicInteger tries = new AtomicInteger();
            assertThatThrownBy(() -> loop.drain(errand, clock::instant, 1, piece -> {
                        tries.incrementAndGet();
                        line.cut();
                        return new WorkOutcome.Done();
                    }))
                    .satisfies(
                            failure -> assertThat(DatabaseTrouble.of(failure)).contains(DatabaseTrouble.AWAY));
            loop.renew();
            assertThat(node("other").find(errand, "a")).as("still there").isPresent();
            line.mend();
            while (node("other").find(errand, "a").isPresent()) {
                loop.renew();
            }
            assertThat(tries).hasValue(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whenTheTransactionThatPutsItIsUndoneThenThereIsNoWork() {
        WorkQueue queue = node("one");
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            put(queue, "a");
            status.setRollbackOnly();
        });
        assertThat(queue.take(errand, clock.instant(), 1)).isEmpty();
        put(queue, "a");
        queue.drop(errand, "a");
        assertThat(queue.take(errand, clock.instant(), 1)).isEmpty();
    }

    @Test
    void whenTheQueueArrivesInAnOlderDatabaseThenWhatWaitedIsFoundInIt() {
        String schema = "before_the_queue";
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(schema)
                .target("46")
                .load()
                .migrate();
        UUID list = UUID.randomUUID();
        UUID holder = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        in(schema, """
                insert into crl_partition (partition_id, authority_id, prefecture, municipality, created_at, due_at, failures)
                values ('%s', '\\x00', 'p', 'm', '2026-01-01Z', '2026-01-02Z', 3)""".formatted(list));
        in(schema, "insert into holder (holder_id, created_at) values ('%s', '2026-01-01Z')".formatted(holder));
        in(
                schema,
                "insert into refresh (holder_id, anchor_id, due_at, last_outcome) values ('%s', '%s', '2026-01-03Z', 'refused')"
                        .formatted(holder, UUID.randomUUID()));
        for (int twice = 0; twice < 2; twice++) {
            in(schema, """
                    insert into logout_notice (bucket, holder_id, client_id, session_id, created_at, due_at, attempts)
                    values (1, '%s', 'the client', '%s', '2026-01-04Z', '2026-01-05Z', 2)""".formatted(holder, session));
        }
        Flyway.configure().dataSource(dataSource).schemas(schema).load().migrate();
        List<String> moved = jdbc.sql("select bucket || ' ' || kind || ' ' || work_key || ' ' || attempts from "
                        + schema + ".work_item")
                .query((row, n) -> row.getString(1))
                .list();
        String notice = session + " the client";
        assertThat(moved)
                .containsExactlyInAnyOrder(
                        WorkQueue.bucketOf(list.toString()) + " revocation_list " + list + " 3",
                        WorkQueue.bucketOf(holder.toString()) + " refresh " + holder + " 0",
                        WorkQueue.bucketOf(notice) + " logout_notice " + notice + " 2");
        jdbc.sql("drop schema " + schema + " cascade").update();
    }

    private void in(String schema, String insert) {
        jdbc.sql(insert.replaceFirst("insert into ", "insert into " + schema + "."))
                .update();
    }
}
