package dev.musubi.assurance.catalogue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A procedure somebody must be identified for, and its assessment of risk.
 *
 * @param id its id
 * @param name its name
 * @param description what it is
 * @param version the date of this assessment
 * @param from its first day
 * @param assessed who assessed it, and when
 * @param law the law that lists the methods allowed, if one does
 * @param assessments by framework, the answers the needed levels are derived from
 * @param needs what else is needed of the means
 * @param tailored levels set otherwise than derived, with the reason
 * @param freshness how old things may be
 * @param whenUnmet what to do where it is not met, in this order; refuse where nothing helps
 * @param substitutes the means offered where another one is needed, in this order
 */
public record Procedure(
        String id,
        Sentence name,
        Sentence description,
        String version,
        LocalDate from,
        MeansKind.Assessed assessed,
        @Nullable String law,
        List<Assessment> assessments,
        List<Need> needs,
        List<Tailoring> tailored,
        Map<Age, Duration> freshness,
        List<Remedy> whenUnmet,
        List<String> substitutes) {

    /** Copies. */
    public Procedure {
        assessments = List.copyOf(assessments);
        needs = List.copyOf(needs);
        tailored = List.copyOf(tailored);
        freshness = freshness.isEmpty() ? new EnumMap<>(Age.class) : new EnumMap<>(freshness);
        whenUnmet = List.copyOf(whenUnmet);
        substitutes = List.copyOf(substitutes);
    }

    /**
     * The answers to one framework's questions.
     *
     * @param framework the framework
     * @param answers yes or no, by question
     * @param impacts by category
     * @param impactsFor by axis, where an axis is assessed apart
     * @param axes the axes a decision rests on; all with a selection where none is named
     * @param forInformation true where a law names the methods: the levels are told and decide nothing
     */
    public record Assessment(
            String framework,
            Map<String, Boolean> answers,
            Map<String, Impact> impacts,
            Map<String, Map<String, Impact>> impactsFor,
            List<String> axes,
            boolean forInformation) {

        /** Keeps the order of the file. */
        public Assessment {
            answers = new LinkedHashMap<>(answers);
            impacts = new LinkedHashMap<>(impacts);
            impactsFor = new LinkedHashMap<>(impactsFor);
            axes = List.copyOf(axes);
        }

        /** The impacts to look up for an axis. */
        public Map<String, Impact> impacts(String axis) {
            Map<String, Impact> own = impactsFor.get(axis);
            return own == null ? impacts : own;
        }
    }

    /** Something needed beside levels, in words and as a condition. */
    public record Need(Condition when, Sentence text) {}

    /** A level set otherwise than derived. */
    public record Tailoring(String framework, String axis, String level, Sentence rationale) {}

    /** What an axis was set to, if it was. */
    public Optional<Tailoring> tailored(String framework, String axis) {
        return tailored.stream()
                .filter(each ->
                        each.framework().equals(framework) && each.axis().equals(axis))
                .findFirst();
    }
}
