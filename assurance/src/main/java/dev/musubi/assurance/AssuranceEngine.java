package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Axis;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Procedure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers two questions: what a means of identification is worth now, and whether that suffices for a procedure.
 *
 * <p>It keeps no state and asks no clock: the same means, procedure, moment and catalogue give the same answer, today and
 * years later.
 *
 * <pre>{@code
 * AssuranceEngine engine = AssuranceEngine.standard();
 *
 * // An OpenID provider: acr and the assurance claim.
 * Assurance assurance = engine.assurance(means, now);
 * claims.put("acr", assurance.acr().orElse("0"));
 * claims.put("assurance", assurance.claim());
 * boolean enough = engine.satisfies(assurance, "urn:musubi:acr:substantial");
 *
 * // A relying party: may I?
 * Decision decision = engine.evaluate(means, "bank-address-change", new RelyingPartyFacts(false), now);
 * switch (decision.outcome()) {
 *     case Outcome.Accept accept -> open();
 *     case Outcome.StepUp up -> ask(up.steps());
 *     case Outcome.Refuse refuse -> explain(decision.against());
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class AssuranceEngine {

    /** Grows when the code decides otherwise than before on the same data; a record names the one that decided. */
    public static final int VERSION = 1;

    private final Catalogue catalogue;
    private final Rating rating;
    private final Judge judge;
    private final StepFinder steps;

    /** On a catalogue. */
    public AssuranceEngine(Catalogue catalogue) {
        this.catalogue = catalogue;
        Words words = new Words(catalogue);
        this.rating = new Rating(catalogue, words);
        this.judge = new Judge(catalogue, words);
        this.steps = new StepFinder(catalogue);
    }

    /** On the catalogue that comes with this library. */
    public static AssuranceEngine standard() {
        return new AssuranceEngine(Catalogue.standard());
    }

    /** The data it decides by. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * What a means is worth at a moment.
     *
     * @throws NotInCatalogueException if the means names something the catalogue does not know
     */
    public Assurance assurance(Means means, Instant at) {
        return rating.rate(new InUse(catalogue, means), RelyingPartyFacts.NONE, at);
    }

    /** The values an {@code acr} can have, from the lowest to the highest. */
    public List<String> acrValues() {
        return acrAxis().levels().stream().map(Axis.Level::id).toList();
    }

    /** Whether an assurance is at least that of an {@code acr} value asked for; false for a value that is not ours. */
    public boolean satisfies(Assurance assurance, String acr) {
        int wanted = acrAxis().rank(acr);
        return wanted > 0 && assurance.acr().map(acrAxis()::rank).orElse(0) >= wanted;
    }

    private Axis acrAxis() {
        return catalogue
                .framework(catalogue.vocabulary().acr().framework())
                .flatMap((Framework framework) ->
                        framework.axis(catalogue.vocabulary().acr().axis()))
                .orElseThrow();
    }

    /** A procedure of the catalogue. */
    public Optional<Procedure> procedure(String id) {
        return catalogue.procedure(id);
    }

    /**
     * Decides for a relying party of which nothing is known.
     *
     * @throws NotInCatalogueException if the procedure, or something the means names, is not in the catalogue
     */
    public Decision evaluate(Means means, String procedure, Instant at) {
        return evaluate(means, procedure, RelyingPartyFacts.NONE, at);
    }

    /**
     * Decides whether a means suffices for a procedure.
     *
     * @throws NotInCatalogueException if the procedure, or something the means names, is not in the catalogue
     */
    public Decision evaluate(Means means, String procedure, RelyingPartyFacts party, Instant at) {
        Procedure wanted =
                catalogue.procedure(procedure).orElseThrow(() -> new NotInCatalogueException("procedure", procedure));
        InUse inUse = new InUse(catalogue, means);
        List<Reason> heard = judge.hear(inUse, wanted, party, at);
        return new Decision(
                outcome(inUse, wanted, party, at, Judge.suffices(heard)),
                heard,
                rating.rate(inUse, party, at),
                means,
                procedure,
                wanted.version(),
                party,
                at,
                catalogue.edition(),
                catalogue.digest());
    }

    /**
     * The outcome alone, for those who ask about many.
     *
     * @throws NotInCatalogueException if the procedure, or something the means names, is not in the catalogue
     */
    public Outcome outcome(Means means, String procedure, RelyingPartyFacts party, Instant at) {
        Procedure wanted = wanted(procedure);
        InUse inUse = new InUse(catalogue, means);
        return outcome(inUse, wanted, party, at, judge.suffices(inUse, wanted, party, at));
    }

    /**
     * Decides again what a record says was decided, and compares all of it.
     *
     * @param record what {@link DecisionRecord#write} gave
     */
    public Replay replay(String record) {
        return DecisionRecord.replay(this, record);
    }

    private Procedure wanted(String procedure) {
        return catalogue.procedure(procedure).orElseThrow(() -> new NotInCatalogueException("procedure", procedure));
    }

    private Outcome outcome(InUse means, Procedure procedure, RelyingPartyFacts party, Instant at, boolean suffices) {
        if (suffices) {
            return new Outcome.Accept();
        }
        Optional<List<Step>> found = steps.find(
                means, procedure, at, changed -> judge.suffices(new InUse(catalogue, changed), procedure, party, at));
        return found.<Outcome>map(Outcome.StepUp::new).orElse(new Outcome.Refuse());
    }
}
