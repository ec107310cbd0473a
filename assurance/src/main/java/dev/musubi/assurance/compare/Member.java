package dev.musubi.assurance.compare;

import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.MeansState;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A holder in a population, by a reference that names nobody.
 *
 * @param holder the reference
 * @param situation what the holder identifies with
 */
public record Member(String holder, Situation situation) {

    /**
     * What somebody identifies with.
     *
     * @param means the kind of means
     * @param state its state
     * @param ages how old things are
     * @param authenticator what was used; null for none
     */
    public record Situation(
            String means,
            MeansState state,
            Map<Age, Duration> ages,
            @Nullable String authenticator) {
        /** Copies. */
        public Situation {
            ages = Map.copyOf(ages);
        }
    }
}
