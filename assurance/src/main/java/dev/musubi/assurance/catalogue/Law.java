package dev.musubi.assurance.catalogue;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A law that names the methods of identification it allows, by revision. A letter means nothing without its date: the
 * method for a JPKI signature in the rules under the money-laundering act was ワ, is カ, and will be ヌ.
 *
 * @param id its id here
 * @param document the law
 * @param article the article that lists the methods
 * @param url where it is published
 * @param note what a reader must know of this file
 * @param revisions from the oldest to the newest
 */
public record Law(
        String id,
        Sentence document,
        String article,
        @Nullable String url,
        Sentence note,
        List<Revision> revisions) {

    /** In the order of time. */
    public Law {
        revisions =
                revisions.stream().sorted(Comparator.comparing(Revision::from)).toList();
    }

    /**
     * A revision, in force until the next one.
     *
     * @param version its name: the revision id of the law database, where it is known
     * @param from its first day, in Japan
     * @param confidence how sure the file is of it
     * @param note what is to know of it
     * @param methods what it allows, as far as known
     */
    public record Revision(
            String version,
            LocalDate from,
            Confidence confidence,
            @Nullable Sentence note,
            List<Method> methods) {

        /** Copies. */
        public Revision {
            methods = List.copyOf(methods);
        }

        /** A method by its meaning. */
        public Optional<Method> method(String id) {
            return methods.stream().filter(each -> each.method().equals(id)).findFirst();
        }
    }

    /**
     * A method.
     *
     * @param method what it is, under an id that no revision changes
     * @param letter its letter in this revision; null where it could not be read
     * @param name in words
     * @param when what of it can be told from the facts of a means and a relying party
     * @param confidence where it differs from the revision's
     */
    public record Method(
            String method,
            @Nullable String letter,
            Sentence name,
            Condition when,
            @Nullable Confidence confidence) {}

    /** The revision in force on a day; empty before the first one known. */
    public Optional<Revision> at(LocalDate day) {
        return revisions.stream().filter(each -> !each.from().isAfter(day)).reduce((earlier, later) -> later);
    }

    /** A method of a revision as a source. */
    public Source source(Revision revision, @Nullable Method method) {
        Confidence confidence =
                method == null || method.confidence() == null ? revision.confidence() : method.confidence();
        String letter = method == null || method.letter() == null ? "" : method.letter();
        return new Source(document, revision.version(), article + letter, url, confidence, Judgement.OFFICIAL);
    }
}
