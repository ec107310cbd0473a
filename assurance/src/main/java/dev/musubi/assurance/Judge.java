package dev.musubi.assurance;

import dev.musubi.assurance.Reason.Verdict;
import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Axis;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Clause;
import dev.musubi.assurance.catalogue.Condition;
import dev.musubi.assurance.catalogue.Facts;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Judgement;
import dev.musubi.assurance.catalogue.Law;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.catalogue.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets every rule speak on one means for one procedure at one moment. */
final class Judge {

    private final Catalogue catalogue;
    private final Words words;
    private final Requirements requirements;

    Judge(Catalogue catalogue, Words words) {
        this.catalogue = catalogue;
        this.words = words;
        this.requirements = new Requirements(catalogue);
    }

    /** Every rule, in order. The means suffices if none speaks against. */
    List<Reason> hear(InUse means, Procedure procedure, RelyingPartyFacts party, Instant at) {
        List<Reason> heard = new ArrayList<>();
        Facts facts = means.facts(at, party);
        heard.add(inForce(procedure, at));
        heard.add(state(means, at));
        if (procedure.law() != null) {
            heard.add(law(catalogue.law(procedure.law()).orElseThrow(), facts, at));
        }
        for (Procedure.Assessment assessment : procedure.assessments()) {
            levels(procedure, assessment, facts, at, heard);
        }
        for (Procedure.Need need : procedure.needs()) {
            boolean met = need.when().holds(facts);
            heard.add(new Reason(
                    "need",
                    met ? Verdict.FOR : Verdict.AGAINST,
                    words.say(met ? "need.met" : "need.unmet", Map.of("need", need.text())),
                    source(procedure)));
        }
        procedure.freshness().forEach((age, limit) -> heard.add(freshness(procedure, age, limit, facts)));
        return heard;
    }

    static boolean suffices(List<Reason> heard) {
        return heard.stream().noneMatch(each -> each.verdict() == Verdict.AGAINST);
    }

    /** The same as {@link #hear} with nothing against, without a word being said: for trying many. */
    boolean suffices(InUse means, Procedure procedure, RelyingPartyFacts party, Instant at) {
        if (Words.day(at).isBefore(procedure.from()) || means.state(at).compareTo(MeansState.SUSPENDED) >= 0) {
            return false;
        }
        Facts facts = means.facts(at, party);
        if (procedure.law() != null
                && method(catalogue.law(procedure.law()).orElseThrow(), facts, at)
                        .isEmpty()) {
            return false;
        }
        return requirements.of(procedure).stream()
                        .allMatch(each -> !each.deciding()
                                || each.level().isEmpty()
                                || Rating.rank(each.framework(), each.axis(), facts)
                                        >= each.axis().rank(each.level().get().id()))
                && procedure.needs().stream().allMatch(each -> each.when().holds(facts))
                && procedure.freshness().entrySet().stream()
                        .allMatch(limit -> fresh(facts, limit.getKey(), limit.getValue()));
    }

    private static boolean fresh(Facts facts, Age age, Duration limit) {
        Duration old = facts.ages().get(age);
        return old != null && old.compareTo(limit) <= 0;
    }

    private static Optional<Law.Method> method(Law law, Facts facts, Instant at) {
        return law.at(Words.day(at))
                .flatMap(revision -> revision.methods().stream()
                        .filter(each -> each.when().holds(facts))
                        .findFirst());
    }

    private Reason inForce(Procedure procedure, Instant at) {
        boolean begun = !Words.day(at).isBefore(procedure.from());
        return new Reason(
                "procedure",
                begun ? Verdict.FOR : Verdict.AGAINST,
                words.say(
                        begun ? "procedure.in-force" : "procedure.not-yet",
                        Map.of(
                                "procedure",
                                procedure.name(),
                                "version",
                                Sentence.both(procedure.version()),
                                "from",
                                Sentence.both(procedure.from().toString()))),
                source(procedure));
    }

    private Reason state(InUse means, Instant at) {
        MeansState told = means.means().state();
        MeansState state = means.state(at);
        Verdict verdict = switch (state) {
            case STANDS -> Verdict.FOR;
            case REISSUE_REQUIRED, UNKNOWN -> Verdict.NOTE;
            case SUSPENDED, ENDED -> Verdict.AGAINST;
        };
        String rule = switch (state) {
            case STANDS -> "state.stands";
            case REISSUE_REQUIRED -> told == state ? "state.reissue-required" : "state.stale";
            case UNKNOWN -> "state.unknown";
            case SUSPENDED -> "state.suspended";
            case ENDED -> "state.ended";
        };
        return new Reason(
                "state", verdict, words.say(rule, Map.of("means", means.kind().name())), words.source(rule));
    }

