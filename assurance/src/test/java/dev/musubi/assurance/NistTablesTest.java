package dev.musubi.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Impact;
import dev.musubi.assurance.catalogue.ImpactTable;
import dev.musubi.assurance.catalogue.Procedure.Assessment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * NIST SP 800-63-3, cell by cell and leaf by leaf. What is expected stands here once more, as the tables and figures
 * print it, so that a slip in the file shows.
 */
class NistTablesTest {

    private static final Framework NIST =
            Catalogue.standard().framework("nist-sp-800-63-3").orElseThrow();
    private static final List<String> CATEGORIES =
            List.of("inconvenience", "financial", "programs", "release", "safety", "violations");

    /** Table 6-1: the lowest level that suffices, by category and impact. */
    @ParameterizedTest
    @CsvSource({
        "inconvenience, LOW, 1", "inconvenience, MODERATE, 2", "inconvenience, HIGH, 3",
        "financial, LOW, 1", "financial, MODERATE, 2", "financial, HIGH, 3",
        "programs, LOW, 2", "programs, MODERATE, 2", "programs, HIGH, 3",
        "release, LOW, 2", "release, MODERATE, 2", "release, HIGH, 3",
        "safety, LOW, 2", "safety, MODERATE, 3", "safety, HIGH, 3",
        "violations, LOW, 2", "violations, MODERATE, 2", "violations, HIGH, 3",
        "inconvenience, NONE, 1", "financial, NONE, 1", "programs, NONE, 1",
        "release, NONE, 1", "safety, NONE, 1", "violations, NONE, 1"
    })
    void whenAnImpactIsLookedUpThenItIsTheCellOfTable61(String category, Impact impact, int level) {
        assertThat(table().rank(category, impact)).isEqualTo(level);
        assertThat(table().rank(Map.of(category, impact))).isEqualTo(level);
        for (String axis : List.of("IAL", "AAL", "FAL")) {
            Map<String, Boolean> answers = answers(true, true, true, false, false, true, false, false);
            String needed = needed(answers, Map.of(category, impact)).get(axis);
            // With these answers IAL and FAL are the table's; an AAL beside IAL2 or IAL3 is at least 2 by table 6-2, as
            // is
            // every AAL the table gives then.
            assertThat(needed).isEqualTo(axis + level);
        }
    }

    private static ImpactTable table() {
        ImpactTable table = NIST.tables().get("6-1");
        assertThat(table).isNotNull();
        return java.util.Objects.requireNonNull(table);
    }

    /** Table 6-2: what may stand together. */
    @ParameterizedTest
    @CsvSource({
        "IAL1, false, AAL1, true", "IAL1, false, AAL2, true", "IAL1, false, AAL3, true",
        "IAL1, true, AAL1, false", "IAL1, true, AAL2, true", "IAL1, true, AAL3, true",
        "IAL2, false, AAL1, false", "IAL2, false, AAL2, true", "IAL2, false, AAL3, true",
        "IAL2, true, AAL1, false", "IAL2, true, AAL2, true", "IAL2, true, AAL3, true",
        "IAL3, false, AAL1, false", "IAL3, false, AAL2, true", "IAL3, false, AAL3, true",
        "IAL3, true, AAL1, false", "IAL3, true, AAL2, true", "IAL3, true, AAL3, true"
    })
    void whenLevelsAreCombinedThenAsTable62Says(String ial, boolean personalData, String aal, boolean allowed) {
        List<Framework.Combination> rules = NIST.combinations().stream()
                .filter(each -> each.axis().equals("IAL") && each.level().equals(ial))
                .filter(each ->
                        each.when().isEmpty() || each.when().equals(Map.of("personal_data_accessible", personalData)))
                .toList();
        assertThat(rules).as("one row speaks").hasSize(1);
        assertThat(rules.getFirst().allowed().contains(aal)).isEqualTo(allowed);
        assertThat(rules.getFirst().clause().at()).isEqualTo("Table 6-2");
    }

    /** The rows of table 6-2 at work: an axis that would be too low is raised. */
    @Test
    void whenTheTreesGiveWhatTable62ForbidsThenTheAalIsRaised() {
        // IAL2 by the impact on proofing, AAL1 by no impact of authentication and no personal data shown.
        Assessment apart = new Assessment(
                NIST.id(),
                answers(true, true, true, false, false, false, false, false),
                Map.of("financial", Impact.MODERATE),
                Map.of("AAL", Map.of("financial", Impact.LOW)),
                List.of(),
                false);
        Map<String, Selection.Needed> needed = Selection.of(NIST, apart);
        assertThat(level(needed, "IAL")).isEqualTo("IAL2");
        assertThat(level(needed, "AAL")).isEqualTo("AAL2");
        Selection.Needed aal = java.util.Objects.requireNonNull(needed.get("AAL"));
        assertThat(aal.path().getLast().source().clause()).isEqualTo("Table 6-2");
    }

