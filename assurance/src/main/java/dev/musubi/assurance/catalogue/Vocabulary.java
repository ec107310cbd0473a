package dev.musubi.assurance.catalogue;

import java.util.List;
import java.util.Map;

/**
 * The words all files share.
 *
 * @param edition the date of this catalogue; it changes with any file
 * @param assessor who stands for the judgements in it
 * @param features what can be said of a means, by id
 * @param authenticators what one authenticates with
 * @param attributeSources where attributes come from
 * @param presentations how a means comes to a relying party
 * @param rules the rules of decision that are of no framework and no law, by id
 * @param acr the framework and axis the provider's {@code acr} is read from
 */
public record Vocabulary(
        String edition,
        Sentence assessor,
        Map<String, Sentence> features,
        List<Component> authenticators,
        List<Component> attributeSources,
        List<Component> presentations,
        Map<String, Rule> rules,
        Acr acr) {

    /** A rule of decision: what it says, with places for words, and where it comes from. */
    public record Rule(Sentence text, Source source) {}

    /** Where the {@code acr} comes from. */
    public record Acr(String framework, String axis) {}
}
