package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.catalogue.Source;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a means in use is worth at one moment, on every axis of every framework. It is computed, never stamped: it falls
 * as things grow old, and {@link #falls} says when and why.
 *
 * @param at the moment
 * @param reached the levels
 * @param falls what falls next if nothing is done, the soonest first
 * @param acr the authentication context class reference that follows; empty where not even the lowest is reached
 */
public record Assurance(Instant at, List<Reached> reached, List<Fall> falls, Optional<String> acr) {

    /** Copies. */
    public Assurance {
        reached = List.copyOf(reached);
        falls = List.copyOf(falls);
    }

    /**
     * A level reached.
     *
     * @param framework the framework
     * @param axis the axis
     * @param level the level; null where not even the lowest is reached
     * @param rank its rank, from 1; 0 for none
     * @param source by which criterion
     * @param statement the sentence to be shown: a level is never stated without who assessed it against what, and when
     */
    public record Reached(
            String framework, String axis, @Nullable String level, int rank, Source source, Sentence statement) {}

    /**
     * A fall to come.
     *
     * @param after the last moment the level still holds
     * @param framework the framework
     * @param axis the axis
     * @param from the level now
     * @param to the level then; null for none
     * @param why in words
     */
    public record Fall(
            Instant after,
            String framework,
            String axis,
            String from,
            @Nullable String to,
            Sentence why) {}

    /** The level on an axis. */
    public Optional<Reached> on(String framework, String axis) {
        return reached.stream()
                .filter(each ->
                        each.framework().equals(framework) && each.axis().equals(axis))
                .findFirst();
    }

    /**
     * The {@code assurance} claim: a list, one member a level reached, each with the document, its version, who assessed
     * it and when. Plain maps and strings, for any JSON writer.
     */
    public List<Map<String, Object>> claim() {
        return reached.stream()
                .filter(each -> each.level() != null)
                .map(each -> {
                    Map<String, Object> claim = new LinkedHashMap<>();
                    claim.put("framework", each.framework());
                    claim.put("axis", each.axis());
                    claim.put("level", String.valueOf(each.level()));
                    claim.put("document", each.source().document().en());
                    claim.put("version", each.source().version());
                    claim.put("clause", each.source().clause());
                    claim.put("judgement", each.source().judgement().name());
                    claim.put("confidence", each.source().confidence().name());
                    claim.put("assessed_at", at.toString());
                    claim.put("statement", each.statement().en());
                    claim.put("statement_ja", each.statement().ja());
                    falls.stream()
                            .filter(fall -> fall.framework().equals(each.framework())
                                    && fall.axis().equals(each.axis()))
                            .findFirst()
                            .ifPresent(fall ->
                                    claim.put("holds_until", fall.after().toString()));
                    return claim;
                })
                .toList();
    }
}
