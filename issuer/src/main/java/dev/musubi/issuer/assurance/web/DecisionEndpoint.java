package dev.musubi.issuer.assurance.web;

import dev.musubi.assurance.Means;
import dev.musubi.assurance.Replay;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.issuer.assurance.Decisions;
import dev.musubi.issuer.assurance.Decisions.Outcome;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardView;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.relyingparty.web.Caller;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/assurance/decisions}: does this suffice for that procedure, and why; and was it really decided so. */
@RestController
@RequestMapping("/v1/assurance/decisions")
final class DecisionEndpoint {

    private final Caller caller;
    private final Decisions decisions;

    DecisionEndpoint(Caller caller, Decisions decisions) {
        this.caller = caller;
        this.decisions = decisions;
    }

    record Request(
            @Nullable String subject,
            @Nullable Described means,
            @Nullable String procedure) {}

    record Described(
            @Nullable String kind,
            @Nullable MeansState state,
            @Nullable Instant checkedAt,
            @Nullable Instant proofedAt,
            @Nullable String attributeSource,
            @Nullable Instant attributesAsOf,
            @Nullable String authenticator,
            @Nullable Instant authenticatedAt,
            @Nullable String presentation) {

        Means means() {
            return new Means(
                    Objects.requireNonNullElse(kind, ""),
                    Objects.requireNonNullElse(state, MeansState.UNKNOWN),
                    checkedAt,
                    proofedAt,
                    attributeSource,
                    attributesAsOf,
                    authenticator,
                    authenticatedAt,
                    presentation);
        }
    }

    record KeptView(
            Own<String> decision,
            Own<Instant> at,
            Own<String> procedure,
            Coarse<String> outcome,
            Coarse<String> record,
            Coarse<String> replay)
            implements OutwardView {}

    @PostMapping
    DecisionView decide(@RequestBody Request body, HttpServletRequest request) {
        RelyingParty party = caller.of(request);
        String procedure = Objects.requireNonNullElse(body.procedure(), "");
        String subject = body.subject();
        Described described = body.means();
        Outcome outcome;
        if (subject != null && described == null) {
            outcome = decisions.decide(party, subject, procedure);
        } else if (described != null && subject == null) {
            outcome = decisions.decide(party, described.means(), procedure);
        } else {
            throw new ProblemException(
                    400, "subject_or_means", "Name a subject, or describe a means; one of the two and not both.");
        }
        return switch (outcome) {
            case Outcome.Decided decided ->
                DecisionView.of(
                        decided.decision(),
                        decided.record(),
                        decided.reference().orElse(null));
            case Outcome.UnknownSubject unknown ->
                throw new ProblemException(
                        404, "unknown_subject", "There is no such private ID, or not under this name for you.");
            case Outcome.UnknownProcedure unknown ->
                throw new ProblemException(
                        422, "unknown_procedure", "The catalogue of assurance has no such procedure.");
            case Outcome.UnknownMeans unknown ->
                throw new ProblemException(
                                422,
                                "unknown_means",
                                "The means names something the catalogue of assurance does not know.")
                        .because(unknown.what().replace(' ', '_').toLowerCase(Locale.ROOT));
        };
    }

    @GetMapping("/{decision}")
    KeptView find(@PathVariable String decision, HttpServletRequest request) {
        RelyingParty party = caller.of(request);
        return decisions
                .find(party, decision)
                .map(kept -> new KeptView(
                        Own.of(decision),
                        Own.time(kept.at()),
                        Own.of(kept.procedure()),
                        Coarse.workedOut(kept.outcome()),
                        Coarse.workedOut(kept.record()),
                        Coarse.workedOut(replayed(kept))))
                .orElseThrow(() -> new ProblemException(404, "unknown_decision", "You have no such decision."));
    }

    private String replayed(Decisions.Kept kept) {
        return switch (decisions.replay(kept)) {
            case Replay.Same same -> "SAME";
            case Replay.Differs differs -> "DIFFERS";
            case Replay.OtherData other -> "OTHER_DATA";
            case Replay.OtherEngine other -> "OTHER_ENGINE";
            case Replay.NotARecord not -> "NOT_A_RECORD";
        };
    }
}
