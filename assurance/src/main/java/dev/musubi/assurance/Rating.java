package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Axis;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Clause;
import dev.musubi.assurance.catalogue.Condition;
import dev.musubi.assurance.catalogue.Facts;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.catalogue.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rates a means in use on every axis, now and at every later moment at which something becomes too old. */
final class Rating {

    /** Nothing is foretold of what is told to be from beyond this: adding to it could leave the calendar. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final Catalogue catalogue;
    private final Words words;
    private final Map<Age, Set<Duration>> limits = new EnumMap<>(Age.class);

    Rating(Catalogue catalogue, Words words) {
        this.catalogue = catalogue;
        this.words = words;
        for (Age age : Age.values()) {
            limits.put(age, new HashSet<>());
        }
        for (Framework framework : catalogue.frameworks().values()) {
            framework
                    .axes()
                    .forEach(axis -> axis.levels()
                            .forEach(level -> level.when().visit(each -> {
                                if (each instanceof Condition.Within within) {
                                    within.within()
                                            .forEach((age, limit) -> limits(age).add(limit));
                                }
                            })));
        }
    }

    private Set<Duration> limits(Age age) {
        return limits.computeIfAbsent(age, each -> new HashSet<>());
    }

    Assurance rate(InUse means, RelyingPartyFacts party, Instant at) {
        List<Assurance.Reached> reached = reached(means, party, at);
        return new Assurance(at, reached, falls(means, party, at), acr(reached));
    }

    private Optional<String> acr(List<Assurance.Reached> reached) {
        return reached.stream()
                .filter(each -> each.framework()
                                .equals(catalogue.vocabulary().acr().framework())
                        && each.axis().equals(catalogue.vocabulary().acr().axis()))
                .map(Assurance.Reached::level)
                .flatMap(level -> Optional.ofNullable(level).stream())
                .findFirst();
    }

    private List<Assurance.Reached> reached(InUse means, RelyingPartyFacts party, Instant at) {
        Facts facts = means.facts(at, party);
        List<Assurance.Reached> reached = new ArrayList<>();
        for (Framework framework : catalogue.frameworks().values()) {
            for (Axis axis : framework.axes()) {
                int rank = rank(framework, axis, facts);
                Clause clause = axis.levels().get(Math.max(rank, 1) - 1).clause();
                Source source = framework.source(clause);
                String level = axis.ranked(rank).map(Axis.Level::id).orElse(null);
                reached.add(new Assurance.Reached(
                        framework.id(), axis.id(), level, rank, source, statement(axis, level, source, at)));
            }
        }
        return reached;
    }

    /** The highest level all of whose criteria, and all of those below, are met. */
    static int rank(Framework framework, Axis axis, Facts facts) {
        int rank = 0;
        for (Axis.Level level : axis.levels()) {
            if (!level.when().holds(facts)) {
                break;
            }
            rank++;
        }
        for (String part : axis.lowestOf()) {
            rank = Math.min(rank, rank(framework, framework.axis(part).orElseThrow(), facts));
        }
        return rank;
    }

    private Sentence statement(Axis axis, @Nullable String level, Source source, Instant at) {
        return words.say(
                level == null ? "level.none" : "level.statement",
                Map.of(
                        "level",
                        Sentence.both(level == null ? "-" : level),
                        "axis",
                        axis.name(),
                        "document",
                        source.document(),
                        "version",
                        Sentence.both(source.version()),
                        "assessor",
                        catalogue.vocabulary().assessor(),
                        "date",
                        Sentence.both(Words.day(at).toString()),
                        "judgement",
                        source.judgement().words(),
                        "confidence",
                        source.confidence().words()));
    }

    private record Moment(Instant last, Age age, Duration limit) {}

    private List<Assurance.Fall> falls(InUse means, RelyingPartyFacts party, Instant at) {
        TreeSet<Moment> moments = new TreeSet<>(
                Comparator.comparing(Moment::last).thenComparing(Moment::age).thenComparing(Moment::limit));
        for (Age age : Age.values()) {
            Instant since = means.since(age);
            if (since == null || since.isAfter(LATEST) || !means.ages(at).containsKey(age)) {
                continue;
            }
            Set<Duration> all = new HashSet<>(limits(age));
            if (age == Age.CHECKED) {
                Optional.ofNullable(means.kind().staleAfter()).ifPresent(all::add);
                Optional.ofNullable(means.kind().unknownAfter()).ifPresent(all::add);
            }
            for (Duration limit : all) {
                Instant last = since.plus(limit);
                if (!last.isBefore(at)) {
                    moments.add(new Moment(last, age, limit));
                }
            }
        }
        List<Assurance.Fall> falls = new ArrayList<>();
        Facts before = means.facts(at, party);
        MeansState stateBefore = means.state(at);
        for (Moment moment : moments) {
            Instant after = moment.last().plusNanos(1);
            Facts then = means.facts(after, party);
            MeansState stateThen = means.state(after);
            Sentence why = stateThen == stateBefore
                    ? words.say("fall.age", Map.of("age", moment.age().words(), "limit", Words.length(moment.limit())))
                    : words.say(
                            "fall.state",
                            Map.of(
                                    "age",
                                    moment.age().words(),
                                    "limit",
                                    Words.length(moment.limit()),
                                    "state",
                                    stateThen.words()));
            for (Framework framework : catalogue.frameworks().values()) {
                for (Axis axis : framework.axes()) {
                    int from = rank(framework, axis, before);
                    int to = rank(framework, axis, then);
                    if (to < from) {
                        falls.add(new Assurance.Fall(
                                moment.last(),
                                framework.id(),
                                axis.id(),
                                axis.ranked(from).orElseThrow().id(),
                                axis.ranked(to).map(Axis.Level::id).orElse(null),
                                why));
                    }
                }
            }
            before = then;
            stateBefore = stateThen;
        }
        return falls;
    }
}