    private Reason law(Law law, Facts facts, Instant at) {
        String rule = "law:" + law.id();
        Optional<Law.Revision> found = law.at(Words.day(at));
        if (found.isEmpty()) {
            Law.Revision first = law.revisions().getFirst();
            return new Reason(
                    rule,
                    Verdict.AGAINST,
                    words.say(
                            "law.no-revision",
                            Map.of(
                                    "law",
                                    law.document(),
                                    "from",
                                    Sentence.both(first.from().toString()))),
                    law.source(first, null));
        }
        Law.Revision revision = found.get();
        Optional<Law.Method> method = method(law, facts, at);
        Map<String, Sentence> said = Map.of(
                "law",
                law.document(),
                "article",
                Sentence.both(law.article()),
                "version",
                Sentence.both(revision.version()),
                "letter",
                method.map(Judge::letter).orElse(new Sentence("なし", "none")),
                "method",
                method.map(Law.Method::name).orElse(new Sentence("なし", "none")));
        return new Reason(
                rule,
                method.isPresent() ? Verdict.FOR : Verdict.AGAINST,
                words.say(method.isPresent() ? "law.allowed" : "law.not-allowed", said),
                law.source(revision, method.orElse(null)));
    }

    private static Sentence letter(Law.Method method) {
        return method.letter() == null ? new Sentence("符号は未確認", "letter not read") : Sentence.both(method.letter());
    }

    private void levels(
            Procedure procedure, Procedure.Assessment assessment, Facts facts, Instant at, List<Reason> heard) {
        Framework framework = catalogue.framework(assessment.framework()).orElseThrow();
        if (!framework.deciding()) {
            heard.add(new Reason(
                    "framework:" + framework.id(),
                    Verdict.NOTE,
                    words.say("framework.not-read", Map.of("document", framework.document())),
                    framework.source(new Clause("-", null, null))));
        }
        requirements.of(procedure).stream()
                .filter(each -> each.framework().id().equals(framework.id()))
                .forEach(each -> heard.add(level(procedure, each, facts)));
        Framework.Superseded superseded = framework.superseded();
        if (superseded != null && !Words.day(at).isBefore(superseded.from())) {
            Framework successor = catalogue.framework(superseded.by()).orElseThrow();
            heard.add(new Reason(
                    "framework:" + framework.id(),
                    Verdict.NOTE,
                    words.say(
                            "framework.superseded",
                            Map.of(
                                    "document",
                                    framework.document(),
                                    "successor",
                                    successor.document(),
                                    "from",
                                    Sentence.both(superseded.from().toString()))),
                    new Source(
                            successor.document(),
                            successor.version(),
                            "-",
                            successor.url(),
                            superseded.confidence(),
                            Judgement.OFFICIAL)));
        }
    }

    private Reason level(Procedure procedure, Requirements.Required required, Facts facts) {
        Framework framework = required.framework();
        Axis axis = required.axis();
        String rule = "level:" + framework.id() + "/" + axis.id();
        if (required.level().isEmpty()) {
            return new Reason(
                    rule, Verdict.NOTE, words.say("level.not-needed", Map.of("axis", axis.name())), source(procedure));
        }
        Axis.Level wanted = required.level().get();
        String level = wanted.id();
        int rank = Rating.rank(framework, axis, facts);
        boolean met = rank >= axis.rank(level);
        List<Condition> missing = axis.levels().subList(0, axis.rank(level)).stream()
                .flatMap(each -> each.when().missing(facts).stream())
                .distinct()
                .toList();
        Sentence reached =
                axis.ranked(rank).map(each -> Sentence.both(each.id())).orElse(new Sentence("どの水準にも達しない", "none"));
        String said = met ? "level.met" : "level.unmet";
        if (required.forInformation()) {
            said = met ? "level.information-met" : "level.information-unmet";
        } else if (!framework.deciding()) {
            said = met ? "level.indicative-met" : "level.indicative-unmet";
        }
        return new Reason(
                rule,
                required.deciding() ? met ? Verdict.FOR : Verdict.AGAINST : Verdict.NOTE,
                words.say(
                        said,
                        Map.of(
                                "document",
                                framework.document(),
                                "version",
                                Sentence.both(framework.version()),
                                "axis",
                                axis.name(),
                                "needed",
                                Sentence.both(level),
                                "reached",
                                reached,
                                "missing",
                                words.missing(missing))),
                framework.source(wanted.clause()));
    }

    private Reason freshness(Procedure procedure, Age age, Duration limit, Facts facts) {
        boolean met = fresh(facts, age, limit);
        return new Reason(
                "freshness:" + age.name(),
                met ? Verdict.FOR : Verdict.AGAINST,
                words.say(
                        met ? "freshness.met" : "freshness.unmet",
                        Map.of("age", age.words(), "limit", Words.length(limit))),
                source(procedure));
    }

    private static Source source(Procedure procedure) {
        return new Source(
                procedure.name(),
                procedure.version(),
                procedure.assessed().clause(),
                null,
                procedure.assessed().confidence(),
                Judgement.OWN);
    }
}
