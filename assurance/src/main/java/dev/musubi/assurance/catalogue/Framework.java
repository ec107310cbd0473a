package dev.musubi.assurance.catalogue;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A framework of assurance levels in one version: its axes and their criteria, and how it arrives at the level a
 * procedure needs.
 *
 * @param id its id here; another version is another framework
 * @param document the document
 * @param version its version
 * @param from since when it is in force, or known
 * @param superseded by what it was superseded, if it was
 * @param url where it is published
 * @param confidence how sure this file is, where nothing else is said
 * @param deciding false where too little of its text could be read for a decision to rest on it
 * @param note what a reader must know of this file
 * @param categories the categories of harm
 * @param axes what is rated
 * @param tables impacts against levels
 * @param selection by axis, how the needed level is found
 * @param combinations which levels go together
 * @param process the steps its process of risk management has
 */
public record Framework(
        String id,
        Sentence document,
        String version,
        LocalDate from,
        @Nullable Superseded superseded,
        @Nullable String url,
        Confidence confidence,
        boolean deciding,
        Sentence note,
        List<Category> categories,
        List<Axis> axes,
        Map<String, ImpactTable> tables,
        Map<String, Tree> selection,
        List<Combination> combinations,
        List<ProcessStep> process) {

    /** Copies and keeps the order of the file. */
    public Framework {
        categories = List.copyOf(categories);
        axes = List.copyOf(axes);
        tables = new LinkedHashMap<>(tables);
        selection = new LinkedHashMap<>(selection);
        combinations = List.copyOf(combinations);
        process = List.copyOf(process);
    }

    /** By what and when it was superseded. */
    public record Superseded(String by, LocalDate from, Confidence confidence) {}

    /** A category of harm. */
    public record Category(String id, Sentence name) {}

    /** A step of its process. */
    public record ProcessStep(String id, Sentence text, Clause clause) {}

    /**
     * Which levels of another axis go with a level.
     *
     * @param clause where it says so
     * @param axis the axis looked at
     * @param level the level on it
     * @param when the answers it speaks for, by question; empty where it speaks always
     * @param with the other axis
     * @param allowed what may stand on it
     */
    public record Combination(
            Clause clause, String axis, String level, Map<String, Boolean> when, String with, List<String> allowed) {

        /** Copies. */
        public Combination {
            when = Map.copyOf(when);
            allowed = List.copyOf(allowed);
        }
    }

    /** An axis by its id. */
    public Optional<Axis> axis(String wanted) {
        return axes.stream().filter(axis -> axis.id().equals(wanted)).findFirst();
    }

    /** A clause of this document as a source. */
    public Source source(Clause clause) {
        return new Source(
                document,
                version,
                clause.at(),
                url,
                clause.confidence() == null ? confidence : clause.confidence(),
                clause.judgement() == null ? Judgement.OFFICIAL : clause.judgement());
    }
}
