package dev.musubi.relyingparty.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepUpChallengeTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final StandingRequirement LIVE = StandingRequirement.live(Duration.ofMinutes(15));

    private static Standing standing(Standing.State state) {
        return new Standing(
                state,
                NOW,
                new Freshness.Fresh(Duration.ZERO),
                1,
                Standing.Source.J_LIS,
                LocalDate.parse("2026-11-28"),
                NOW);
    }

    @Test
    void whenTheCallerStandsThenThereIsNoChallenge() {
        assertThat(StepUpChallenge.of(LIVE, standing(Standing.State.ACTIVE), NOW))
                .isEmpty();
    }

    @Test
    void whenTheCallerDoesNotStandThenTheChallengeSaysWhatWouldDo() {
        StepUpChallenge challenge = StepUpChallenge.of(LIVE, standing(Standing.State.REISSUE_REQUIRED), NOW)
                .orElseThrow();
        assertThat(challenge.header())
                .isEqualTo("Bearer error=\"standing_not_met\", "
                        + "error_description=\"REISSUE_REQUIRED: The private ID has to be re-issued.\", "
                        + "standing=\"ACTIVE\", standing_max_age=\"900\"");
        assertThat(StepUpChallenge.of(LIVE, null, NOW).orElseThrow().why()).isEqualTo(Unmet.STALE);
    }

    @Test
    void whenAChallengeIsWrittenThenItReadsTheSame() {
        for (Unmet why : Unmet.values()) {
            for (StandingRequirement requirement :
                    new StandingRequirement[] {LIVE, StandingRequirement.live().orReissueRequired()}) {
                StepUpChallenge challenge = new StepUpChallenge("DPoP", requirement, why);
                assertThat(StepUpChallenge.parse(challenge.header())).contains(challenge);
            }
        }
    }

    @Test
    void whenTheProviderChallengesThenItIsRead() {
        Optional<StepUpChallenge> read = StepUpChallenge.parse("DPoP realm=\"musubi\", error=\"standing_not_met\", "
                + "error_description=\"STALE: sign the holder in again\", standing=\"ACTIVE\", "
                + "standing_max_age=\"900\", algs=\"ES256 PS256\"");
        assertThat(read).contains(new StepUpChallenge("DPoP", LIVE, Unmet.STALE));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer error=\"invalid_token\"",
                "Bearer error=\"standing_not_met\"",
                "Bearer error=\"standing_not_met\", standing=\"LIVE\"",
                "Bearer error=\"standing_not_met\", standing=\"ACTIVE\", standing_max_age=\"soon\"",
                "Bearer error=\"standing_not_met\", standing=\"ACTIVE\", standing_max_age=\"-1\"",
                "Bearer error=\"standing_not_met\", standing=\"ACTIVE\", standing_max_age=\"99999999999\"",
            })
    void whenAHeaderIsNoneOfTheseThenItIsPassedOver(String header) {
        assertThat(StepUpChallenge.parse(header)).isEmpty();
    }

    @Test
    void whenAnythingIsReadThenNothingBreaks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "Bearer standing_not_met=\\\",;ACTIVE 900\u3042";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder header = new StringBuilder("Bearer error=\"standing_not_met\"");
            for (int i = random.nextInt(80); i > 0; i--) {
                header.append(letters.charAt(random.nextInt(letters.length())));
            }
            Optional<StepUpChallenge> read = StepUpChallenge.parse(header.toString());
            assertThat(read.map(StepUpChallenge::header).flatMap(StepUpChallenge::parse))
                    .as("seed " + seed)
                    .isEqualTo(read);
        }
        assertThat(StepUpChallenge.parse("Bearer " + "x".repeat(100_000))).isEmpty();
    }
}
