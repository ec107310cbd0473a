package dev.musubi.assurance.catalogue;

import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kind of means of identification.
 *
 * @param id its id
 * @param name its name
 * @param description what it is
 * @param assessed who rated it, and when
 * @param features what it is worth, by state: what a state adds to the worse ones
 * @param staleAfter how old the check of its state may be before it counts as {@link MeansState#REISSUE_REQUIRED}
 * @param unknownAfter how old it may be before it counts as {@link MeansState#UNKNOWN}
 * @param checkedByProofing true where proofing it is checking it, as there is nothing to ask later
 * @param attributeSource where its attributes come from, if nothing else is said
 * @param authenticators what one can authenticate with
 * @param presentation how it comes to a relying party, if nothing else is said
 * @param remedies what can be done where it does not suffice
 */
public record MeansKind(
        String id,
        Sentence name,
        Sentence description,
        Assessed assessed,
        Map<MeansState, Set<String>> features,
        @Nullable Duration staleAfter,
        @Nullable Duration unknownAfter,
        boolean checkedByProofing,
        String attributeSource,
        List<String> authenticators,
        String presentation,
        List<Remedy> remedies) {

    /** Copies. */
    public MeansKind {
        features = new EnumMap<>(features);
        authenticators = List.copyOf(authenticators);
        remedies = List.copyOf(remedies);
    }

    /**
     * Who rated something, and when.
     *
     * @param by who
     * @param on when
     * @param clause by what rule of this project
     * @param confidence how sure
     */
    public record Assessed(Sentence by, LocalDate on, String clause, Confidence confidence) {}

    /** What it is worth in a state: its own features and those of every worse state. Nothing once suspended or ended. */
    public Set<String> worth(MeansState state) {
        if (state.compareTo(MeansState.SUSPENDED) >= 0) {
            return Set.of();
        }
        Set<String> worth = new HashSet<>();
        features.forEach((each, added) -> {
            if (each.compareTo(state) >= 0) {
                worth.addAll(added);
            }
        });
        return worth;
    }
}
