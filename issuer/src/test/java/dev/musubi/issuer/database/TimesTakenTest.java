package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimesTakenTest {

    private static final Duration PROMISED = Duration.ofSeconds(60);

    @Test
    void whenThereWasNoCaseThenThereIsNoFigure() {
        assertThat(TimesTaken.of(new TreeMap<>(), PROMISED)).isEqualTo(new TimesTaken(0, 0, null, null, null));
    }

    @Test
    void whenThereWasOneThenItIsAllFigures() {
        TimesTaken one = TimesTaken.of(new TreeMap<>(Map.of(61L, 1L)), PROMISED);
        Duration took = Duration.ofSeconds(61);
        assertThat(one).isEqualTo(new TimesTaken(1, 1, took, took, took));
    }

    @Test
    void whenACaseTookJustAsLongAsPromisedThenItIsNotLate() {
        assertThat(TimesTaken.of(new TreeMap<>(Map.of(60L, 3L)), PROMISED).over())
                .isZero();
    }

    @Test
    void whenThereAreManyThenTheSharesAreThoseOfTheSortedCases() {
        long seed = new Random().nextLong();
        System.out.println("TimesTakenTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long[] cases = random.longs(1 + random.nextInt(300), 0, 1 + random.nextInt(200))
                    .sorted()
                    .toArray();
            TreeMap<Long, Long> bySeconds = new TreeMap<>();
            Arrays.stream(cases).forEach(each -> bySeconds.merge(each, 1L, Long::sum));
            TimesTaken taken = TimesTaken.of(bySeconds, PROMISED);
            assertThat(taken.count()).isEqualTo(cases.length);
            assertThat(taken.over())
                    .isEqualTo(Arrays.stream(cases).filter(each -> each > 60).count());
            assertThat(taken.half()).isEqualTo(Duration.ofSeconds(cases[(int) Math.ceil(cases.length * 0.5) - 1]));
            assertThat(taken.most()).isEqualTo(Duration.ofSeconds(cases[(cases.length * 99 + 99) / 100 - 1]));
            assertThat(taken.worst()).isEqualTo(Duration.ofSeconds(cases[cases.length - 1]));
        }
    }
}
