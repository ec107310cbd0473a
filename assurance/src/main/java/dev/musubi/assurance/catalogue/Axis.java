package dev.musubi.assurance.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * One thing a framework rates, with its levels from the lowest to the highest.
 *
 * @param id its id
 * @param name its name
 * @param levels the levels
 * @param lowestOf other axes whose lowest level this axis has; empty where it has criteria of its own
 */
public record Axis(String id, Sentence name, List<Level> levels, List<String> lowestOf) {

    /** Copies. */
    public Axis {
        levels = List.copyOf(levels);
        lowestOf = List.copyOf(lowestOf);
    }

    /**
     * A level.
     *
     * @param id its id
     * @param text what it takes, in words
     * @param clause where that is laid down, and whose judgement the condition is
     * @param when what of that can be told from the facts of a means
     */
    public record Level(String id, Sentence text, Clause clause, Condition when) {}

    /** From 1 for the lowest; 0 where there is no such level. */
    public int rank(String level) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).id().equals(level)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** The level of a rank. */
    public Optional<Level> ranked(int rank) {
        return rank >= 1 && rank <= levels.size() ? Optional.of(levels.get(rank - 1)) : Optional.empty();
    }

    /** A level by its id. */
    public Optional<Level> level(String wanted) {
        return ranked(rank(wanted));
    }
}
