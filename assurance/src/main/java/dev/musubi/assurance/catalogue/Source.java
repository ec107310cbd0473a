package dev.musubi.assurance.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * Where a rule comes from. Every rule has one.
 *
 * @param document the document
 * @param version its version or revision date
 * @param clause the clause in it
 * @param url where it is published, if it is
 * @param confidence how sure the data is of what it says
 * @param judgement whether the document says so or this project
 */
public record Source(
        Sentence document,
        String version,
        String clause,
        @Nullable String url,
        Confidence confidence,
        Judgement judgement) {

    /** Refuses a source that names no version or no clause. */
    public Source {
        if (version.isBlank() || clause.isBlank()) {
            throw new IllegalArgumentException("a source names a version and a clause");
        }
    }
}
