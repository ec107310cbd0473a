package dev.musubi.assurance.catalogue;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a means in use: an authenticator, a source of attributes, or a way it comes to a relying party.
 *
 * @param id its id
 * @param name its name
 * @param features what it adds
 * @param note why, where that is not plain
 */
public record Component(
        String id,
        Sentence name,
        Set<String> features,
        @Nullable Sentence note) {

    /** Copies. */
    public Component {
        features = Set.copyOf(features);
    }
}
