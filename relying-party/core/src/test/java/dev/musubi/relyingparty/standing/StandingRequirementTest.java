package dev.musubi.relyingparty.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingRequirementTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private static Standing standing(Standing.State state, Duration ageWhenTold, boolean fresh) {
        return new Standing(
                state,
                NOW.minus(ageWhenTold),
                fresh,
                1,
                Standing.Source.SIGNATURE_CERTIFICATE,
                LocalDate.parse("2026-11-28"),
                NOW);
    }

    @Test
    void whenAnAnswerComesThenStateAndTheIssuersWordOnFreshnessCount() {
        StandingRequirement live = StandingRequirement.live(Duration.ofMinutes(15));
        assertThat(live.unmetBy(standing(Standing.State.ACTIVE, Duration.ZERO, true)))
                .isEmpty();
        assertThat(live.unmetBy(standing(Standing.State.ACTIVE, Duration.ZERO, false)))
                .contains(Unmet.STALE);
        assertThat(live.unmetBy(standing(Standing.State.REISSUE_REQUIRED, Duration.ZERO, true)))
                .contains(Unmet.REISSUE_REQUIRED);
        assertThat(live.unmetBy(standing(Standing.State.SUSPENDED, Duration.ZERO, true)))
                .contains(Unmet.SUSPENDED);
        assertThat(live.unmetBy(standing(Standing.State.ENDED, Duration.ZERO, false)))
                .contains(Unmet.ENDED);
        assertThat(StandingRequirement.live().unmetBy(standing(Standing.State.ACTIVE, Duration.ZERO, false)))
                .isEmpty();
        assertThat(live.orReissueRequired().unmetBy(standing(Standing.State.REISSUE_REQUIRED, Duration.ZERO, true)))
                .isEmpty();
    }

    @Test
    void whenTimeGoesByThenWhatIsKnownGrowsOld() {
        StandingRequirement live = StandingRequirement.live(Duration.ofMinutes(15));
        Standing known = standing(Standing.State.ACTIVE, Duration.ofMinutes(10), true);
        assertThat(known.age(NOW)).isEqualTo(Duration.ofMinutes(10));
        assertThat(live.unmetBy(known, NOW.plus(Duration.ofMinutes(5)))).isEmpty();
        assertThat(live.unmetBy(known, NOW.plus(Duration.ofMinutes(5)).plusMillis(1)))
                .contains(Unmet.STALE);
    }

    @Test
    void whenTheIssuersClockIsAheadThenAnAnswerIsNoYoungerForIt() {
        Standing known = standing(Standing.State.ACTIVE, Duration.ofDays(-1000), true);
        assertThat(known.age(NOW)).isZero();
        assertThat(known.age(NOW.plusSeconds(60))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void whenARequirementIsAskedForThenItReadsAsTheClaimIsRequested() {
        assertThat(StandingRequirement.live(Duration.ofMinutes(15)).claimRequest())
                .isEqualTo(Map.of("essential", true, "value", "ACTIVE", "max_age", 900L));
        assertThat(StandingRequirement.live().claimRequest()).isEqualTo(Map.of("essential", true, "value", "ACTIVE"));
    }

    @Test
    void whenARequirementMakesNoSenseThenItIsNone() {
        assertThatThrownBy(() -> new StandingRequirement(Set.of(), null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StandingRequirement.live(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StandingRequirement.live(Duration.ofDays(4000)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
