package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.SignalSubject;
import dev.musubi.relyingparty.standing.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each signal changes at an account: once, in order, and over a restart. */
class WatchedTest {

    private static final Instant NOON = Instant.parse("2026-10-05T03:00:00Z");
    private static final Watched NOTHING = Watched.of("the-holder", NOON).inStream(true);

    private int told;

    private Signal signal(String type, Map<String, Object> said) {
        told++;
        return new Signal(
                "https://id.example",
                "signal-" + told,
                NOON.plusSeconds(told),
                new SignalSubject("iss_sub", Map.of()),
                type,
                said);
    }

    private Signal signal(String type) {
        return signal(type, Map.of());
    }

    private Signal level(String level) {
        return signal(
                Signal.ASSURANCE_LEVEL_CHANGE, Map.of("namespace", "urn:musubi:standing", "current_level", level));
    }

    private Signal reissued(boolean changed) {
        return signal(Signal.REISSUED, Map.of("attributes_changed", changed));
    }

    private static Watched hear(Watched before, Signal... signals) {
        Watched after = before;
        for (Signal each : signals) {
            after = after.heard(each);
        }
        return after;
    }

    @Test
    void whenTheCertificateIsGoneThenTheAddressIsToBeConfirmedSinceThen() {
        Watched moved = hear(NOTHING, signal(Signal.REISSUE_REQUIRED), level("stale"));
        assertThat(moved.mark()).contains(Mark.TO_CONFIRM);
        assertThat(moved.marks()).containsEntry(Mark.TO_CONFIRM, NOON.plusSeconds(1));
        assertThat(hear(NOTHING, level("stale")).mark()).contains(Mark.TO_CONFIRM);
        assertThat(hear(moved, level("current")).mark()).isEmpty();
    }

    @Test
    void whenItIsIssuedAnewThenTheMarkGoesAndWhatChangedIsToBeFetched() {
        Watched moved = hear(NOTHING, signal(Signal.REISSUE_REQUIRED), level("stale"));
        assertThat(hear(moved, reissued(false), level("current")).mark()).isEmpty();
        Watched newer = hear(moved, reissued(true), level("current"));
        assertThat(newer.mark()).contains(Mark.NEWER);
        assertThat(hear(newer, signal(Signal.REISSUE_REQUIRED), reissued(false)).mark())
                .as("what changed before was not fetched yet")
                .contains(Mark.NEWER);
        assertThat(newer.stands(Standing.State.ACTIVE, true, false, NOON).marks())
                .as("on record by now")
                .isEmpty();
        assertThat(newer.signedIn(false).mark())
                .as("signed in, and not taken over yet")
                .contains(Mark.NEWER);
        assertThat(newer.signedIn(true).mark()).isEmpty();
        assertThat(hear(NOTHING, signal(Signal.REISSUED)).mark())
                .as("where it is not said whether anything changed")
                .contains(Mark.NEWER);
    }

    @Test
    void whenItCannotBeUsedThenWhatIsDoneOnlineRestsUntilItCan() {
        Watched off = hear(NOTHING, signal(Signal.REISSUE_REQUIRED), signal(Signal.ACCOUNT_DISABLED));
        assertThat(off.mark()).as("the gravest").contains(Mark.RESTING);
        Watched on = hear(off, signal(Signal.ACCOUNT_ENABLED));
        assertThat(on.mark()).isEmpty();
        assertThat(hear(on, signal(Signal.REISSUE_REQUIRED)).mark()).contains(Mark.TO_CONFIRM);
    }

    @Test
    void whenEverythingWasErasedThenNothingThatComesAfterChangesThat() {
        Watched erased = hear(NOTHING, signal(Signal.ACCOUNT_DISABLED), signal(Signal.ACCOUNT_PURGED));
        assertThat(erased.marks()).containsOnlyKeys(Mark.ERASED);
        assertThat(hear(erased, signal(Signal.ACCOUNT_ENABLED), signal(Signal.REISSUE_REQUIRED))
                        .marks())
                .containsOnlyKeys(Mark.ERASED);
    }

    @Test
    void whenASignalComesAgainThenNothingIsChangedByIt() {
        Signal moved = signal(Signal.REISSUE_REQUIRED);
        Watched once = hear(NOTHING, moved);
        assertThat(hear(once, moved)).isEqualTo(once);
        Watched after = hear(once, reissued(false));
        assertThat(hear(after, moved)).as("shown again by anybody, later").isEqualTo(after);
    }

    @Test
    void whenAnEarlierSignalComesLateThenWhatIsKnownStays() {
        Signal late = signal(Signal.REISSUE_REQUIRED);
        Watched after = hear(NOTHING, reissued(false), level("current"));
        assertThat(hear(after, late).mark()).isEmpty();
        assertThat(hear(after, late).heard()).contains(late.id());
    }

