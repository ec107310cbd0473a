package dev.musubi.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Confidence;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Impact;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.catalogue.Procedure.Assessment;
import dev.musubi.assurance.catalogue.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each framework's file says, and what each means is worth by it. */
class FrameworksTest {

    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final AssuranceEngine ENGINE = new AssuranceEngine(CATALOGUE);
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    /** SP 800-63-4, draft, section 5.2.3: low 1, moderate 2, high 3, each axis by itself. */
    @ParameterizedTest
    @CsvSource({"LOW, 1", "MODERATE, 2", "HIGH, 3"})
    void whenTheDraftOf634IsAskedThenEachAxisFollowsItsOwnImpact(Impact impact, int level) {
        Framework draft = CATALOGUE.framework("nist-sp-800-63-4").orElseThrow();
        for (Framework.Category category : draft.categories()) {
            Assessment assessment = new Assessment(
                    draft.id(),
                    Map.of("proofing_needed", true, "personal_data_accessible", false, "federated", true),
                    Map.of(),
                    Map.of("AAL", Map.of(category.id(), impact)),
                    List.of(),
                    false);
            Map<String, Selection.Needed> needed = Selection.of(draft, assessment);
            assertThat(needed.values().stream().map(each -> String.valueOf(each.level())))
                    .containsExactly("IAL1", "AAL" + level, "FAL1");
        }
    }

    @Test
    void whenPersonalDataAreShownThenTheDraftOf634AsksForTwoFactors() {
        Framework draft = CATALOGUE.framework("nist-sp-800-63-4").orElseThrow();
        Map<String, Selection.Needed> needed = Selection.of(
                draft,
                new Assessment(
                        draft.id(),
                        Map.of("proofing_needed", false, "personal_data_accessible", true, "federated", false),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        false));
        assertThat(needed.values().stream().map(each -> String.valueOf(each.level())))
                .containsExactly("null", "AAL2", "null");
    }

