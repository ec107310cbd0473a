package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecoysTest {

    private static final Instant AT = Instant.parse("2026-04-10T03:00:00Z");

    private final Decoys decoys = new Decoys(TestKeys.key(21));

    @Test
    void whenATimeIsCutAnywhereThenThePartsMakeTheWhole() {
        long seed = new Random().nextLong();
        System.out.println("DecoysTest seed " + seed);
        Random random = new Random(seed);
        Instant end = AT.plus(Duration.ofDays(9));
        List<Decoys.Change> parts = new ArrayList<>();
        Instant from = AT;
        while (from.isBefore(end)) {
            Instant to = from.plusMillis(random.nextInt(12 * 3600 * 1000));
            to = to.isAfter(end) ? end : to;
            parts.addAll(decoys.between(4, from, to));
            from = to;
        }
        assertThat(parts).isEqualTo(decoys.between(4, AT, end)).isNotEmpty();
    }

    @Test
    void whenTheyAreAskedForAgainThenTheyAreTheSameAndOnlyDecoys() {
        List<Decoys.Change> once = decoys.between(4, AT, AT.plus(Duration.ofDays(2)));
        assertThat(new Decoys(TestKeys.key(21)).between(4, AT, AT.plus(Duration.ofDays(2))))
                .isEqualTo(once);
        assertThat(once).allSatisfy(each -> {
            assertThat(decoys.isDecoy(4, each.index())).isTrue();
            assertThat(each.at()).isAfter(AT).isBeforeOrEqualTo(AT.plus(Duration.ofDays(2)));
        });
        assertThat(decoys.between(4, AT, AT)).isEmpty();
    }

    @Test
    void whenListsOrKeysDifferThenTheirDecoysHaveNothingInCommon() {
        Set<Instant> here = times(decoys.between(4, AT, AT.plus(Duration.ofDays(30))));
        Set<Instant> there = times(decoys.between(5, AT, AT.plus(Duration.ofDays(30))));
        Set<Instant> elsewhere = times(new Decoys(TestKeys.key(22)).between(4, AT, AT.plus(Duration.ofDays(30))));
        assertThat(here).isNotEmpty();
        assertThat(share(here, there)).isLessThan(0.1);
        assertThat(share(here, elsewhere)).isLessThan(0.1);
    }

    private static Set<Instant> times(List<Decoys.Change> changes) {
        Set<Instant> times = new HashSet<>();
        changes.forEach(each -> times.add(each.at()));
        return times;
    }

    private static double share(Set<Instant> one, Set<Instant> other) {
        return one.stream().filter(other::contains).count() / (double) one.size();
    }

    @Test
    void whenADayPassesThenSomeTwentyChangeAtAnyHour() {
        int days = 60;
        List<Decoys.Change> changes = decoys.between(0, AT, AT.plus(Duration.ofDays(days)));
        // 16 begin each day, and most of those of the last two months go on.
        assertThat(changes.size() / (double) days).isBetween(17.0, 30.0);
        int[] byHour = new int[24];
        changes.forEach(each -> byHour[(int) (each.at().getEpochSecond() / 3600 % 24)]++);
        double expected = changes.size() / 24.0;
        double chi = 0;
        for (int each : byHour) {
            chi += (each - expected) * (each - expected) / expected;
        }
        assertThat(chi).as("of 23 degrees of freedom").isLessThan(60);
    }

    @Test
    void whenACourseIsWatchedThenItsSecondChangeSaysNothingOfTheIndexOrTheFirst() {
        Map<Integer, List<Decoys.Change>> courses = new HashMap<>();
        for (long list = 0; list < 12; list++) {
            long of = list << 20;
            decoys.between(list, AT, AT.plus(Duration.ofDays(120)))
                    .forEach(each -> courses.computeIfAbsent((int) (of | each.index()), key -> new ArrayList<>())
                            .add(each));
        }
        List<Decoys.Change[]> pairs = courses.values().stream()
                .filter(each -> each.size() == 2 && each.getFirst().value() != StatusValue.INVALID)
                .map(each -> each.toArray(Decoys.Change[]::new))
                .toList();
        assertThat(pairs.size()).isGreaterThan(3_000);
        for (long period : new long[] {60, 450, 1800, 3600, 5400}) {
            double[] pauses = pairs.stream()
                    .mapToDouble(
                            pair -> Duration.between(pair[0].at(), pair[1].at()).toSeconds() % period)
                    .toArray();
            double[] indices =
                    pairs.stream().mapToDouble(pair -> pair[0].index() % period).toArray();
            double[] begins = pairs.stream()
                    .mapToDouble(pair -> pair[0].at().getEpochSecond() % period)
                    .toArray();
            // Of n pairs, chance stays within four over the root of n, but for one time in some ten thousand.
            double chance = 4 / Math.sqrt(pairs.size());
            assertThat(correlation(pauses, indices)).as("index, %s s", period).isBetween(-chance, chance);
            assertThat(correlation(pauses, begins)).as("begin, %s s", period).isBetween(-chance, chance);
        }
        long distinct = pairs.stream()
                .map(pair -> Duration.between(pair[0].at(), pair[1].at()).toSeconds())
                .distinct()
                .count();
        assertThat(distinct).as("pauses are of any length").isGreaterThan(pairs.size() * 9L / 10);
    }

    private static double correlation(double[] one, double[] other) {
        double meanOfOne = Arrays.stream(one).average().orElseThrow();
        double meanOfOther = Arrays.stream(other).average().orElseThrow();
        double together = 0;
        double squaresOfOne = 0;
        double squaresOfOther = 0;
        for (int i = 0; i < one.length; i++) {
            together += (one[i] - meanOfOne) * (other[i] - meanOfOther);
            squaresOfOne += Math.pow(one[i] - meanOfOne, 2);
            squaresOfOther += Math.pow(other[i] - meanOfOther, 2);
        }
        return together / Math.sqrt(squaresOfOne * squaresOfOther);
    }

    @Test
    void whenAListGrowsOldThenAboutAsManyOfItsDecoysHaveEndedAndWaitAsOfPeople() {
        StatusBits bits = StatusBits.fresh();
        for (Decoys.Change each : decoys.between(2, AT.minus(Duration.ofDays(180)), AT)) {
            if (bits.get(each.index()).mayBecome(each.value())) {
                bits.set(each.index(), each.value());
            }
        }
        Map<StatusValue, Integer> counts = new EnumMap<>(StatusValue.class);
        for (int i = 0; i < StatusBits.ENTRIES; i++) {
            counts.merge(bits.get(i), 1, Integer::sum);
        }
        assertThat(counts.get(StatusValue.INVALID)).isBetween(Decoys.PLACES / 20, Decoys.PLACES / 5);
        assertThat(counts.get(StatusValue.REISSUE_REQUIRED)).isBetween(Decoys.PLACES / 200, Decoys.PLACES / 20);
        assertThat(counts.get(StatusValue.SUSPENDED)).isBetween(3, Decoys.PLACES / 100);
    }

    @Test
    void whenPlacesAreDecoysThenOneIn64Is() {
        int found = 0;
        for (int i = 0; i < StatusBits.ENTRIES; i++) {
            found += decoys.isDecoy(9, i) ? 1 : 0;
        }
        assertThat(found).isEqualTo(Decoys.PLACES).isEqualTo(16_384);
        assertThat(Places.BLOCKS_A_LIST * Places.BLOCK + Decoys.PLACES).isEqualTo(StatusBits.ENTRIES);
    }
}
