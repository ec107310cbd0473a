package dev.musubi.issuer.privateid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifeCycleTest {

    @Test
    void whenEndedThenNothingFollows() {
        for (Cause cause : Cause.values()) {
            assertThat(LifeCycle.next(LifeState.ENDED, cause)).as(cause.name()).isEmpty();
        }
    }

    @Test
    void whenAliveThenItCanAlwaysEnd() {
        for (LifeState state : EnumSet.complementOf(EnumSet.of(LifeState.ENDED))) {
            assertThat(LifeCycle.next(state, Cause.CESSATION)).contains(LifeState.ENDED);
            assertThat(LifeCycle.next(state, Cause.WITHDRAWN)).contains(LifeState.ENDED);
            assertThat(LifeCycle.next(state, Cause.ID_EXPIRED)).contains(LifeState.ENDED);
        }
    }

    @Test
    void whenAliveThenANewSignatureAlwaysBringsItBack() {
        for (LifeState state : EnumSet.complementOf(EnumSet.of(LifeState.ENDED))) {
            assertThat(LifeCycle.next(state, Cause.REISSUED)).contains(LifeState.ACTIVE);
        }
    }

    @Test
    void whenSuspendedThenARefreshAloneDoesNotBringItBack() {
        assertThat(LifeCycle.next(LifeState.KEY_DOUBTED, Cause.REFRESHED)).isEmpty();
    }

    @Test
    void whenTheKeyIsInDoubtThenTheTableItselfForbidsResuming() {
        assertThat(LifeCycle.next(LifeState.KEY_DOUBTED, Cause.RESUMED)).isEmpty();
        for (LifeState state : EnumSet.complementOf(EnumSet.of(LifeState.PAUSED))) {
            assertThat(LifeCycle.onResume(state, Optional.empty())).isEmpty();
            for (Cause cause : Cause.values()) {
                assertThat(LifeCycle.onResume(state, Optional.of(cause))).isEmpty();
            }
        }
    }

    @Test
    void whenAPauseEndsThenOneStepLeadsToWhatBecameOfTheAnchor() {
        assertThat(LifeCycle.onResume(LifeState.PAUSED, Optional.empty())
                        .orElseThrow()
                        .to())
                .isEqualTo(LifeState.ACTIVE);
        for (Cause death : List.of(
                Cause.ANCHOR_CONTENT_CHANGED, Cause.ANCHOR_SUPERSEDED, Cause.ANCHOR_EXPIRED, Cause.ANCHOR_WITHDRAWN)) {
            assertThat(LifeCycle.next(LifeState.PAUSED, death)).isEmpty();
            LifeCycle.Transition step =
                    LifeCycle.onResume(LifeState.PAUSED, Optional.of(death)).orElseThrow();
            assertThat(step.to()).isEqualTo(LifeState.REISSUE_REQUIRED);
            assertThat(step.cause()).isEqualTo(death);
        }
        assertThat(LifeCycle.onResume(LifeState.PAUSED, Optional.of(Cause.KEY_IN_DOUBT))
                        .orElseThrow()
                        .to())
                .isEqualTo(LifeState.KEY_DOUBTED);
    }

    @Test
    void whenAnAnchorDiesThenTheStateFollowsItsReason() {
        assertThat(LifeCycle.next(LifeState.ACTIVE, Cause.ANCHOR_CONTENT_CHANGED))
                .contains(LifeState.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(LifeState.ACTIVE, Cause.ANCHOR_SUPERSEDED)).contains(LifeState.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(LifeState.ACTIVE, Cause.ANCHOR_EXPIRED)).contains(LifeState.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(LifeState.ACTIVE, Cause.ANCHOR_WITHDRAWN)).contains(LifeState.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(LifeState.ACTIVE, Cause.KEY_IN_DOUBT)).contains(LifeState.KEY_DOUBTED);
        assertThat(LifeCycle.next(LifeState.ACTIVE, Cause.CESSATION)).contains(LifeState.ENDED);
    }

    @Test
    void whenInNoStateYetThenOnlyABirthLeadsIn() {
        assertThat(LifeCycle.BIRTH.from()).isEmpty();
        assertThat(LifeCycle.table().stream()
                        .filter(row -> row.from().isEmpty())
                        .toList())
                .containsExactly(LifeCycle.BIRTH);
        for (LifeState state : LifeState.values()) {
            assertThat(LifeCycle.next(state, Cause.ISSUED)).isEmpty();
        }
    }

    @Test
    void whenTheTableIsReadThenEveryStateIsReachedAndEveryCauseHasARow() {
        Set<LifeState> reached = EnumSet.noneOf(LifeState.class);
        Set<Cause> used = EnumSet.noneOf(Cause.class);
        for (LifeCycle.Transition row : LifeCycle.table()) {
            reached.add(row.to());
            used.add(row.cause());
            row.from()
                    .ifPresent(from -> assertThat(
                                    row.onResume()
                                            ? LifeCycle.onResume(from, Optional.of(row.cause()))
                                                    .map(LifeCycle.Transition::to)
                                            : LifeCycle.next(from, row.cause()))
                            .isEqualTo(Optional.of(row.to())));
        }
        assertThat(reached).containsExactlyInAnyOrder(LifeState.values());
        assertThat(used).containsExactlyInAnyOrder(Cause.values());
    }

    @Test
    void whenACauseIsShownThenItSaysWhatIsSoInBothLanguages() {
        assertThat(Arrays.stream(Cause.values())).allSatisfy(cause -> {
            assertThat(cause.message().japanese()).endsWith("。");
            assertThat(cause.message().english()).endsWith(".");
        });
    }
}
