package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.fixture.IssuerTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** However much is done in the background, whoever is at a door finds a connection; and what is done there waits for its own. */
@Timeout(60)
class BackgroundPoolTest extends IssuerTest {

    @Autowired
    private HikariDataSource pool;

    @Autowired
    private ThreadPoolTaskScheduler scheduler;

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread each : threads) {
            each.join(Duration.ofSeconds(30));
        }
    }

    /** One of its own, in which nobody waits long. */
    private Pool small() {
        Pool small = new Pool();
        small.setJdbcUrl(pool.getJdbcUrl());
        small.setUsername(pool.getUsername());
        small.setPassword(pool.getPassword());
        small.setMaximumPoolSize(6);
        small.setConnectionTimeout(300);
        return small;
    }

    @Test
    void whenTheBackgroundTakesAllItMayThenDoorsStillHaveHalf() throws Exception {
        CountDownLatch held = new CountDownLatch(3);
        CountDownLatch enough = new CountDownLatch(1);
        AtomicInteger at = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Pool small = small()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                threads.add(Thread.ofVirtual().start(Background.of(() -> {
                    try (Connection taken = small.getConnection()) {
                        assertThat(taken.isValid(1)).isTrue();
                        most.accumulateAndGet(at.incrementAndGet(), Math::max);
                        held.countDown();
                        enough.await();
                        at.decrementAndGet();
                    } catch (SQLException | InterruptedException | AssertionError e) {
                        failures.add(e);
                    }
                })));
            }
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            List<Connection> atDoors = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                atDoors.add(small.getConnection());
            }
            // One more at a door waits as long as anybody does there, and longer than the background was given: it did
            // not fail.
            assertThatThrownBy(small::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            assertThat(failures).isEmpty();
            for (Connection each : atDoors) {
                each.close();
            }
            enough.countDown();
            join(threads);
        }
        assertThat(failures).isEmpty();
        assertThat(most).hasValue(3);
    }

    @Test
    void whenEachOfManyNeedsASecondOneThenNoneWaitsForEver() throws Exception {
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8 * pool.getMaximumPoolSize(); i++) {
            threads.add(Thread.ofVirtual().start(Background.of(() -> {
                HolderId holder = HolderId.random();
                holders.creating(
                        holder,
                        clock.instant(),
                        () -> jdbc.sql("select 1").query(Integer.class).single());
                try (Connection one = pool.getConnection();
                        Connection two = pool.getConnection()) {
                    done.add(one.isValid(1) + " " + two.isValid(1));
                } catch (SQLException e) {
                    done.add(e.toString());
                }
            })));
        }
        join(threads);
        assertThat(done).hasSize(threads.size()).containsOnly("true true");
    }

    @Test
    void whenTheClockStartsSomethingThenItAndAllItStartsIsInTheBackground() throws Exception {
        List<Boolean> where = new CopyOnWriteArrayList<>();
        CountDownLatch ran = new CountDownLatch(1);
        ScheduledFuture<?> task = scheduler.scheduleWithFixedDelay(
                () -> {
                    where.add(Background.isHere());
                    Thread child = Thread.ofVirtual().start(() -> where.add(Background.isHere()));
                    try {
                        child.join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    ran.countDown();
                },
                Duration.ofHours(1));
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        task.cancel(false);
        assertThat(where).containsExactly(true, true);
        assertThat(Background.isHere()).isFalse();
    }
}
