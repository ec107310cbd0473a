package dev.musubi.relyingparty.decision;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One rule that spoke.
 *
 * @param rule which, by its stable name
 * @param verdict what it says
 * @param japanese the same in words
 * @param english the same in English
 * @param source where it is laid down
 */
public record Reason(String rule, Verdict verdict, String japanese, String english, Source source)
        implements Serializable {

    /** What a rule says. */
    public enum Verdict {
        /** For acceptance. */
        FOR,
        /** Against it. */
        AGAINST,
        /** Something to know; it decides nothing. */
        NOTE
    }

    /**
     * Where a rule is laid down, and how far that can be relied on.
     *
     * @param japanese the document
     * @param english the same in English
     * @param version its version or revision
     * @param clause the clause
     * @param url where it can be read; null if that is not known
     * @param confidence how the text is known, a word of the catalogue ({@code OFFICIAL_TEXT}, …, {@code NOT_READ})
     * @param judgement whose word it is: {@code OFFICIAL} or {@code OWN}
     */
    public record Source(
            String japanese,
            String english,
            String version,
            String clause,
            @Nullable String url,
            String confidence,
            String judgement)
            implements Serializable {}
}
