package dev.musubi.assurance.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.Means;
import dev.musubi.assurance.Selection;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.CatalogueException;
import dev.musubi.assurance.catalogue.DataJson;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.MeansState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** From answers to levels, to a file for the catalogue, and to a statement somebody signs. */
class WizardTest {

    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final Wizard WIZARD = new Wizard(CATALOGUE);

    private static final String ANSWERS = """
            {
              "id": "festival-stall",
              "name": {"ja": "祭りの出店申込み", "en": "application for a stall at the festival"},
              "description": {"ja": "出店者を募る。", "en": "Stall-holders apply."},
              "assessed_by": {"ja": "架空市 商工課", "en": "the commerce division of a made-up city"},
              "assessed_on": "2026-11-25",
              "assessments": [
                {"framework": "nist-sp-800-63-3",
                 "answers": {"personal_information_needed": true, "validation_needed": true, "unique_identity_needed": false,
                             "references_accepted": true, "personal_data_accessible": false, "federated": true,
                             "personal_information_in_assertion": true, "front_channel_assertion": false},
                 "impacts": {"inconvenience": "LOW", "financial": "MODERATE", "programs": "NONE", "release": "NONE",
                             "safety": "NONE", "violations": "NONE"}},
                {"framework": "nist-sp-800-63-4",
                 "answers": {"proofing_needed": true, "personal_data_accessible": false, "federated": false},
                 "impacts": {"mission": "NONE", "trust": "NONE", "sensitive": "NONE", "economic": "LOW", "life": "NONE",
                             "noncompliance": "NONE"}},
                {"framework": "eidas-2015-1502", "answers": {}, "impacts": {"misuse": "LOW"}, "axes": ["LoA"]}
              ],
              "implemented": [{"framework": "nist-sp-800-63-3", "axis": "IAL", "level": "IAL1",
                               "rationale": {"ja": "窓口で身分証を見る", "en": "papers are shown at the counter"}}],
              "compensating_controls": [{"control": {"ja": "窓口での確認", "en": "a check at the counter"},
                                         "comparability": {"ja": "対面なので同等以上", "en": "face to face, so at least equal"}}],
              "supplemental_controls": [{"ja": "電話で確かめる", "en": "a call back"}],
              "federation": {"accepted": false, "rationale": {"ja": "利用者が少ない", "en": "few would use it"}},
              "freshness": {"CHECKED": "P1D"},
              "when_unmet": ["AUTHENTICATE", "ANOTHER_MEANS"],
              "substitutes": ["jpki-signature-card"]
            }
            """;

    private static Wizard.Assessed assessed() {
        return WIZARD.assess(DataJson.read("answers.json", ANSWERS, Answers.class));
    }

    @Test
    void whenAnswersAreGivenThenEachFrameworkArrivesAtItsLevelsItsOwnWay() {
        assertThat(assessed().needed().entrySet().stream()
                        .map(each -> each.getKey().id() + " "
                                + each.getValue().stream()
                                        .map(needed -> String.valueOf(needed.level()))
                                        .toList()))
                .containsExactly(
                        "nist-sp-800-63-3 [IAL2, AAL2, FAL2]",
                        "nist-sp-800-63-4 [IAL1, AAL1, null]",
                        "eidas-2015-1502 [low]");
    }

    @Test
    void whenThePathIsAskedForThenEveryStepNamesItsClause() {
        List<Selection.Needed> nist = assessed().needed().values().iterator().next();
        assertThat(nist.getFirst().path().stream().map(each -> each.source().clause()))
                .containsExactly(
                        "Figure 6-1, step 1",
                        "Figure 6-1, step 2",
                        "Figure 6-1, step 3; Table 6-1",
                        "Figure 6-1, step 4",
                        "Figure 6-1, step 5");
        assertThat(nist.getFirst().notes().getFirst().en()).contains("Use references");
    }

