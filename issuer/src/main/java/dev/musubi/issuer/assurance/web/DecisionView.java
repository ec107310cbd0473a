package dev.musubi.issuer.assurance.web;

import dev.musubi.assurance.Decision;
import dev.musubi.assurance.DecisionRecord;
import dev.musubi.assurance.Outcome;
import dev.musubi.assurance.Reason;
import dev.musubi.assurance.Step;
import dev.musubi.assurance.catalogue.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision as a relying party gets it. */
record DecisionView(
        @Nullable String decision,
        String outcome,
        List<StepView> steps,
        List<ReasonView> because,
        @Nullable String acr,
        List<Map<String, Object>> assurance,
        String procedure,
        String procedureVersion,
        Instant at,
        String edition,
        String digest,
        String record) {

    record StepView(String remedy, @Nullable String with, String text, String textJa) {
        static StepView of(Step step) {
            return new StepView(
                    step.remedy().name(),
                    step.with(),
                    step.text().en(),
                    step.text().ja());
        }
    }

    record ReasonView(String rule, String verdict, String text, String textJa, SourceView source) {
        static ReasonView of(Reason reason) {
            return new ReasonView(
                    reason.rule(),
                    reason.verdict().name(),
                    reason.text().en(),
                    reason.text().ja(),
                    SourceView.of(reason.source()));
        }
    }

    record SourceView(
            String document,
            String documentJa,
            String version,
            String clause,
            @Nullable String url,
            String confidence,
            String judgement) {
        static SourceView of(Source source) {
            return new SourceView(
                    source.document().en(),
                    source.document().ja(),
                    source.version(),
                    source.clause(),
                    source.url(),
                    source.confidence().name(),
                    source.judgement().name());
        }
    }

    static DecisionView of(Decision decision, DecisionRecord record, @Nullable String reference) {
        return new DecisionView(
                reference,
                decision.outcome().code(),
                decision.outcome() instanceof Outcome.StepUp up
                        ? up.steps().stream().map(StepView::of).toList()
                        : List.of(),
                decision.because().stream().map(ReasonView::of).toList(),
                decision.assurance().acr().orElse(null),
                decision.assurance().claim(),
                decision.procedure(),
                decision.procedureVersion(),
                decision.at(),
                decision.edition(),
                decision.digest(),
                record.write());
    }
}
