package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.relyingparty.fixture.LogLines;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

    private Instant machine = START;
    private final SteadyClock clock = new SteadyClock(() -> machine, Duration.ofSeconds(60));

    @Test
    void whenTheClockGoesOnOrIsCorrectedALittleThenItIsBelieved() {
        assertThat(clock.reliable()).contains(START);
        machine = START.plusSeconds(3600);
        assertThat(clock.reliable()).contains(machine);
        machine = machine.minusSeconds(60);
        assertThat(clock.reliable()).contains(machine);
        assertThat(clock.latest()).isEqualTo(START.plusSeconds(3600));
    }

    @Test
    void whenItIsSetBackThenThereIsNoTimeUntilItIsWhereItWasAndTheLogSaysSoOnce() {
        try (LogLines lines = new LogLines()) {
            assertThat(clock.reliable()).contains(START);
            machine = START.minusMillis(60_001);
            assertThat(clock.reliable()).isEmpty();
            assertThat(clock.now()).isEqualTo(machine);
            assertThat(clock.latest()).isEqualTo(START);
            machine = START.minus(Duration.ofDays(365));
            assertThat(clock.reliable()).isEmpty();
            assertThat(lines.all()).singleElement().asString().startsWith("SEVERE clock.set-back: by PT1M0.001S");
            machine = START.minusSeconds(60);
            assertThat(clock.reliable()).contains(machine);
            machine = START.minusSeconds(61);
            assertThat(clock.reliable()).isEmpty();
            assertThat(lines.all()).hasSize(3).element(1).isEqualTo("INFO clock.caught-up");
        }
    }

    @Test
    void whenItIsAskedForAnythingThenThatCountsAsTold() {
        machine = START.plusSeconds(100);
        assertThat(clock.now()).isEqualTo(machine);
        machine = START;
        assertThat(clock.reliable()).isEmpty();
    }

    @Test
    void whenASkewMakesNoSenseThenItIsNone() {
        assertThatThrownBy(() -> new SteadyClock(() -> machine, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