    @Test
    void whenTheProcedureIsPutIntoTheCatalogueThenItDecidesByTheImplementedLevels() {
        Wizard.Assessed assessed = assessed();
        AssuranceEngine engine = new AssuranceEngine(
                CATALOGUE.with(Map.of(Wizard.file(assessed.procedure()), DataJson.write(assessed.procedure()))));
        Instant at = Instant.parse("2026-12-01T00:00:00Z");
        Means means =
                Means.of("self-asserted").in(MeansState.STANDS).proofed(at).authenticated("password-otp", at);
        assertThat(engine.evaluate(means, "festival-stall", at).because())
                .filteredOn(each -> each.rule().equals("level:nist-sp-800-63-3/IAL"))
                .singleElement()
                .satisfies(each -> assertThat(each.text().en()).contains("IAL1 is needed"));
    }

    @Test
    void whenTheStatementIsWrittenThenItHasAllThatSection55AsksFor() {
        String statement = new AcceptanceStatement(assessed()).markdown();
        assertThat(statement)
                .startsWith("# 受入れの声明: 祭りの出店申込み")
                .contains("1. Results of the impact assessment", "financial loss or agency liability | 中位<br>moderate")
                .contains("2. Assessed levels", "IAL2")
                .contains("3. Implemented levels", "| IAL2 | IAL1 | 窓口で身分証を見る<br>papers are shown at the counter |")
                .contains("4. Compensating controls and their comparability", "face to face, so at least equal")
                .contains("5. Supplemental controls", "a call back")
                .contains("6. Federated identities", "Not accepted. few would use it")
                .contains("the commerce division of a made-up city", "2026-11-25")
                .contains("could not be read")
                .contains("Figure 6-1, step 3; Table 6-1");
    }

    @Test
    void whenTheStatementIsAPageThenItIsWellFormed() throws Exception {
        String page = new AcceptanceStatement(assessed()).html();
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)))
                        .getElementsByTagName("h2")
                        .getLength())
                .isEqualTo(7);
    }

    @Test
    void whenAnAnswerIsMissingThenItSaysWhich() {
        String missing = ANSWERS.replace("\"validation_needed\": true,", "");
        assertThatThrownBy(() -> WIZARD.assess(DataJson.read("answers.json", missing, Answers.class)))
                .isInstanceOf(CatalogueException.class)
                .hasMessageEndingWith("asks for validation_needed");
        String unrated = ANSWERS.replace("\"financial\": \"MODERATE\",", "");
        assertThatThrownBy(() -> WIZARD.assess(DataJson.read("answers.json", unrated, Answers.class)))
                .isInstanceOf(CatalogueException.class)
                .hasMessageEndingWith("asks for the impact on financial");
    }

    @Test
    void whenAnAnswerIsOnePathDoesNotAskForThenItIsNotMissed() {
        String short1 = ANSWERS.replace(
                "\"personal_information_needed\": true, \"validation_needed\": true, \"unique_identity_needed\": false,",
                "\"personal_information_needed\": false,");
        Wizard.Assessed assessed = WIZARD.assess(DataJson.read("answers.json", short1, Answers.class));
        assertThat(assessed.needed().values().iterator().next().getFirst().level())
                .isEqualTo("IAL1");
    }

    @Test
    void whenTheAnswersNameWhatIsNotThereThenTheyAreRefused() {
        for (String wrong : List.of(
                ANSWERS.replace("\"financial\"", "\"weather\""),
                ANSWERS.replace("jpki-signature-card", "seal"),
                ANSWERS.replace("\"level\": \"IAL1\"", "\"level\": \"IAL0\""),
                ANSWERS.replace("nist-sp-800-63-4", "nist-sp-800-63-9"),
                ANSWERS.replace("\"festival-stall\"", "\"../festival\""))) {
            assertThatThrownBy(() -> WIZARD.assess(DataJson.read("answers.json", wrong, Answers.class)))
                    .isInstanceOf(CatalogueException.class);
        }
    }

    @Test
    void whenABlankIsAskedForThenItAsksEverythingTheFrameworkAsks() {
        Framework nist = CATALOGUE.framework("nist-sp-800-63-3").orElseThrow();
        assertThat(WIZARD.blank(nist).answers()).hasSize(8);
        assertThat(WIZARD.blank(nist).impacts()).hasSize(6);
    }
}
