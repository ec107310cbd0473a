package dev.musubi.assurance.assess;

import dev.musubi.assurance.Selection;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.Confidence;
import dev.musubi.assurance.catalogue.DataJson;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Impact;
import dev.musubi.assurance.catalogue.MeansKind;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From answers to needed levels, by each framework's own procedure. */
public final class Wizard {

    private final Catalogue catalogue;

    /** On the frameworks of a catalogue. */
    public Wizard(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * What came out.
     *
     * @param answers the answers
     * @param procedure the procedure, as the catalogue takes it
     * @param needed the levels needed, with the path to each, by framework
     */
    public record Assessed(Answers answers, Procedure procedure, Map<Framework, List<Selection.Needed>> needed) {}

    /**
     * Assesses a procedure.
     *
     * @throws dev.musubi.assurance.catalogue.CatalogueException if the answers name what the catalogue does not know, or
     *     leave out a question or an impact that is asked for on the way
     */
    public Assessed assess(Answers answers) {
        Procedure procedure = new Procedure(
                answers.id(),
                answers.name(),
                answers.description(),
                answers.assessedOn().toString(),
                answers.assessedOn(),
                new MeansKind.Assessed(
                        answers.assessedBy(),
                        answers.assessedOn(),
                        "procedures/" + answers.id(),
                        Confidence.OFFICIAL_TEXT),
                answers.law(),
                answers.assessments(),
                answers.needs(),
                answers.implemented(),
                answers.freshness(),
                answers.whenUnmet(),
                answers.substitutes());
        // Read back with the whole catalogue: what would be refused as a file is refused now.
        Catalogue with = catalogue.with(Map.of(file(procedure), DataJson.write(procedure)));
        Map<Framework, List<Selection.Needed>> needed = new LinkedHashMap<>();
        for (Procedure.Assessment assessment : answers.assessments()) {
            Framework framework = with.framework(assessment.framework()).orElseThrow();
            needed.put(
                    framework, List.copyOf(Selection.of(framework, assessment).values()));
        }
        return new Assessed(answers, procedure, needed);
    }

    /** The name of its file in the catalogue. */
    public static String file(Procedure procedure) {
        return "procedures/" + procedure.id() + ".json";
    }

    /** An assessment to be filled in: every question a framework may ask, with an answer that has to be thought about. */
    public Procedure.Assessment blank(Framework framework) {
        Map<String, Boolean> answers = new LinkedHashMap<>();
        framework
                .selection()
                .values()
                .forEach(tree -> tree.nodes().values().forEach(node -> {
                    if (node instanceof Tree.Question question) {
                        answers.put(question.ask(), true);
                    }
                }));
        Map<String, Impact> impacts = new LinkedHashMap<>();
        framework.categories().forEach(each -> impacts.put(each.id(), Impact.NONE));
        return new Procedure.Assessment(
                framework.id(),
                answers,
                impacts,
                Map.of(),
                List.copyOf(framework.selection().keySet()),
                false);
    }
}
