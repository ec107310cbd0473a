package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.fixture.IssuerTest;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class HolderTransactionsTest extends IssuerTest {

    private HolderId newHolder() {
        HolderId holderId = HolderId.random();
        holders.creating(holderId, clock.instant(), () -> true);
        return holderId;
    }

    private void raise(String sqlState) {
        jdbc.sql("do $$ begin raise exception 'on purpose' using errcode = '" + sqlState + "'; end $$")
                .update();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void whenATransactionLosesARaceThenItIsRunAgainFromItsBeginning(String sqlState) {
        HolderId holderId = newHolder();
        AtomicInteger tries = new AtomicInteger();
        int result = holders.locking(holderId, () -> {
            jdbc.sql("insert into holder_key (holder_id, kek_id, wrapped) values (?, 'none', '')")
                    .param(holderId)
                    .update();
            if (tries.incrementAndGet() < 4) {
                raise(sqlState);
            }
            return tries.get();
        });
        assertThat(result).isEqualTo(4);
        assertThat(value("select count(*) from holder_key where holder_id = ?", holderId))
                .as("what was written before the race was lost is undone each time")
                .isEqualTo(1L);
        jdbc.sql("delete from holder_key where holder_id = ?").param(holderId).update();
    }

    @Test
    void whenATransactionInsideAnotherLosesThenTheOuterOneIsRunAgain() {
        HolderId holderId = newHolder();
        AtomicInteger outer = new AtomicInteger();
        AtomicInteger inner = new AtomicInteger();
        holders.locking(holderId, () -> {
            outer.incrementAndGet();
            return holders.locking(holderId, () -> {
                if (inner.incrementAndGet() < 3) {
                    raise("40P01");
                }
                return true;
            });
        });
        assertThat(outer).hasValue(3);
        assertThat(inner).hasValue(3);
    }

    @Test
    void whenItLosesForeverThenItEndsAfterFiveTries() {
        AtomicInteger tries = new AtomicInteger();
        HolderId holderId = newHolder();
        assertThatThrownBy(() -> holders.locking(holderId, () -> {
                    tries.incrementAndGet();
                    raise("40001");
                    return true;
                }))
                .isInstanceOf(DataAccessException.class);
        assertThat(tries).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22000", "XX000"})
    void whenItFailsForAnotherReasonThenItIsNotRunAgain(String sqlState) {
        AtomicInteger tries = new AtomicInteger();
        HolderId holderId = newHolder();
        assertThatThrownBy(() -> holders.locking(holderId, () -> {
                    tries.incrementAndGet();
                    raise(sqlState);
                    return true;
                }))
                .isInstanceOf(DataAccessException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void whenTwoReallyDeadlockThenBothComeThrough() throws Exception {
        HolderId one = newHolder();
        HolderId other = newHolder();
        CyclicBarrier bothHoldTheirFirst = new CyclicBarrier(2);
        AtomicInteger tries = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first = threads.submit(() -> lockBoth(one, other, bothHoldTheirFirst, tries));
            Future<Boolean> second = threads.submit(() -> lockBoth(other, one, bothHoldTheirFirst, tries));
            assertThat(first.get()).isTrue();
            assertThat(second.get()).isTrue();
        }
        assertThat(tries).as("one of them at least was thrown out").hasValueGreaterThanOrEqualTo(3);
    }

    private boolean lockBoth(HolderId first, HolderId second, CyclicBarrier barrier, AtomicInteger tries) {
        return holders.locking(first, () -> {
            if (tries.incrementAndGet() <= 2) {
                try {
                    barrier.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return jdbc.sql("select true from holder where holder_id = ? for update")
                    .param(second)
                    .query(Boolean.class)
                    .single();
        });
    }

    @Test
    void whenThereIsNoSuchHolderThenNothingIsDone() {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> holders.locking(HolderId.random(), tries::incrementAndGet))
                .isInstanceOf(HolderTransactions.UnknownHolderException.class);
        assertThat(tries).hasValue(0);
    }
}
