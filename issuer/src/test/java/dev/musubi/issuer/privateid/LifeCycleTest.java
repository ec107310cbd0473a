package dev.musubi.issuer.privateid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifeCycleTest {

    @Test
    void whenEndedThenNothingFollows() {
        for (Cause cause : Cause.values()) {
            assertThat(LifeCycle.next(State.ENDED, cause)).as(cause.name()).isEmpty();
        }
    }

    @Test
    void whenAliveThenItCanAlwaysEnd() {
        for (State state : EnumSet.complementOf(EnumSet.of(State.ENDED))) {
            assertThat(LifeCycle.next(state, Cause.CESSATION)).contains(State.ENDED);
            assertThat(LifeCycle.next(state, Cause.WITHDRAWN)).contains(State.ENDED);
            assertThat(LifeCycle.next(state, Cause.ID_EXPIRED)).contains(State.ENDED);
        }
    }

    @Test
    void whenAliveThenANewSignatureAlwaysBringsItBack() {
        for (State state : EnumSet.complementOf(EnumSet.of(State.ENDED))) {
            assertThat(LifeCycle.next(state, Cause.REISSUED)).contains(State.ACTIVE);
        }
    }

    @Test
    void whenSuspendedThenARefreshAloneDoesNotBringItBack() {
        assertThat(LifeCycle.next(State.SUSPENDED, Cause.REFRESHED)).isEmpty();
    }

    @Test
    void whenAnAnchorDiesThenTheStateFollowsItsReason() {
        assertThat(LifeCycle.next(State.ACTIVE, Cause.ANCHOR_CONTENT_CHANGED)).contains(State.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(State.ACTIVE, Cause.ANCHOR_SUPERSEDED)).contains(State.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(State.ACTIVE, Cause.ANCHOR_EXPIRED)).contains(State.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(State.ACTIVE, Cause.ANCHOR_WITHDRAWN)).contains(State.REISSUE_REQUIRED);
        assertThat(LifeCycle.next(State.ACTIVE, Cause.KEY_IN_DOUBT)).contains(State.SUSPENDED);
        assertThat(LifeCycle.next(State.ACTIVE, Cause.CESSATION)).contains(State.ENDED);
    }

    @Test
    void whenInNoStateYetThenOnlyABirthLeadsIn() {
        assertThat(LifeCycle.BIRTH.from()).isEmpty();
        assertThat(LifeCycle.table().stream()
                        .filter(row -> row.from().isEmpty())
                        .toList())
                .containsExactly(LifeCycle.BIRTH);
        for (State state : State.values()) {
            assertThat(LifeCycle.next(state, Cause.ISSUED)).isEmpty();
        }
    }

    @Test
    void whenTheTableIsReadThenEveryStateIsReachedAndEveryCauseHasARow() {
        Set<State> reached = EnumSet.noneOf(State.class);
        Set<Cause> used = EnumSet.noneOf(Cause.class);
        for (LifeCycle.Transition row : LifeCycle.table()) {
            reached.add(row.to());
            used.add(row.cause());
            row.from()
                    .ifPresent(from ->
                            assertThat(LifeCycle.next(from, row.cause())).isEqualTo(Optional.of(row.to())));
        }
        assertThat(reached).containsExactlyInAnyOrder(State.values());
        assertThat(used).containsExactlyInAnyOrder(Cause.values());
    }

    @Test
    void whenACauseIsShownThenItSaysWhatIsSoInBothLanguages() {
        assertThat(Arrays.stream(Cause.values())).allSatisfy(cause -> {
            assertThat(cause.japanese()).endsWith("。");
            assertThat(cause.english()).endsWith(".");
        });
    }
}
