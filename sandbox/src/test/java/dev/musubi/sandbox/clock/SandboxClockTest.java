package dev.musubi.sandbox.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.sandbox.fixture.StoppedClock;
import dev.musubi.sandbox.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxClockTest {

    private static final Instant START = Instant.parse("2024-02-28T16:00:00Z"); // 29 February in Japan

    @TempDir
    Path folder;

    private final StoppedClock machine = new StoppedClock(START);
    private Journal journal;
    private SandboxClock clock;

    @BeforeEach
    void open() {
        journal = Journal.open(folder.resolve("journal"));
        clock = new SandboxClock(machine, journal);
        journal.replay();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whenNotMovedThenItGoesWithTheMachine() {
        machine.advance(Duration.ofHours(3));
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(3)));
    }

    @Test
    void whenAdvancedFiveYearsThenItIsByTheCalendarOfJapan() {
        assertThat(clock.advance(Period.ofYears(5))).isTrue();
        assertThat(clock.instant()).isEqualTo(Instant.parse("2029-02-27T16:00:00Z"));
        machine.advance(Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2029-02-27T16:01:00Z"));
    }

    @Test
    void whenSetBackwardsThenOnlyIfThatIsMeant() {
        Instant yesterday = START.minus(Duration.ofDays(1));
        assertThat(clock.set(yesterday, false)).isFalse();
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.set(yesterday, true)).isTrue();
        assertThat(clock.instant()).isEqualTo(yesterday);
        clock.reset();
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.advance(Duration.ofSeconds(-1))).isFalse();
    }

    @Test
    void whenReopenedThenItIsStillMoved() {
        clock.advance(Period.ofYears(5));
        Instant moved = clock.instant();
        journal.close();
        open();
        assertThat(clock.instant()).isEqualTo(moved);
    }
}
