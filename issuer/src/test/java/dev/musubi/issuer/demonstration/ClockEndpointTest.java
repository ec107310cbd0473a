package dev.musubi.issuer.demonstration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockEndpointTest {

    private static final Instant FAR = Instant.parse("2040-01-01T00:00:00Z");

    private final DemonstrationSettings production = new DemonstrationSettings(false);
    private final DemonstrationSettings demonstration = new DemonstrationSettings(true);

    @Test
    void whenItIsNoDemonstrationThenTheClockCannotBeReached() {
        MovableClock clock = new MovableClock(new MachineClock(), production);
        ClockEndpoint endpoint = new ClockEndpoint(clock, production);

        assertThatThrownBy(endpoint::now).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> endpoint.move(new ClockEndpoint.Clock(FAR))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> clock.moveTo(FAR)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whenItIsNoDemonstrationThenThereIsNoShiftWhoeverHoldsTheHand() {
        MovableClock moved = new MovableClock(new MachineClock(), demonstration);
        moved.moveTo(FAR);

        assertThat(new DemonstrationConfiguration()
                        .clockShift(production, moved)
                        .current())
                .isZero();
        assertThat(new DemonstrationConfiguration()
                        .clockShift(demonstration, moved)
                        .current())
                .isGreaterThan(Duration.ofDays(1));
    }

    @Test
    void whenItIsADemonstrationThenTheClockMoves() {
        ClockEndpoint endpoint = new ClockEndpoint(new MovableClock(new MachineClock(), demonstration), demonstration);

        endpoint.move(new ClockEndpoint.Clock(FAR));

        assertThat(endpoint.now().get("now")).isAfterOrEqualTo(FAR).isBefore(FAR.plusSeconds(600));
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,true", "true,true"})
    void whenCertificatesAreRealThenNothingOfADemonstrationStarts(boolean demonstration, boolean testHolder) {
        assertThatThrownBy(() -> new DemonstrationGuard(demonstration, testHolder, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PRODUCTION");
        assertThatCode(() -> new DemonstrationGuard(demonstration, testHolder, false))
                .doesNotThrowAnyException();
        assertThatCode(() -> new DemonstrationGuard(false, false, true)).doesNotThrowAnyException();
    }
}