    @Test
    void whenASignalIsOfSomethingElseThenNoMarkIsMade() {
        assertThat(hear(
                                NOTHING,
                                signal(Signal.CREDENTIAL_CHANGE),
                                signal(Signal.VERIFICATION),
                                signal(
                                        Signal.ASSURANCE_LEVEL_CHANGE,
                                        Map.of("namespace", "urn:other", "current_level", "stale")),
                                level("unheard of"))
                        .marks())
                .isEmpty();
    }

    @Test
    void whenSomethingWasNotToldThenAskingFindsIt() {
        Instant later = NOON.plus(Duration.ofHours(1));
        assertThat(NOTHING.stands(Standing.State.ACTIVE, true, true, later)).isEqualTo(NOTHING);
        assertThat(NOTHING.stands(Standing.State.REISSUE_REQUIRED, true, true, later)
                        .marks())
                .containsEntry(Mark.TO_CONFIRM, later);
        assertThat(NOTHING.stands(Standing.State.SUSPENDED, true, true, later).mark())
                .contains(Mark.RESTING);
        Watched moved = hear(NOTHING, signal(Signal.REISSUE_REQUIRED), signal(Signal.ACCOUNT_DISABLED));
        assertThat(moved.stands(Standing.State.ACTIVE, false, true, later).marks())
                .as("re-issued in between")
                .containsOnlyKeys(Mark.NEWER);
        assertThat(moved.stands(Standing.State.REISSUE_REQUIRED, true, true, later)
                        .marks())
                .as("resumed in between")
                .containsOnlyKeys(Mark.TO_CONFIRM)
                .containsEntry(Mark.TO_CONFIRM, NOON.plusSeconds(1));
        assertThat(hear(NOTHING, reissued(false))
                        .stands(Standing.State.ACTIVE, false, false, later)
                        .marks())
                .as("it was told that nothing is different")
                .isEmpty();
        Watched erased = hear(NOTHING, signal(Signal.ACCOUNT_PURGED));
        assertThat(erased.stands(Standing.State.ENDED, true, true, later)).isEqualTo(erased);
    }

    @Test
    void whenThereIsMoreThanOneThingToSeeToThenAllOfThemAreKnownTheGravestFirst() {
        Watched off = hear(NOTHING, reissued(true), signal(Signal.REISSUE_REQUIRED), signal(Signal.ACCOUNT_DISABLED));
        assertThat(off.inOrder()).containsExactly(Mark.RESTING, Mark.TO_CONFIRM, Mark.NEWER);
    }

    @Test
    void whenItsDayHasComeThenTheAgreementIsOverAndWhatWasHeardStays() {
        Watched moved = hear(NOTHING, signal(Signal.REISSUE_REQUIRED));
        assertThat(moved.isToBeAsked(NOON)).as("never asked").isTrue();
        LocalDate until = LocalDate.of(2026, 10, 7);
        Watched asked = moved.said(until, NOON);
        assertThat(asked.isToBeAsked(NOON.plus(Duration.ofHours(23)))).isFalse();
        assertThat(asked.isToBeAsked(NOON.plus(Duration.ofDays(1))))
                .as("once a day")
                .isTrue();
        assertThat(asked.toBeAsked().isToBeAsked(NOON)).isTrue();
        Instant itsDay = until.atStartOfDay(Days.JAPAN).toInstant();
        assertThat(asked.agrees(itsDay.minusSeconds(1))).isTrue();
        assertThat(asked.agrees(itsDay)).isFalse();
        assertThat(asked.isToBeAsked(itsDay)).isFalse();
        assertThat(asked.agreement().over(itsDay)).isEqualTo(until);
        Watched over = asked.said(null, NOON);
        assertThat(over.agrees(NOON)).isFalse();
        assertThat(over.agreement().over(NOON)).isEqualTo("2026-10-05");
        assertThat(over.inStream()).isFalse();
        assertThat(over.marks()).isEqualTo(moved.marks());
        assertThat(over.agreed(itsDay).agrees(itsDay)).as("agreed anew").isTrue();
        assertThat(Watched.of(over.toMap())).isEqualTo(over);
        assertThat(Watched.of(asked.toMap())).isEqualTo(asked);
    }

    @Test
    void whenTheBankIsStartedAnewThenEverythingIsAsItWas(@TempDir Path folder) {
        Watches before = new Watches(folder);
        before.put(NOTHING, each -> each);
        Signal moved = signal(Signal.REISSUE_REQUIRED);
        before.change("the-holder", each -> hear(each, moved));
        assertThat(before.change("somebody else", each -> hear(each, moved)))
                .as("nobody is watched who was not put in")
                .isEmpty();
        Watches after = new Watches(folder);
        assertThat(after.all()).isEqualTo(List.of(hear(NOTHING, moved)));
        assertThat(after.change("the-holder", each -> hear(each, moved))).contains(hear(NOTHING, moved));
        assertThat(after.find("the-holder").orElseThrow().toString()).doesNotContain("holder");
    }
}
