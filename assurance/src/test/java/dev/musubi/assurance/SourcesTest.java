package dev.musubi.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.MeansKind;
import dev.musubi.assurance.catalogue.MeansState;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every rule that can speak names its source, in both languages, and leaves no place for a word open. */
class SourcesTest {

    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final AssuranceEngine ENGINE = new AssuranceEngine(CATALOGUE);
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @Test
    void whenAnyMeansMeetsAnyProcedureInAnyStateThenEveryRuleThatSpeaksNamesItsSource() {
        Set<String> rules = new HashSet<>();
        for (MeansKind kind : CATALOGUE.means().values()) {
            for (String with : kind.authenticators()) {
                for (MeansState state : MeansState.values()) {
                    for (String procedure : CATALOGUE.procedures().keySet()) {
                        Means means = StepFinder.fresh(kind, with, NOW).in(state);
                        Decision decision = ENGINE.evaluate(means, procedure, NOW);
                        assertThat(decision.because()).isNotEmpty();
                        assertThat(ENGINE.outcome(means, procedure, RelyingPartyFacts.NONE, NOW))
                                .as("the short way gives the same")
                                .isEqualTo(decision.outcome());
                        assertThat(decision.against().isEmpty())
                                .isEqualTo(decision.outcome() instanceof Outcome.Accept);
                        decision.because().forEach(reason -> {
                            rules.add(reason.rule());
                            spoken(reason);
                        });
                    }
                }
            }
        }
        assertThat(rules)
                .contains(
                        "procedure",
                        "state",
                        "law:jp-aml",
                        "law:jp-mobile",
                        "law:jp-esign",
                        "law:jp-secondhand",
                        "level:nist-sp-800-63-3/IAL",
                        "level:jp-guideline-2019/身元確認",
                        "framework:jp-ds-511",
                        "freshness:CHECKED");
    }

    private static void spoken(Reason reason) {
        assertThat(reason.source().document().ja()).isNotBlank();
        assertThat(reason.source().version()).isNotBlank();
        assertThat(reason.source().clause()).isNotBlank();
        assertThat(reason.text().ja()).isNotBlank().doesNotContain("{");
        assertThat(reason.text().en()).isNotBlank().doesNotContain("{");
    }

    @Test
    void whenAPrivateIdIsDecidedOnThenTheBecauseSpeaksOfThePrivateIdAndNotOfTheCertificate() {
        for (MeansState state : MeansState.values()) {
            for (String procedure : CATALOGUE.procedures().keySet()) {
                Means means = StepFinder.fresh(CATALOGUE.means("private-id").orElseThrow(), "passkey-device-bound", NOW)
                        .in(state);
                Decision decision = ENGINE.evaluate(means, procedure, NOW);
                decision.because().stream()
                        .filter(each -> each.rule().equals("state"))
                        .forEach(each -> {
                            assertThat(each.text().ja()).contains("民間ID").doesNotContain("失効", "証明書", "シリアル");
                            assertThat(each.text().en())
                                    .contains("private ID")
                                    .doesNotContainIgnoringCase("revo")
                                    .doesNotContainIgnoringCase("certificate")
                                    .doesNotContainIgnoringCase("expired");
                        });
            }
        }
    }

    @Test
    void whenALevelHasACriterionThenItNamesItsClauseAndWhoseJudgementItIs() {
        CATALOGUE
                .frameworks()
                .values()
                .forEach(framework -> framework
                        .axes()
                        .forEach(axis -> axis.levels().forEach(level -> {
                            assertThat(framework.source(level.clause()).clause())
                                    .isNotBlank();
                            assertThat(level.clause().judgement())
                                    .as("which means reaches " + level.id() + " is never the document's own word")
                                    .isEqualTo(dev.musubi.assurance.catalogue.Judgement.OWN);
                        })));
    }
}
