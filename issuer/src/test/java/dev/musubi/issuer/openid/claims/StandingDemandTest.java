package dev.musubi.issuer.openid.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.openid.claims.StandingDemand.Unmet;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.standing.Standing;
import dev.musubi.issuer.time.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Demands on standing. */
class StandingDemandTest {

    private static final String VERIFIED =
            "\"verified_claims\":{\"verification\":{\"trust_framework\":null},\"claims\":{\"name\":null}}";

    private static StandingDemand demand(String claims) {
        return ClaimsDemand.of(List.of("openid"), claims).standing();
    }

    private static Standing standing(State state, boolean fresh) {
        Instant at = Instant.parse("2026-11-25T00:00:00Z");
        return new Standing(
                "subject",
                state,
                at,
                1,
                Generation.Source.SIGNATURE_CERTIFICATE,
                at,
                at,
                fresh ? new Freshness.Fresh(Duration.ZERO) : new Freshness.Stale(Duration.ofDays(1)),
                at,
                Standing.Action.NONE);
    }

    @Test
    void whenNothingIsDemandedThenOnlyThoseWhoIdentifyNobodyAreTurnedAway() {
        StandingDemand none = demand("{}");
        assertThat(none.unmet(standing(State.ACTIVE, false))).isEmpty();
        assertThat(none.unmet(standing(State.REISSUE_REQUIRED, true))).isEmpty();
        assertThat(none.unmet(standing(State.SUSPENDED, true))).contains(Unmet.SUSPENDED);
        assertThat(none.unmet(standing(State.ENDED, true))).contains(Unmet.ENDED);
    }

    @Test
    void whenVerifiedClaimsAreAskedForThenALiveAnchorIsDemandedWithIt() {
        StandingDemand demand = demand("{\"userinfo\":{" + VERIFIED + "}}");
        assertThat(demand.unmet(standing(State.ACTIVE, false))).isEmpty();
        assertThat(demand.unmet(standing(State.REISSUE_REQUIRED, true))).contains(Unmet.REISSUE_REQUIRED);
    }

    @Test
    void whenAClientOnlyWishesForALiveAnchorThenVerifiedClaimsStillDemandOne() {
        assertThat(demand("{\"id_token\":{\"standing\":{\"value\":\"ACTIVE\"}," + VERIFIED + "}}")
                        .unmet(standing(State.REISSUE_REQUIRED, true)))
                .contains(Unmet.REISSUE_REQUIRED);
    }

    @Test
    void whenAClientTakesStaleAttributesThenItSaysSo() {
        StandingDemand demand = demand("{\"id_token\":{\"standing\":{\"essential\":true,\"values\":[\"ACTIVE\","
                + "\"REISSUE_REQUIRED\"]}," + VERIFIED + "}}");
        assertThat(demand.unmet(standing(State.REISSUE_REQUIRED, true))).isEmpty();
        assertThat(demand.unmet(standing(State.SUSPENDED, true))).contains(Unmet.SUSPENDED);
    }

    @Test
    void whenAnAgeIsDemandedThenAnOlderAnswerDoesNotDo() {
        StandingDemand demand =
                demand("{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\",\"max_age\":900}}}");
        assertThat(demand.maxAge()).isEqualTo(Duration.ofMinutes(15));
        assertThat(demand.unmet(standing(State.ACTIVE, true))).isEmpty();
        assertThat(demand.unmet(standing(State.ACTIVE, false))).contains(Unmet.STALE);
    }

    @Test
    void whenItIsNotEssentialThenItIsOnlyTold() {
        StandingDemand demand = demand("{\"id_token\":{\"standing\":{\"value\":\"ACTIVE\",\"max_age\":1}}}");
        assertThat(demand.unmet(standing(State.REISSUE_REQUIRED, false))).isEmpty();
    }

    @Test
    void whenItIsDemandedInBothPlacesThenTheStricterCounts() {
        StandingDemand demand = demand("{\"id_token\":{\"standing\":{\"max_age\":60}},"
                + "\"userinfo\":{\"standing\":{\"essential\":true,\"max_age\":900}}}");
        assertThat(demand.maxAge()).isEqualTo(Duration.ofMinutes(1));
        assertThat(demand.essential()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id_token\":{\"standing\":{\"value\":\"FINE\"}}}",
                "{\"id_token\":{\"standing\":{\"values\":[]}}}",
                "{\"id_token\":{\"standing\":{\"max_age\":-1}}}",
                "{\"id_token\":{\"standing\":{\"max_age\":\"x\"}}}",
                "{\"id_token\":{\"standing\":{\"essential\":\"yes\"}}}",
                "{\"id_token\":{\"standing\":\"ACTIVE\"}}",
                "{\"id_token\":{\"standing\":{\"value\":\"ACTIVE\"}},\"userinfo\":{\"standing\":{\"value\":\"ENDED\"}}}",
                "{\"id_token\":[]}",
                "{\"userinfo\":\"x\"}",
                "[]",
                "nonsense",
            })
    void whenADemandIsMalformedThenItIsRefused(String claims) {
        assertThatThrownBy(() -> demand(claims)).isInstanceOf(MalformedClaimsException.class);
    }
}
