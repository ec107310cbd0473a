package dev.musubi.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Component;
import dev.musubi.assurance.catalogue.DataJson;
import dev.musubi.assurance.catalogue.Facts;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Impact;
import dev.musubi.assurance.catalogue.MeansKind;
import dev.musubi.assurance.catalogue.MeansState;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Remedy;
import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.catalogue.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stronger means is never refused where a weaker one is accepted, and age never helps. Random means and procedures. */
class MonotonicityTest {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");
    private static final int ROUNDS = 6000;
    private static final int PROCEDURES = 60;
    private static final List<Duration> LENGTHS = List.of(
            Duration.ZERO,
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(12),
            Duration.ofHours(30),
            Duration.ofDays(2),
            Duration.ofDays(30),
            Duration.ofDays(31),
            Duration.ofDays(2000));

    private Random random = new Random();
    private Catalogue catalogue = Catalogue.standard();

    @BeforeEach
    void begin() {
        long seed = new Random().nextLong();
        System.out.println("MonotonicityTest seed " + seed);
        random = new Random(seed);
        Map<String, String> procedures = new HashMap<>();
        for (int i = 0; i < PROCEDURES; i++) {
            Procedure procedure = procedure("random-" + i);
            procedures.put("procedures/" + procedure.id() + ".json", DataJson.write(procedure));
        }
        catalogue = Catalogue.standard().with(procedures);
    }

