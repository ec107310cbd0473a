package dev.musubi.issuer.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownWithinTest {

    private static final Duration MEASURE = Duration.ofHours(30);

    private static Duration told(Duration age, Duration maxAge) {
        return KnownWithin.told(age, maxAge, MEASURE);
    }

    @Test
    void whenADemandIsMetThenTheAnswerSaysNothingButThat() {
        Duration maxAge = Duration.ofMinutes(15);
        Set<Duration> told = new HashSet<>();
        for (int seconds = 1; seconds <= 450; seconds++) {
            told.add(told(Duration.ofSeconds(seconds), maxAge));
        }
        assertThat(told).containsExactly(Duration.ofSeconds(450));
        assertThat(told(Duration.ofHours(20), MEASURE)).isEqualTo(told(Duration.ofSeconds(1), MEASURE));
    }

    @Test
    void whenAnAnswerIsGivenThenItIsOfUseForAWhile() {
        assertThat(bound(Duration.ofMinutes(15))).isEqualTo(Duration.ofSeconds(450));
        assertThat(bound(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(45));
        assertThat(bound(Duration.ofHours(6))).isEqualTo(Duration.ofMinutes(345));
        assertThat(bound(MEASURE)).isEqualTo(MEASURE.minusMinutes(15));
        assertThat(bound(Duration.ofDays(3650))).isEqualTo(MEASURE.minusMinutes(15));
    }

    private static Duration bound(Duration maxAge) {
        return KnownWithin.bound(maxAge, MEASURE);
    }

    @Test
    void whenDemandsAreChosenToTheSecondThenThereAreFewAnswersAllTheSame() {
        Set<Duration> bounds = new HashSet<>();
        for (int seconds = 0; seconds < 7 * 86_400; seconds++) {
            Duration maxAge = Duration.ofSeconds(seconds);
            bounds.add(bound(maxAge));
            assertThat(KnownWithin.isStrict(maxAge) || bound(maxAge).compareTo(maxAge) <= 0)
                    .as("%s", maxAge)
                    .isTrue();
        }
        assertThat(bounds).hasSize(6);
    }

    @Test
    void whenSomebodyElseHadJlisAskedSecondsAgoThenNoDemandTellsIt() {
        for (int seconds = 0; seconds < 900; seconds++) {
            Duration maxAge = Duration.ofSeconds(seconds);
            // Asked by this very demand, or found asked by another's: seconds ago either way.
            for (int ago = 1; ago <= 10; ago++) {
                assertThat(told(Duration.ofSeconds(ago), maxAge)).isEqualTo(told(Duration.ofSeconds(1), maxAge));
            }
        }
    }

    @Test
    void whenADemandIsVeryStrictThenAnAnswerJustFetchedSaysAMinute() {
        assertThat(told(Duration.ofSeconds(3), Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
        assertThat(told(Duration.ofSeconds(3), Duration.ofSeconds(60))).isEqualTo(Duration.ofMinutes(1));
        assertThat(KnownWithin.isStrict(Duration.ZERO)).isTrue();
        assertThat(KnownWithin.isStrict(Duration.ofSeconds(59))).isTrue();
        assertThat(KnownWithin.isStrict(Duration.ofMinutes(1))).isFalse();
        assertThat(told(Duration.ofSeconds(3), Duration.ofMinutes(15)))
                .as("that somebody asked just now is not told to who did not demand it")
                .isEqualTo(Duration.ofSeconds(450));
    }

    @Test
    void whenADemandIsNotMetThenTheMeasureIsTold() {
        assertThat(told(Duration.ofHours(3), Duration.ofMinutes(15))).isEqualTo(MEASURE.minusMinutes(15));
        assertThat(told(Duration.ofHours(30), Duration.ofMinutes(15))).isEqualTo(Duration.ofDays(2));
        assertThat(told(Duration.ofDays(2), Duration.ofMinutes(15))).isEqualTo(Duration.ofDays(2));
        assertThat(told(Duration.ofDays(2).plusNanos(1), Duration.ofMinutes(15)))
                .isEqualTo(Duration.ofDays(3));
    }

    @Test
    void whenAnAgeIsToldThenItIsNeverLessThanTheTruth() {
        long seed = 20_261_128;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Duration age = Duration.ofMillis(random.nextLong(Duration.ofDays(9).toMillis()));
            Duration maxAge =
                    Duration.ofSeconds(random.nextLong(Duration.ofDays(5).toSeconds()));
            assertThat(told(age, maxAge))
                    .as("%s of %s, seed %d", age, maxAge, seed)
                    .isGreaterThanOrEqualTo(age);
        }
    }
}
