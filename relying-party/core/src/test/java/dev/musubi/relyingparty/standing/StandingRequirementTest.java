package dev.musubi.relyingparty.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingRequirementTest {

    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private static Standing standing(Standing.State state, Duration ageWhenTold, boolean fresh) {
        Freshness told = fresh ? new Freshness.Fresh(ageWhenTold) : new Freshness.Stale(ageWhenTold);
        return new Standing(
                state,
                NOW.minus(ageWhenTold),
                told,
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
    void whenTheIssuerCallsFreshWhatByItsOwnTimeIsNotThenItsWordIsNotTaken() {
        StandingRequirement live = StandingRequirement.live(Duration.ofMinutes(15));
        Standing old = standing(Standing.State.ACTIVE, Duration.ofHours(20), true);
        assertThat(live.unmetBy(old)).as("by its word").isEmpty();
        assertThat(live.contradictedBy(old, NOW, SKEW)).contains(Unmet.STALE);
        Standing bound = standing(Standing.State.ACTIVE, Duration.ofMinutes(15), true);
        assertThat(live.contradictedBy(bound, NOW.plusSeconds(60), SKEW)).isEmpty();
        StandingRequirement now = StandingRequirement.live(Duration.ZERO);
        assertThat(now.contradictedBy(standing(Standing.State.ACTIVE, Duration.ofMinutes(1), true), NOW, SKEW))
                .as("of this moment is told as a minute")
                .isEmpty();
        assertThat(now.contradictedBy(standing(Standing.State.ACTIVE, Duration.ofMinutes(3), true), NOW, SKEW))
                .contains(Unmet.STALE);
        assertThat(StandingRequirement.live().contradictedBy(old, NOW, SKEW)).isEmpty();
    }

    @Test
    void whenTimeGoesByThenWhatIsKnownGrowsOld() {
        StandingRequirement live = StandingRequirement.live(Duration.ofMinutes(15));
        Standing known = standing(Standing.State.ACTIVE, Duration.ofMinutes(10), true);
        assertThat(known.freshness(NOW, Duration.ofMinutes(15), SKEW))
                .isEqualTo(new Freshness.Fresh(Duration.ofMinutes(10)));
        assertThat(live.unmetBy(known, NOW.plus(Duration.ofMinutes(5)))).isEmpty();
        assertThat(live.unmetBy(known, NOW.plus(Duration.ofMinutes(5)).plusMillis(1)))
                .contains(Unmet.STALE);
    }

    @Test
    void whenTheIssuersClockIsALittleAheadThenAnAnswerIsNoYoungerForIt() {
        Standing known = at(NOW.plusSeconds(59), new Freshness.Fresh(Duration.ZERO));
        assertThat(known.freshness(NOW, Duration.ZERO, SKEW)).isEqualTo(new Freshness.Fresh(Duration.ZERO));
        assertThat(known.freshness(NOW.plusSeconds(60), Duration.ofSeconds(59), SKEW))
                .isEqualTo(new Freshness.Stale(Duration.ofSeconds(60)));
    }

    @Test
    void whenAnAnswerIsOfATimeToComeThenNobodyKnowsHowFreshItIsAndItMeetsNothing() {
        Standing known = at(NOW.plusSeconds(61), new Freshness.Fresh(Duration.ZERO));
        assertThat(known.freshness(NOW.plusSeconds(3600), Duration.ofDays(1), SKEW))
                .isEqualTo(new Freshness.Unknown(Freshness.Unknown.Why.FROM_THE_FUTURE));
        assertThat(StandingRequirement.live(Duration.ofDays(1)).unmetBy(known, NOW.plusSeconds(3600)))
                .contains(Unmet.UNKNOWN);
        assertThat(StandingRequirement.live().unmetBy(known, NOW)).contains(Unmet.UNKNOWN);
    }

    @Test
    void whenTheClockIsSetBackThenWhatWasKnownIsNoLongerFresh() {
        Standing known = standing(Standing.State.ACTIVE, Duration.ZERO, true);
        assertThat(known.freshness(NOW.minusSeconds(60), Duration.ZERO, SKEW))
                .isEqualTo(new Freshness.Fresh(Duration.ZERO));
        assertThat(known.freshness(NOW.minusSeconds(61), Duration.ofDays(1), SKEW))
                .isEqualTo(new Freshness.Unknown(Freshness.Unknown.Why.CLOCK_SET_BACK));
        for (StandingRequirement each :
                new StandingRequirement[] {StandingRequirement.live(), StandingRequirement.live(Duration.ofDays(1))}) {
            assertThat(each.unmetBy(known, NOW.minusSeconds(61))).contains(Unmet.UNKNOWN);
            assertThat(each.unmetBy(known, NOW.minus(Duration.ofDays(3650)))).contains(Unmet.UNKNOWN);
        }
    }

    @Test
    void whenTheIssuerDoesNotSayHowFreshItIsThenItMeetsNothing() {
        Standing silent = at(NOW, new Freshness.Unknown(Freshness.Unknown.Why.NOT_TOLD));
        assertThat(StandingRequirement.live(Duration.ofDays(1)).unmetBy(silent)).contains(Unmet.UNKNOWN);
        assertThat(StandingRequirement.live(Duration.ofDays(1)).unmetBy(silent, NOW))
                .contains(Unmet.UNKNOWN);
    }

    @Test
    void whenClocksAreAnywhereThenNoAgeIsNegativeAndNothingFromBeyondTheSkewIsFresh() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            Instant asOf = NOW.plusSeconds(random.nextInt(-400, 400));
            Instant now = NOW.plusSeconds(random.nextInt(-400, 400));
            Duration maxAge = Duration.ofSeconds(random.nextInt(0, 300));
            Freshness freshness = Freshness.of(asOf, now, maxAge, SKEW);
            Duration age = Duration.between(asOf, now);
            if (freshness instanceof Freshness.Fresh fresh) {
                assertThat(fresh.age()).as("seed " + seed).isBetween(Duration.ZERO, maxAge);
                assertThat(age).as("seed " + seed).isGreaterThanOrEqualTo(SKEW.negated());
            } else if (freshness instanceof Freshness.Stale stale) {
                assertThat(stale.age()).as("seed " + seed).isEqualTo(age).isGreaterThan(maxAge);
            } else {
                assertThat(age).as("seed " + seed).isLessThan(SKEW.negated());
            }
        }
        assertThatThrownBy(() -> new Freshness.Fresh(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Freshness.Stale(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Standing at(Instant asOf, Freshness told) {
        return new Standing(
                Standing.State.ACTIVE,
                asOf,
                told,
                1,
                Standing.Source.SIGNATURE_CERTIFICATE,
                LocalDate.parse("2026-11-28"),
                NOW);
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