    @Test
    void whenAMeansIsStrongerThenItIsAcceptedWhereTheWeakerIsAndReachesNoLowerLevel() {
        AssuranceEngine engine = new AssuranceEngine(catalogue);
        List<String> procedures = List.copyOf(catalogue.procedures().keySet());
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Means weak = means(any(List.copyOf(catalogue.means().values())));
            Means strong = stronger(weak);
            RelyingPartyFacts party = new RelyingPartyFacts(random.nextBoolean());
            RelyingPartyFacts strongerParty = new RelyingPartyFacts(party.signatureVerifier() || random.nextBoolean());
            String procedure = any(procedures);
            if (engine.outcome(weak, procedure, party, NOW) instanceof Outcome.Accept) {
                accepted++;
                assertThat(engine.outcome(strong, procedure, strongerParty, NOW))
                        .as("%s is stronger than %s for %s", strong, weak, procedure)
                        .isEqualTo(new Outcome.Accept());
            }
            if (round % 20 == 0) {
                compare(engine.assurance(weak, NOW), engine.assurance(strong, NOW));
            }
        }
        assertThat(accepted).as("the test says something").isGreaterThan(ROUNDS / 100);
    }

    @Test
    void whenAnotherKindOfMeansHasAllTheFactsOfAWeakerOneThenItIsAcceptedToo() {
        AssuranceEngine engine = new AssuranceEngine(catalogue);
        List<String> procedures = List.copyOf(catalogue.procedures().keySet());
        int compared = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Means weak = means(any(List.copyOf(catalogue.means().values())));
            MeansKind other = any(List.copyOf(catalogue.means().values()));
            Means strong = StepFinder.fresh(other, any(other.authenticators()), NOW);
            Facts weakFacts = new InUse(catalogue, weak).facts(NOW, RelyingPartyFacts.NONE);
            Facts strongFacts = new InUse(catalogue, strong).facts(NOW, RelyingPartyFacts.NONE);
            String procedure = any(procedures);
            if (strongFacts.features().containsAll(weakFacts.features())
                    && engine.outcome(weak, procedure, RelyingPartyFacts.NONE, NOW) instanceof Outcome.Accept) {
                compared++;
                assertThat(engine.outcome(strong, procedure, RelyingPartyFacts.NONE, NOW))
                        .as("%s has all of %s", strong, weak)
                        .isEqualTo(new Outcome.Accept());
            }
        }
        assertThat(compared).as("the test says something").isPositive();
    }

    @Test
    void whenTimePassesThenNoLevelRises() {
        AssuranceEngine engine = new AssuranceEngine(catalogue);
        for (int round = 0; round < ROUNDS / 20; round++) {
            Means means = means(any(List.copyOf(catalogue.means().values())));
            Instant later = NOW.plus(any(LENGTHS)).plusSeconds(random.nextInt(100_000));
            compare(engine.assurance(means, later), engine.assurance(means, NOW));
        }
    }

    @Test
    void whenAFallIsForetoldThenTheLevelHoldsUntilThenAndFallsThen() {
        AssuranceEngine engine = new AssuranceEngine(catalogue);
        int falls = 0;
        for (int round = 0; round < ROUNDS / 60; round++) {
            Means means = means(any(List.copyOf(catalogue.means().values())));
            for (Assurance.Fall fall : engine.assurance(means, NOW).falls()) {
                falls++;
                assertThat(level(engine.assurance(means, fall.after()), fall)).isEqualTo(fall.from());
                assertThat(level(engine.assurance(means, fall.after().plusNanos(1)), fall))
                        .isEqualTo(String.valueOf(fall.to()));
            }
        }
        assertThat(falls).isPositive();
    }

    private static String level(Assurance assurance, Assurance.Fall fall) {
        return String.valueOf(
                assurance.on(fall.framework(), fall.axis()).orElseThrow().level());
    }

    @Test
    void whenStepsAreToldThenAfterExactlyThoseItIsAccepted() {
        AssuranceEngine engine = new AssuranceEngine(catalogue);
        List<String> procedures = List.copyOf(catalogue.procedures().keySet());
        int steps = 0;
        for (int round = 0; round < ROUNDS; round++) {
            MeansKind kind = any(List.copyOf(catalogue.means().values()));
            Means means = means(kind);
            String procedure = any(procedures);
            RelyingPartyFacts party = new RelyingPartyFacts(random.nextBoolean());
            if (engine.outcome(means, procedure, party, NOW) instanceof Outcome.StepUp up) {
                Means after = up.steps().getFirst().remedy() == Remedy.ANOTHER_MEANS
                        ? best(engine, up.steps().getFirst(), procedure, party)
                        : StepFinder.after(means, kind, up.steps(), NOW).orElseThrow();
                assertThat(engine.outcome(after, procedure, party, NOW)).isEqualTo(new Outcome.Accept());
                steps++;
            }
        }
        assertThat(steps).isPositive();
    }

    private Means best(AssuranceEngine engine, Step step, String procedure, RelyingPartyFacts party) {
        MeansKind other = catalogue.means(String.valueOf(step.with())).orElseThrow();
        return other.authenticators().stream()
                .map(with -> StepFinder.fresh(other, with, NOW))
                .filter(each -> engine.outcome(each, procedure, party, NOW) instanceof Outcome.Accept)
                .findFirst()
                .orElseThrow();
    }

    private static void compare(Assurance weaker, Assurance stronger) {
        for (Assurance.Reached reached : weaker.reached()) {
            assertThat(stronger.on(reached.framework(), reached.axis())
                            .orElseThrow()
                            .rank())
                    .as("%s %s", reached.framework(), reached.axis())
                    .isGreaterThanOrEqualTo(reached.rank());
        }
    }

    private Means means(MeansKind kind) {
        String with = random.nextInt(10) == 0 ? null : any(kind.authenticators());
        return Means.of(kind.id())
                .in(any(List.of(MeansState.values())))
                .checked(ago())
                .proofed(ago())
                .attributes(any(catalogue.vocabulary().attributeSources()).id(), ago())
                .authenticated(with, ago())
                .presented(any(catalogue.vocabulary().presentations()).id());
    }

    private @Nullable Instant ago() {
        return random.nextInt(8) == 0 ? null : NOW.minus(any(LENGTHS)).plusSeconds(random.nextInt(3) - 1);
    }

    /** The same means with some of it improved: in every way in which one can be better than another. */
    private Means stronger(Means weak) {
        MeansKind kind = catalogue.means(weak.kind()).orElseThrow();
        Means strong = weak;
        if (random.nextBoolean()) {
            strong = strong.in(any(Arrays.stream(MeansState.values())
                    .filter(each -> each.compareTo(weak.state()) <= 0)
                    .toList()));
        }
        strong = strong.checked(younger(weak.checkedAt()))
                .proofed(younger(weak.proofedAt()))
                .attributes(
                        better(catalogue.vocabulary().attributeSources(), weak.attributeSource()),
                        younger(weak.attributesAsOf()))
                .presented(better(catalogue.vocabulary().presentations(), weak.presentation()));
        List<Component> own = catalogue.vocabulary().authenticators().stream()
                .filter(each -> kind.authenticators().contains(each.id()))
                .toList();
        return strong.authenticated(better(own, weak.authenticator()), younger(weak.authenticatedAt()));
    }

    private @Nullable Instant younger(@Nullable Instant time) {
        if (time == null) {
            return random.nextBoolean() ? null : ago();
        }
        Instant later = random.nextBoolean() ? time : time.plusSeconds(random.nextInt(1_000_000));
        // What is dated ahead is not stronger: it counts for nothing.
        return later.isAfter(NOW) ? NOW : later;
    }

    private String better(List<Component> components, @Nullable String id) {
        List<Component> better = components.stream()
                .filter(each -> id == null
                        || each.features()
                                .containsAll(components.stream()
                                        .filter(one -> one.id().equals(id))
                                        .findFirst()
                                        .orElseThrow()
                                        .features()))
                .toList();
        return any(better).id();
    }

    private Procedure procedure(String id) {
        List<Framework> deciding = catalogue.frameworks().values().stream()
                .filter(each -> !each.selection().isEmpty())
                .toList();
        Framework framework = any(deciding);
        Map<String, Boolean> answers = new LinkedHashMap<>();
        framework
                .selection()
                .values()
                .forEach(tree -> tree.nodes().values().forEach(node -> {
                    if (node instanceof Tree.Question question) {
                        answers.put(question.ask(), random.nextBoolean());
                    }
                }));
        Map<String, Impact> impacts = new LinkedHashMap<>();
        framework.categories().forEach(each -> impacts.put(each.id(), any(List.of(Impact.values()))));
        Map<Age, Duration> freshness = new EnumMap<>(Age.class);
        for (Age age : Age.values()) {
            if (random.nextInt(3) == 0) {
                freshness.put(age, any(LENGTHS));
            }
        }
        String law = random.nextInt(3) == 0 ? any(List.copyOf(catalogue.laws().keySet())) : null;
        return new Procedure(
                id,
                Sentence.both(id),
                Sentence.both(id),
                "1",
                LocalDate.of(2020, 1, 1),
                catalogue.procedure("loyalty-card").orElseThrow().assessed(),
                law,
                List.of(new Procedure.Assessment(framework.id(), answers, impacts, Map.of(), List.of(), false)),
                List.of(),
                List.of(),
                freshness,
                List.of(Remedy.values()),
                List.copyOf(catalogue.means().keySet()));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
