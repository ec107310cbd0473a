package dev.musubi.relyingparty.reissue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RenewalTest {

    private static final LocalDate START = LocalDate.parse("2026-12-01");

    private static Renewal window(LocalDate start, LocalDate end) {
        return new Renewal(start, end, URI.create("https://id.example/reissue"), Duration.ofHours(6));
    }

    @Test
    void whenTheFirstDayBeginsInJapanThenItIsDueAndStaysSo() {
        Renewal renewal = window(START, START.plusDays(13));
        assertThat(renewal.isDue(Instant.parse("2026-11-30T14:59:59Z"))).isFalse();
        assertThat(renewal.isDue(Instant.parse("2026-11-30T15:00:00Z"))).isTrue();
        assertThat(renewal.isDue(Instant.parse("2027-11-30T15:00:00Z")))
                .as("over means now")
                .isTrue();
    }

    @Test
    void whenMomentsAreDrawnThenWithinTheDaysAndOnEachOfThem() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Renewal renewal = window(START, START.plusDays(2));
        Set<LocalDate> days = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Instant moment = renewal.moment(random);
            assertThat(renewal.isDue(moment)).as("seed " + seed).isTrue();
            days.add(LocalDate.ofInstant(moment, Renewal.JAPAN));
        }
        assertThat(days).containsExactlyInAnyOrder(START, START.plusDays(1), START.plusDays(2));
    }

    @Test
    void whenTheWindowIsOneDayThenTheMomentIsOfThatDay() {
        Instant moment = window(START, START).moment(new Random(1));
        assertThat(LocalDate.ofInstant(moment, Renewal.JAPAN)).isEqualTo(START);
    }

    @Test
    void whenAWindowEndsBeforeItStartsThenItIsNone() {
        assertThatThrownBy(() -> window(START, START.minusDays(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
