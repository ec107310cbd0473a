package dev.musubi.issuer.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.time.Freshness.Fresh;
import dev.musubi.issuer.time.Freshness.Stale;
import dev.musubi.issuer.time.Freshness.Unknown;
import dev.musubi.issuer.time.Freshness.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    @Test
    void whenTimesAreAnythingThenNothingFromTheFutureIsFreshAndNoAgeIsNegative() {
        long seed = new Random().nextLong();
        System.out.println("FreshnessTest seed " + seed);
        Random random = new Random(seed);
        for (int n = 0; n < 10_000; n++) {
            Instant asOf = NOW.plusMillis(random.nextLong(-100_000_000_000L, 100_000_000_000L));
            Duration most = Duration.ofMillis(random.nextLong(100_000_000_000L));
            switch (Freshness.of(asOf, NOW, most)) {
                case Fresh fresh -> {
                    assertThat(asOf).isBeforeOrEqualTo(NOW.plus(Freshness.SKEW));
                    assertThat(fresh.age()).isBetween(Duration.ZERO, most);
                }
                case Stale stale -> assertThat(stale.age()).isGreaterThan(most);
                case Unknown unknown -> assertThat(asOf).isAfter(NOW.plus(Freshness.SKEW));
            }
        }
    }

    @Test
    void whenAnAgeIsNegativeThenThereIsNoSuchFreshness() {
        assertThatThrownBy(() -> new Fresh(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Stale(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    /** A mark in memory, as if the database kept it. */
    private static final class Mark implements HighWaterMark {
        private @Nullable Instant seen;

        @Override
        public Optional<Instant> read() {
            return Optional.ofNullable(seen);
        }

        @Override
        public void raise(Instant at) {
            seen = seen == null || at.isAfter(seen) ? at : seen;
        }

        @Override
        public void reset(Instant now) {
            seen = now;
        }
    }

    private final AtomicReference<Instant> machine = new AtomicReference<>(NOW);
    private final Mark mark = new Mark();

    private ClockWatch watch() {
        return new ClockWatch(new MachineClock(machine::get), mark);
    }

    @Test
    void whenTheClockStepsBackThenNothingIsFreshUntilItHasCaughtUp() {
        ClockWatch watch = watch();
        assertThat(watch.freshness(NOW, NOW, Duration.ofHours(1)).isFresh()).isTrue();

        machine.set(NOW.minus(Duration.ofHours(2)));
        assertThat(watch.tellsAges()).isFalse();
        assertThat(watch.behind()).isEqualTo(Duration.ofHours(2));
        assertThat(watch.freshness(machine.get(), machine.get(), Duration.ofDays(9)))
                .isEqualTo(new Unknown(Why.CLOCK_STEPPED_BACK));

        machine.set(NOW.minus(Freshness.SKEW));
        assertThat(watch.tellsAges()).isTrue();
        machine.set(NOW.plusSeconds(1));
        assertThat(watch.freshness(NOW, NOW, Duration.ofHours(1)).isFresh()).isTrue();
    }

    @Test
    void whenItStepsBackByLessThanTheSkewThenNothingCloses() {
        ClockWatch watch = watch();
        watch.keep();
        machine.set(NOW.minus(Freshness.SKEW).plusSeconds(1));
        assertThat(watch.tellsAges()).isTrue();
    }

    @Test
    void whenTheIssuerWasDownMeanwhileThenTheStepShowsAllTheSame() {
        watch().keep();
        machine.set(NOW.minus(Duration.ofDays(1)));
        ClockWatch restarted = watch();
        assertThat(restarted.tellsAges()).isFalse();
        restarted.keep();
        assertThat(mark.read()).contains(NOW);
    }

    @Test
    void whenAnOperatorSaysThatTheLaterTimeWasWrongThenItOpens() {
        machine.set(NOW.plus(Duration.ofDays(3650)));
        watch().keep();
        machine.set(NOW);
        ClockWatch watch = watch();
        assertThat(watch.tellsAges()).isFalse();
        watch.accept();
        assertThat(watch.tellsAges()).isTrue();
        assertThat(watch().tellsAges()).isTrue();
    }
}