    @Test
    void whenATextCouldNotBeReadThenTheFileSaysSoAndNothingRestsOnIt() {
        Framework ds511 = CATALOGUE.framework("jp-ds-511").orElseThrow();
        assertThat(ds511.deciding()).isFalse();
        assertThat(ds511.confidence()).isEqualTo(Confidence.NOT_READ);
        assertThat(ds511.selection()).isEmpty();
        Framework draft = CATALOGUE.framework("nist-sp-800-63-4").orElseThrow();
        assertThat(draft.confidence()).isEqualTo(Confidence.DRAFT_TEXT);
        assertThat(draft.version()).contains("draft").contains("not read");
        Decision decision = ENGINE.evaluate(fresh("private-id", "passkey-device-bound"), "childcare-application", NOW);
        assertThat(decision.because())
                .filteredOn(each -> each.rule().equals("framework:jp-ds-511"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.verdict()).isEqualTo(Reason.Verdict.NOTE);
                    assertThat(each.source().confidence()).isEqualTo(Confidence.NOT_READ);
                    assertThat(each.text().en()).contains("could not be read");
                });
    }

    /** The same words mean different things in two revisions: a level is nothing without its document. */
    @Test
    void whenSomebodyOnlyAssertsThenItIsIal1OfOneRevisionAndNoLevelOfTheNext() {
        Assurance assurance = ENGINE.assurance(fresh("self-asserted", "password"), NOW);
        assertThat(level(assurance, "nist-sp-800-63-3", "IAL")).isEqualTo("IAL1");
        assertThat(level(assurance, "nist-sp-800-63-4", "IAL")).isEqualTo("null");
    }

    /** The project's proposal of who reaches what; a change here is a change of judgement and belongs in the changelog. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // means | authenticator | state | 2019 身元 | 2019 当人 | IAL | AAL | eIDAS
                "jpki-signature-card|card-signature-pin|STANDS|身元3|当人3|IAL3|AAL3|high",
                "jpki-signature-smartphone|smartphone-signature|STANDS|身元3|当人3|IAL3|AAL3|high",
                "jpki-authentication-card|card-authentication-pin|STANDS|null|当人3|IAL1|AAL3|null",
                "private-id|passkey-device-bound|STANDS|身元3|当人3|IAL2|AAL3|substantial",
                "private-id|passkey-synced|STANDS|身元3|当人2|IAL2|AAL2|substantial",
                "private-id|app-token|STANDS|身元3|当人1|IAL2|AAL1|low",
                "private-id|passkey-device-bound|REISSUE_REQUIRED|身元2|当人3|IAL2|AAL3|substantial",
                "private-id|passkey-device-bound|UNKNOWN|身元1|当人3|IAL1|AAL3|null",
                "private-id|passkey-device-bound|SUSPENDED|null|当人3|IAL1|AAL3|null",
                "private-id-certificate|certificate-signature|STANDS|身元3|当人2|IAL2|AAL2|substantial",
                "accredited-certificate|certificate-signature|STANDS|身元2|当人2|IAL2|AAL2|substantial",
                "digital-auth-app|card-authentication-pin|STANDS|身元2|当人3|IAL2|AAL3|substantial",
                "card-substitute-record|passkey-device-bound|STANDS|身元2|当人3|IAL2|AAL3|substantial",
                "chip-ekyc|face|STANDS|身元2|当人1|IAL2|AAL1|low",
                "image-ekyc|face|STANDS|身元2|当人1|IAL1|AAL1|low",
                "mail|password|STANDS|身元2|当人1|IAL1|AAL1|low",
                "self-asserted|password|STANDS|身元1|当人1|IAL1|AAL1|null"
            })
    void whenAMeansIsRatedThenAsTheProjectProposes(
            String means,
            String authenticator,
            MeansState state,
            String proofing,
            String authentication,
            String ial,
            String aal,
            String eidas) {
        Assurance assurance = ENGINE.assurance(fresh(means, authenticator).in(state), NOW);
        assertThat(level(assurance, "jp-guideline-2019", "身元確認")).isEqualTo(proofing);
        assertThat(level(assurance, "jp-guideline-2019", "当人認証")).isEqualTo(authentication);
        assertThat(level(assurance, "nist-sp-800-63-3", "IAL")).isEqualTo(ial);
        assertThat(level(assurance, "nist-sp-800-63-3", "AAL")).isEqualTo(aal);
        assertThat(level(assurance, "eidas-2015-1502", "LoA")).isEqualTo(eidas);
    }

    @Test
    void whenTheElementsOfEidasDifferThenTheLevelIsTheLowest() {
        Assurance assurance = ENGINE.assurance(fresh("private-id", "app-token"), NOW);
        assertThat(level(assurance, "eidas-2015-1502", "2.1.2")).isEqualTo("substantial");
        assertThat(level(assurance, "eidas-2015-1502", "2.2.1")).isEqualTo("low");
        assertThat(level(assurance, "eidas-2015-1502", "2.3.1")).isEqualTo("low");
        assertThat(level(assurance, "eidas-2015-1502", "LoA")).isEqualTo("low");
    }

    @Test
    void whenALevelIsStatedThenWithTheDocumentTheAssessorAndTheDay() {
        for (Sample sample : CATALOGUE.samples()) {
            Means means = fresh(sample.means(), String.valueOf(sample.authenticator()));
            assertThat(ENGINE.assurance(means, NOW).reached()).isNotEmpty().allSatisfy(each -> {
                assertThat(each.statement().en())
                        .contains("assessed against " + each.source().document().en())
                        .contains(each.source().version())
                        .contains("by the Musubi project on 2026-11-25");
                assertThat(each.statement().ja()).contains("に照らし", "結びプロジェクト", "2026-11-25");
                if (each.level() != null) {
                    assertThat(each.statement().en()).contains("comparable");
                    assertThat(each.statement().ja()).contains("相当");
                }
            });
        }
    }

    private static Means fresh(String kind, String authenticator) {
        return StepFinder.fresh(CATALOGUE.means(kind).orElseThrow(), authenticator, NOW);
    }

    private static String level(Assurance assurance, String framework, String axis) {
        return String.valueOf(assurance.on(framework, axis).orElseThrow().level());
    }
}
