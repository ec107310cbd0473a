package dev.musubi.issuer.assurance.web;

import dev.musubi.assurance.Decision;
import dev.musubi.assurance.DecisionRecord;
import dev.musubi.assurance.Outcome;
import dev.musubi.assurance.Reason;
import dev.musubi.assurance.Step;
import dev.musubi.assurance.catalogue.Source;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardView;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.relyingparty.Pairwise;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision as a relying party gets it. It is worked out from what that relying party may know, all of which is coarse, and
 * from the words of the catalogue; so its because, its level and its record are no finer.
 */
record DecisionView(
        @Nullable Pairwise<String> decision,
        Coarse<String> outcome,
        Coarse<List<StepView>> steps,
        Coarse<List<ReasonView>> because,
        @Nullable Coarse<String> acr,
        Coarse<List<Map<String, Object>>> assurance,
        Own<String> procedure,
        Coarse<String> procedureVersion,
        Own<Instant> at,
        Coarse<String> edition,
        Coarse<String> digest,
        Coarse<String> record)
        implements OutwardView {

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

    static DecisionView of(Decision decision, DecisionRecord record, @Nullable Pairwise<String> reference) {
        return new DecisionView(
                reference,
                Coarse.workedOut(decision.outcome().code()),
                Coarse.workedOut(
                        decision.outcome() instanceof Outcome.StepUp up
                                ? up.steps().stream().map(StepView::of).toList()
                                : List.of()),
                Coarse.workedOut(decision.because().stream().map(ReasonView::of).toList()),
                decision.assurance().acr().map(Coarse::workedOut).orElse(null),
                Coarse.workedOut(decision.assurance().claim()),
                Own.of(decision.procedure()),
                Coarse.fixed(decision.procedureVersion()),
                Own.time(decision.at()),
                Coarse.fixed(decision.edition()),
                Coarse.fixed(decision.digest()),
                Coarse.workedOut(record.write()));
    }
}
