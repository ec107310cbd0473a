package dev.musubi.issuer.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.LifeCycle;
import dev.musubi.issuer.privateid.LifeState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusValueTest {

    private static final Set<Cause> NEW_GENERATION = EnumSet.of(Cause.REISSUED, Cause.REFRESHED);

    @Test
    void whenValuesAreNumberedThenAsTheStandardHasThem() {
        assertThat(StatusValue.VALID.bits()).isEqualTo(0);
        assertThat(StatusValue.INVALID.bits()).isEqualTo(1);
        assertThat(StatusValue.SUSPENDED.bits()).isEqualTo(2);
        assertThat(StatusValue.REISSUE_REQUIRED.bits()).isEqualTo(3);
        for (StatusValue each : StatusValue.values()) {
            assertThat(StatusValue.of(each.bits())).isEqualTo(each);
        }
        assertThatThrownBy(() -> StatusValue.of(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whenTheLifeCycleLeadsSomewhereThenAnEntryMayGoThereToo() {
        for (LifeCycle.Transition row : LifeCycle.table()) {
            if (row.from().isPresent() && !NEW_GENERATION.contains(row.cause())) {
                assertThat(value(row.from().get()).mayBecome(value(row.to())))
                        .as(row.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void whenAReissueBeginsAnotherGenerationThenTheEntryBeforeMayEnd() {
        for (StatusValue each : StatusValue.values()) {
            assertThat(each.mayBecome(StatusValue.INVALID)).isTrue();
        }
    }

    @Test
    void whenTheLifeCycleLeadsNowhereThenNoEntryMayGoThere() {
        // Within one generation, by any number of steps that no list was published between.
        Map<StatusValue, Set<StatusValue>> reachable = new EnumMap<>(StatusValue.class);
        for (LifeState from : LifeState.values()) {
            Set<LifeState> seen = EnumSet.of(from);
            boolean more = true;
            while (more) {
                more = false;
                for (LifeCycle.Transition row : LifeCycle.table()) {
                    boolean steps = row.from().isPresent()
                            && seen.contains(row.from().get())
                            && !NEW_GENERATION.contains(row.cause())
                            // Whose anchor is gone resumes to where that leads, never to a live one.
                            && !(row.cause() == Cause.RESUMED && from == LifeState.REISSUE_REQUIRED);
                    more |= steps && seen.add(row.to());
                }
            }
            seen.forEach(to -> reachable
                    .computeIfAbsent(value(from), each -> EnumSet.of(each))
                    .add(value(to)));
        }
        for (StatusValue from : StatusValue.values()) {
            for (StatusValue to : StatusValue.values()) {
                boolean leads = reachable.getOrDefault(from, Set.of()).contains(to);
                assertThat(from.mayBecome(to)).as(from + " to " + to).isEqualTo(leads || to == StatusValue.INVALID);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(StatusValue.class)
    void whenAnEntryHasEndedThenItComesBackAsNothing(StatusValue next) {
        assertThat(StatusValue.INVALID.mayBecome(next)).isEqualTo(next == StatusValue.INVALID);
    }

    private static StatusValue value(LifeState state) {
        return StatusValue.of(state.outward());
    }
}
