package dev.musubi.assurance.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * A place in the document of the file it stands in.
 *
 * @param at the clause
 * @param confidence where it differs from that of the whole file
 * @param judgement where it differs from {@link Judgement#OFFICIAL}
 */
public record Clause(
        String at,
        @Nullable Confidence confidence,
        @Nullable Judgement judgement) {}
