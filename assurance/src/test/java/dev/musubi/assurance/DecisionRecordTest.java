package dev.musubi.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.MeansState;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** A decision kept today and taken again years later. */
class DecisionRecordTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00.123456Z");
    private static final AssuranceEngine ENGINE = AssuranceEngine.standard();
    private static final Means MEANS = Means.of("private-id")
            .in(MeansState.REISSUE_REQUIRED)
            .checked(NOW)
            .proofed(NOW.minusSeconds(9999))
            .authenticated("passkey-synced", NOW);

    private static String record() {
        Decision decision = ENGINE.evaluate(MEANS, "health-record", new RelyingPartyFacts(true), NOW);
        return DecisionRecord.of(decision, ENGINE.catalogue()).write();
    }

    @Test
    void whenTakenAgainOnTheDataOfThatDayThenItIsTheSameToTheLastWord() {
        assertThat(ENGINE.replay(record())).isInstanceOf(Replay.Same.class);
    }

    @Test
    void whenTheCatalogueIsRebuiltFromWhatWasKeptThenItIsStillTheSame() {
        SortedMap<String, String> kept = ENGINE.catalogue().files();
        AssuranceEngine yearsLater = new AssuranceEngine(Catalogue.of(kept));
        assertThat(yearsLater.catalogue().digest()).isEqualTo(ENGINE.catalogue().digest());
        assertThat(yearsLater.replay(record())).isInstanceOf(Replay.Same.class);
    }

    @Test
    void whenTheRecordIsReadThenItHasAllThatWentInAndTheVersionsOfThatDay() {
        assertThat(record())
                .contains(
                        ENGINE.catalogue().digest(),
                        "\"engine\":1",
                        "jp-aml@2025-06-24",
                        "\"procedure\":\"health-record\"",
                        "\"procedure_version\":\"2026-11-25\"",
                        "\"authenticator\":\"passkey-synced\"",
                        "\"outcome\":\"STEP_UP\"");
    }

    @Test
    void whenTheRecordWasAlteredThenItSaysWhere() {
        String altered = record().replace("\"outcome\":\"STEP_UP\"", "\"outcome\":\"ACCEPT\"");
        assertThat(ENGINE.replay(altered))
                .isInstanceOfSatisfying(
                        Replay.Differs.class,
                        differs -> assertThat(differs.differing()).containsExactly("outcome"));
        String softened = record().replace("再発行が必要", "有効");
        assertThat(ENGINE.replay(softened))
                .isInstanceOfSatisfying(
                        Replay.Differs.class,
                        differs -> assertThat(differs.differing()).containsExactly("because"));
    }

    @Test
    void whenTheDataAreOthersThenItAsksForThoseOfThatDay() {
        String vocabulary = ENGINE.catalogue().files().get("vocabulary.json");
        AssuranceEngine revised = new AssuranceEngine(ENGINE.catalogue()
                .with(Map.of("vocabulary.json", String.valueOf(vocabulary).replace("2026-11-25", "2031-01-01"))));
        assertThat(revised.replay(record()))
                .isEqualTo(new Replay.OtherData(
                        ENGINE.catalogue().edition(), ENGINE.catalogue().digest()));
    }

    @Test
    void whenTheCodeIsAnotherThenItSaysWhich() {
        assertThat(ENGINE.replay(record().replace("\"engine\":1", "\"engine\":7")))
                .isEqualTo(new Replay.OtherEngine(7));
    }

    @Test
    void whenItIsNoRecordThenThatIsSaid() {
        for (String text : new String[] {
            "", "{}", "[]", "null", "nonsense", record().replace("health-record", "nothing"), "x".repeat(300 * 1024)
        }) {
            assertThat(ENGINE.replay(text)).isEqualTo(new Replay.NotARecord());
        }
    }
}
