package dev.musubi.assurance.catalogue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What is true of a means in use: features it has, and how old things are. More features and lower ages are never worse,
 * because no {@link Condition} can ask for the absence of one.
 *
 * @param features ids of the vocabulary
 * @param ages how long ago; what is not known is absent
 */
public record Facts(Set<String> features, Map<Age, Duration> ages) {

    /** Copies both. */
    public Facts {
        features = Set.copyOf(features);
        ages = Map.copyOf(ages);
    }
}
