package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Sentence;
import dev.musubi.assurance.catalogue.Source;

/**
 * A rule that spoke.
 *
 * @param rule its id: {@code state}, {@code law:ID}, {@code level:FRAMEWORK/AXIS}, {@code freshness:AGE} and the like
 * @param verdict what it said
 * @param text what it said, in words
 * @param source where it comes from
 */
public record Reason(String rule, Verdict verdict, Sentence text, Source source) {

    /** What a rule says. */
    public enum Verdict {
        /** It is met. */
        FOR,
        /** It is not met. */
        AGAINST,
        /** Worth knowing; decides nothing. */
        NOTE
    }
}