    /** Figures 6-1 to 6-3, walked with every answer and every impact there is. */
    @Test
    void whenEveryAnswerIsGivenThenTheTreesEndWhereTheFiguresEnd() {
        Set<String> leaves = new TreeSet<>();
        for (Map<String, Impact> impacts : everyImpact()) {
            int risk = risk(impacts);
            for (int bits = 0; bits < 256; bits++) {
                boolean[] yes = new boolean[8];
                for (int i = 0; i < 8; i++) {
                    yes[i] = (bits >> i & 1) == 1;
                }
                Map<String, Boolean> answers = answers(yes[0], yes[1], yes[2], yes[3], yes[4], yes[5], yes[6], yes[7]);
                Map<String, Selection.Needed> needed =
                        Selection.of(NIST, new Assessment(NIST.id(), answers, impacts, Map.of(), List.of(), false));

                int ial = yes[0] && yes[1] ? risk : 1;
                boolean references = ial > 1 && !yes[2] && yes[3];
                int aal = risk > 1 ? risk : yes[4] ? 2 : 1;
                if (ial > 1 || yes[4]) {
                    aal = Math.max(aal, 2);
                }
                String fal = !yes[5] ? "none" : "FAL" + (risk > 1 ? risk : yes[6] || yes[7] ? 2 : 1);

                assertThat(level(needed, "IAL")).isEqualTo("IAL" + ial);
                assertThat(level(needed, "AAL")).isEqualTo("AAL" + aal);
                assertThat(level(needed, "FAL")).isEqualTo(fal);
                assertThat(java.util.Objects.requireNonNull(needed.get("IAL")).notes())
                        .hasSize(references ? 1 : 0);
                leaves.add(level(needed, "IAL") + (references ? " with references" : ""));
                leaves.add(level(needed, "AAL"));
                leaves.add(level(needed, "FAL"));
            }
        }
        assertThat(leaves)
                .as("every leaf of the trees was reached")
                .containsExactlyInAnyOrder(
                        "IAL1",
                        "IAL2",
                        "IAL2 with references",
                        "IAL3",
                        "IAL3 with references",
                        "AAL1",
                        "AAL2",
                        "AAL3",
                        "FAL1",
                        "FAL2",
                        "FAL3",
                        "none");
    }

    /** The risk step of the three figures in its own words, which are not those of table 6-1. */
    private static int risk(Map<String, Impact> impacts) {
        if (impacts.containsValue(Impact.HIGH) || impacts.get("safety") == Impact.MODERATE) {
            return 3;
        }
        if (impacts.containsValue(Impact.MODERATE)) {
            return 2;
        }
        for (String category : List.of("programs", "release", "safety", "violations")) {
            if (impacts.get(category) == Impact.LOW) {
                return 2;
            }
        }
        return 1;
    }

    /** Every impact in one category beside every impact in each other one, and all mixtures of two. */
    private static List<Map<String, Impact>> everyImpact() {
        List<Map<String, Impact>> all = new ArrayList<>();
        for (int i = 0; i < CATEGORIES.size(); i++) {
            for (int j = i + 1; j < CATEGORIES.size(); j++) {
                for (Impact one : Impact.values()) {
                    for (Impact other : Impact.values()) {
                        Map<String, Impact> impacts = new LinkedHashMap<>();
                        CATEGORIES.forEach(category -> impacts.put(category, Impact.NONE));
                        impacts.put(CATEGORIES.get(i), one);
                        impacts.put(CATEGORIES.get(j), other);
                        all.add(impacts);
                    }
                }
            }
        }
        return all;
    }

    private static Map<String, String> needed(Map<String, Boolean> answers, Map<String, Impact> impacts) {
        Map<String, String> levels = new HashMap<>();
        Selection.of(NIST, new Assessment(NIST.id(), answers, impacts, Map.of(), List.of(), false))
                .forEach((axis, needed) -> levels.put(axis, String.valueOf(needed.level())));
        return levels;
    }

    private static String level(Map<String, Selection.Needed> needed, String axis) {
        Selection.Needed found = java.util.Objects.requireNonNull(needed.get(axis));
        return found.level() == null ? "none" : found.level();
    }

    private static Map<String, Boolean> answers(
            boolean information,
            boolean validation,
            boolean unique,
            boolean references,
            boolean accessible,
            boolean federated,
            boolean inAssertion,
            boolean frontChannel) {
        Map<String, Boolean> answers = new LinkedHashMap<>();
        answers.put("personal_information_needed", information);
        answers.put("validation_needed", validation);
        answers.put("unique_identity_needed", unique);
        answers.put("references_accepted", references);
        answers.put("personal_data_accessible", accessible);
        answers.put("federated", federated);
        answers.put("personal_information_in_assertion", inAssertion);
        answers.put("front_channel_assertion", frontChannel);
        return answers;
    }
}
