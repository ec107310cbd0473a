package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Axis;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Framework.Combination;
import dev.musubi.assurance.catalogue.Impact;
import dev.musubi.assurance.catalogue.ImpactTable;
import dev.musubi.assurance.catalogue.Procedure.Assessment;
import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.catalogue.Source;
import dev.musubi.assurance.catalogue.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the level a procedure needs by a framework's own procedure: its tree, with the answers given, and its table of
 * combinations.
 */
public final class Selection {

    private Selection() {}

    /**
     * What an axis needs.
     *
     * @param axis the axis
     * @param level the level; null where the axis is not needed
     * @param path every node passed, with the answer
     * @param notes what else was concluded
     */
    public record Needed(String axis, @Nullable String level, List<Passed> path, List<Sentence> notes) {
        /** Copies. */
        public Needed {
            path = List.copyOf(path);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A node passed.
     *
     * @param question what was asked
     * @param answer what was answered
     * @param source where the question stands
     */
    public record Passed(Sentence question, Sentence answer, Source source) {}

    /** An answer a tree asks for was not given. */
    public static final class AnswerMissingException extends RuntimeException {
        private final String question;

        AnswerMissingException(String framework, String question) {
            super(framework + " asks for " + question);
            this.question = question;
        }

        /** The id of the answer. */
        public String question() {
            return question;
        }
    }

    private static final Sentence YES = new Sentence("はい", "yes");
    private static final Sentence NO = new Sentence("いいえ", "no");

    /**
     * The levels needed, by axis, in the order of the file.
     *
     * @throws AnswerMissingException if a question on the way was not answered
     */
    public static Map<String, Needed> of(Framework framework, Assessment assessment) {
        Map<String, Needed> needed = new LinkedHashMap<>();
        framework.selection().forEach((axisId, tree) -> {
            Axis axis = framework.axis(axisId).orElseThrow();
            needed.put(axisId, walk(framework, axis, tree, assessment));
        });
        framework.combinations().forEach(each -> combine(framework, each, assessment, needed));
        return needed;
    }

    private static Needed walk(Framework framework, Axis axis, Tree tree, Assessment assessment) {
        List<Passed> path = new ArrayList<>();
        String id = tree.start();
        String level = null;
        while (true) {
            switch (tree.node(id)) {
                case Tree.Question question -> {
                    Boolean answer = assessment.answers().get(question.ask());
                    if (answer == null) {
                        throw new AnswerMissingException(framework.id(), question.ask());
                    }
                    path.add(new Passed(question.text(), answer ? YES : NO, framework.source(question.clause())));
                    id = answer ? question.yes() : question.no();
                }
                case Tree.Risk risk -> {
                    ImpactTable table = framework.tables().get(risk.table());
                    if (table == null) {
                        throw new IllegalStateException("the catalogue was checked: no table " + risk.table());
                    }
                    Map<String, Impact> impacts = assessment.impacts(axis.id());
                    level = axis.ranked(
                                    Math.min(table.rank(impacts), axis.levels().size()))
                            .orElseThrow()
                            .id();
                    path.add(new Passed(risk.text(), said(framework, impacts, level), framework.source(risk.clause())));
                    id = risk.then().getOrDefault(level, "");
                }
                case Tree.Leaf leaf -> {
                    List<Sentence> notes = leaf.note() == null ? List.of() : List.of(leaf.note());
                    return switch (leaf.leaf()) {
                        case "NONE" -> new Needed(axis.id(), null, path, notes);
                        case "KEEP" -> new Needed(axis.id(), level, path, notes);
                        default -> new Needed(axis.id(), leaf.leaf(), path, notes);
                    };
                }
            }
        }
    }

    private static Sentence said(Framework framework, Map<String, Impact> impacts, String level) {
        StringBuilder japanese = new StringBuilder();
        StringBuilder english = new StringBuilder();
        framework.categories().forEach(category -> {
            Impact impact = impacts.getOrDefault(category.id(), Impact.NONE);
            japanese.append(category.name().ja())
                    .append(": ")
                    .append(impact.words().ja())
                    .append("、");
            english.append(category.name().en())
                    .append(": ")
                    .append(impact.words().en())
                    .append(", ");
        });
        return new Sentence(japanese + "よって " + level, english + "hence " + level);
    }

    private static void combine(
            Framework framework, Combination rule, Assessment assessment, Map<String, Needed> needed) {
        Needed one = needed.get(rule.axis());
        Needed other = needed.get(rule.with());
        if (one == null || other == null || !rule.level().equals(one.level()) || other.level() == null) {
            return;
        }
        for (Map.Entry<String, Boolean> each : rule.when().entrySet()) {
            Boolean answer = assessment.answers().get(each.getKey());
            if (answer == null) {
                throw new AnswerMissingException(framework.id(), each.getKey());
            }
            if (!answer.equals(each.getValue())) {
                return;
            }
        }
        if (rule.allowed().contains(other.level())) {
            return;
        }
        Axis axis = framework.axis(rule.with()).orElseThrow();
        int least = axis.rank(other.level());
        String raised = axis.levels().stream()
                .map(Axis.Level::id)
                .filter(level -> axis.rank(level) > least && rule.allowed().contains(level))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the catalogue was checked: the highest is allowed"));
        List<Passed> path = new ArrayList<>(other.path());
        path.add(new Passed(
                new Sentence(
                        rule.level() + " とともに選べるか: " + other.level(),
                        "May " + other.level() + " stand beside " + rule.level() + "?"),
                new Sentence("いいえ。" + raised + " に引き上げる", "no; raised to " + raised),
                framework.source(rule.clause())));
        needed.put(rule.with(), new Needed(rule.with(), raised, path, other.notes()));
    }
}
