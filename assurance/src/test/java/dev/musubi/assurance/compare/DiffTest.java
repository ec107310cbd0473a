package dev.musubi.assurance.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.RelyingPartyFacts;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.CatalogueException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who falls out when a rule changes. */
class DiffTest {

    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final RelyingPartyFacts PARTY = new RelyingPartyFacts(true);
    private static final Instant DAY = Instant.parse("2026-11-25T03:00:00Z");
    private static final List<Member> PEOPLE = Population.invented(3000, 7, CATALOGUE);

    private static Diff.Side side(Catalogue catalogue, Instant at) {
        return new Diff.Side(new AssuranceEngine(catalogue), PARTY, at);
    }

    @Test
    void whenNothingChangesThenNobodyIsDecidedOnOtherwise() {
        assertThat(Diff.between(side(CATALOGUE, DAY), side(CATALOGUE, DAY), PEOPLE)
                        .changes())
                .isEmpty();
    }

    @Test
    void whenTheMethodsByImageAreAbolishedThenExactlyTheirUsersFallOut() {
        Diff diff = Diff.between(
                side(CATALOGUE, Instant.parse("2027-03-31T14:59:59Z")),
                side(CATALOGUE, Instant.parse("2027-03-31T15:00:00Z")),
                PEOPLE);
        assertThat(diff.members()).isEqualTo(3000);
        assertThat(diff.changes()).isNotEmpty().allSatisfy(each -> {
            assertThat(each.procedure()).isEqualTo("bank-account");
            assertThat(each.means()).isIn("image-ekyc", "bank-inquiry", "mail");
            assertThat(each.before()).isEqualTo("ACCEPT");
            assertThat(each.after()).isEqualTo("STEP_UP ANOTHER_MEANS:jpki-signature-card");
            assertThat(each.some()).isNotEmpty().allMatch(holder -> holder.startsWith("H"));
        });
    }

    @Test
    void whenAProcedureIsTightenedThenThoseWhoNoLongerSufficeAreCounted() {
        String name = "procedures/childcare-application.json";
        String tightened = String.valueOf(CATALOGUE.files().get(name))
                .replace("\"tailored\": []", "")
                .replace("\"freshness\"", """
                        "tailored": [{"framework": "jp-guideline-2019", "axis": "当人認証", "level": "当人3", "rationale": {"ja": "不正が増えた", "en": "fraud has grown"}}],
                        "freshness\"""");
        Diff diff = Diff.between(side(CATALOGUE, DAY), side(CATALOGUE.with(Map.of(name, tightened)), DAY), PEOPLE);
        assertThat(diff.changes())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.procedure()).isEqualTo("childcare-application"));
        assertThat(diff.changes())
                .filteredOn(each -> each.means().equals("private-id")
                        && each.authenticator().equals("passkey-synced")
                        && each.before().equals("ACCEPT"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.after()).isEqualTo("STEP_UP AUTHENTICATE:passkey-device-bound");
                    assertThat(each.holders()).isPositive();
                });
    }

    @Test
    void whenAProcedureIsNewThenThereIsNothingToCompareItWith() {
        String added = String.valueOf(CATALOGUE.files().get("procedures/loyalty-card.json"))
                .replace("\"id\": \"loyalty-card\"", "\"id\": \"stamp-card\"");
        Diff diff = Diff.between(
                side(CATALOGUE, DAY), side(CATALOGUE.with(Map.of("procedures/stamp-card.json", added)), DAY), PEOPLE);
        assertThat(diff.changes()).isNotEmpty().allSatisfy(each -> {
            assertThat(each.procedure()).isEqualTo("stamp-card");
            assertThat(each.before()).isEqualTo("-");
        });
    }

    /** Ages are put at the next threshold before anything is decided: that must change nothing. */
    @Test
    void whenAgesAreRoundedThenEverybodyIsDecidedOnAsBefore() {
        long seed = new Random().nextLong();
        System.out.println("DiffTest seed " + seed);
        Thresholds thresholds = new Thresholds(CATALOGUE);
        AssuranceEngine engine = new AssuranceEngine(CATALOGUE);
        for (Member member : Population.invented(400, seed, CATALOGUE)) {
            Member.Situation exact = member.situation();
            Member.Situation rounded = thresholds.rounded(exact);
            for (String procedure : CATALOGUE.procedures().keySet()) {
                assertThat(engine.outcome(
                                Situations.at(
                                        rounded.means(), rounded.state(), rounded.ages(), rounded.authenticator(), DAY),
                                procedure,
                                PARTY,
                                DAY))
                        .as("%s for %s", exact, procedure)
                        .isEqualTo(engine.outcome(
                                Situations.at(exact.means(), exact.state(), exact.ages(), exact.authenticator(), DAY),
                                procedure,
                                PARTY,
                                DAY));
            }
        }
    }

    @Test
    void whenAPopulationIsReadThenEachLineIsOneHolder() {
        List<Member> read = Population.read("people.jsonl", """
                {"holder": "A", "situation": {"means": "private-id", "state": "STANDS", "ages": {"CHECKED": "PT1H"}, "authenticator": "app-token"}}

                {"holder": "B", "situation": {"means": "mail", "state": "STANDS", "ages": {}}}
                """);
        assertThat(read).extracting(Member::holder).containsExactly("A", "B");
        assertThat(Population.invented(50, 3, CATALOGUE)).isEqualTo(Population.invented(50, 3, CATALOGUE));
        assertThatThrownBy(() -> Population.read("people.jsonl", "{\"name\": \"somebody\"}"))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("people.jsonl line 1");
        assertThatThrownBy(() -> Population.invented(0, 1, CATALOGUE)).isInstanceOf(IllegalArgumentException.class);
    }
}
