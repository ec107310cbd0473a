package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.LifeCycle;
import dev.musubi.issuer.privateid.LifeState;
import dev.musubi.issuer.privateid.State;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WhatIsToldTest {

    private static List<Signal> told(LifeCycle.Transition row) {
        boolean anew = row.cause() == Cause.REISSUED || row.cause() == Cause.REFRESHED;
        return WhatIsTold.of(
                row.from().map(LifeState::outward).orElse(null), row.to().outward(), anew, () -> true);
    }

    private static List<EventType> types(State from, State to) {
        return WhatIsTold.of(from, to, false, () -> {
                    throw new AssertionError("nobody asks what changed where there is no new generation");
                })
                .stream()
                .map(Signal::type)
                .toList();
    }

    @Test
    void whenTheStateChangesThenThisIsTold() {
        assertThat(types(State.ACTIVE, State.REISSUE_REQUIRED))
                .containsExactly(EventType.REISSUE_REQUIRED, EventType.ASSURANCE_LEVEL_CHANGE);
        assertThat(types(State.REISSUE_REQUIRED, State.ACTIVE)).containsExactly(EventType.ASSURANCE_LEVEL_CHANGE);
        assertThat(types(State.ACTIVE, State.SUSPENDED)).containsExactly(EventType.ACCOUNT_DISABLED);
        assertThat(types(State.SUSPENDED, State.ACTIVE)).containsExactly(EventType.ACCOUNT_ENABLED);
        assertThat(types(State.SUSPENDED, State.REISSUE_REQUIRED))
                .containsExactly(
                        EventType.ACCOUNT_ENABLED, EventType.REISSUE_REQUIRED, EventType.ASSURANCE_LEVEL_CHANGE);
        for (State each : EnumSet.of(State.ACTIVE, State.REISSUE_REQUIRED, State.SUSPENDED)) {
            assertThat(types(each, State.ENDED)).containsExactly(EventType.ACCOUNT_DISABLED);
        }
    }

    @Test
    void whenTheAssuranceChangesThenTheDirectionIsTold() {
        assertThat(WhatIsTold.of(State.ACTIVE, State.REISSUE_REQUIRED, false, () -> false)
                        .getLast()
                        .said())
                .containsEntry("namespace", "urn:musubi:standing")
                .containsEntry("previous_level", "current")
                .containsEntry("current_level", "stale")
                .containsEntry("change_direction", "decrease");
        assertThat(WhatIsTold.of(State.REISSUE_REQUIRED, State.ACTIVE, true, () -> false)
                        .getLast()
                        .said())
                .containsEntry("current_level", "current")
                .containsEntry("change_direction", "increase");
    }

    @Test
    void whenThereIsANewGenerationThenOnlyWhetherAnythingChangedIsTold() {
        for (boolean changed : new boolean[] {true, false}) {
            List<Signal> told = WhatIsTold.of(State.ACTIVE, State.ACTIVE, true, () -> changed);
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().type()).isEqualTo(EventType.REISSUED);
            assertThat(told.getFirst().said())
                    .containsExactlyEntriesOf(Map.of("attributes_changed", Boolean.toString(changed)));
        }
    }

    /** All there is in the life of a private ID: whatever leads from one state to another looks alike. */
    @Test
    void whenCausesDifferThenWhatIsToldDoesNotUnlessTheStateDoes() {
        Map<String, Set<List<Signal>>> byStates = new HashMap<>();
        for (LifeCycle.Transition row : LifeCycle.table()) {
            boolean anew = row.cause() == Cause.REISSUED || row.cause() == Cause.REFRESHED;
            byStates.computeIfAbsent(
                            row.from().map(LifeState::outward) + " " + row.to().outward() + " " + anew,
                            each -> new java.util.HashSet<>())
                    .add(told(row));
        }
        assertThat(byStates).hasSizeGreaterThan(8);
        assertThat(byStates)
                .allSatisfy((states, told) -> assertThat(told).as(states).hasSize(1));
    }

    @Test
    void whenAnyCauseThereIsComesThenItIsThoughtOf() {
        Set<Cause> causes =
                LifeCycle.table().stream().map(LifeCycle.Transition::cause).collect(Collectors.toSet());
        assertThat(causes).containsExactlyInAnyOrder(Cause.values());
        assertThat(LifeCycle.table())
                .filteredOn(each -> each.from().isPresent()
                        && each.from().get().outward() != each.to().outward())
                .allSatisfy(each -> assertThat(told(each)).as(each.toString()).isNotEmpty());
    }

    @Test
    void whenNothingOfItIsSeenOutsideThenNothingIsTold() {
        assertThat(told(LifeCycle.BIRTH)).as("nobody watches yet").isEmpty();
        assertThat(WhatIsTold.of(State.SUSPENDED, State.SUSPENDED, false, () -> true))
                .as("a lost card during a pause")
                .isEmpty();
    }

    @Test
    void whenAnythingHappensThenItIsNeverThatAnIdentifierChanged() {
        assertThat(EventType.values()).noneMatch(each -> each.uri().contains("identifier"));
        assertThat(EventType.of("https://schemas.openid.net/secevent/risc/event-type/identifier-changed"))
                .isEmpty();
    }

    @Test
    void whenAWayToSignInBeginsOrEndsThenItsKindIsToldAndABrowserIsNone() {
        assertThat(WhatIsTold.of(Credential.Kind.SESSION, true)).isEmpty();
        assertThat(WhatIsTold.of(Credential.Kind.SESSION, false)).isEmpty();
        assertThat(WhatIsTold.of(Credential.Kind.APP, true).orElseThrow().said())
                .isEqualTo(Map.of("credential_type", "app", "change_type", "create"));
        assertThat(WhatIsTold.of(Credential.Kind.CARD, false).orElseThrow().said())
                .isEqualTo(Map.of("credential_type", "x509", "change_type", "revoke"));
        assertThat(WhatIsTold.of(Credential.Kind.PASSKEY, false).orElseThrow().said())
                .isEqualTo(Map.of("credential_type", "fido2-platform", "change_type", "revoke"));
    }

    @Test
    void whenAnEventIsOfferedThenItsNameIsTheStandardsOrOurs() {
        assertThat(EventType.offered().stream().map(EventType::uri))
                .containsExactlyInAnyOrder(
                        "https://schemas.openid.net/secevent/caep/event-type/session-revoked",
                        "https://schemas.openid.net/secevent/caep/event-type/credential-change",
                        "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change",
                        "https://schemas.openid.net/secevent/risc/event-type/account-disabled",
                        "https://schemas.openid.net/secevent/risc/event-type/account-enabled",
                        "https://schemas.openid.net/secevent/risc/event-type/account-purged",
                        "https://musubi.dev/secevent/event-type/reissue-required",
                        "https://musubi.dev/secevent/event-type/reissued");
    }
}
