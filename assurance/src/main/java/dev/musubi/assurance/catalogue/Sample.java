package dev.musubi.assurance.catalogue;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A means in use that the acceptance matrix shows as a row.
 *
 * @param name its name
 * @param means its kind
 * @param state its state
 * @param ages how old things are
 * @param authenticator what was used; null for none
 */
public record Sample(
        Sentence name,
        String means,
        MeansState state,
        Map<Age, Duration> ages,
        @Nullable String authenticator) {

    /** Copies. */
    public Sample {
        ages = Map.copyOf(ages);
    }
}
