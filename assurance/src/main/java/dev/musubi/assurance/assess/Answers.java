package dev.musubi.assurance.assess;

import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Remedy;
import dev.musubi.assurance.catalogue.Sentence;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who assesses a procedure answers.
 *
 * @param id an id for the procedure: lower-case letters, digits and hyphens
 * @param name its name
 * @param description what it is
 * @param assessedBy who assesses it
 * @param assessedOn when
 * @param law the law of the catalogue that lists the methods allowed, if one does
 * @param assessments the answers, by framework
 * @param needs what else is needed of the means
 * @param implemented levels implemented otherwise than assessed, each with its rationale
 * @param compensatingControls what stands in for a control that is not implemented
 * @param supplementalControls what is done beside
 * @param federation whether federated identities are accepted; needed for the statement
 * @param freshness how old things may be
 * @param whenUnmet what to do where it is not met
 * @param substitutes the means offered where another one is needed
 */
public record Answers(
        String id,
        Sentence name,
        Sentence description,
        Sentence assessedBy,
        LocalDate assessedOn,
        @Nullable String law,
        List<Procedure.Assessment> assessments,
        List<Procedure.Need> needs,
        List<Procedure.Tailoring> implemented,
        List<Control> compensatingControls,
        List<Sentence> supplementalControls,
        @Nullable Federation federation,
        Map<Age, Duration> freshness,
        List<Remedy> whenUnmet,
        List<String> substitutes) {

    /** Copies, and refuses an id that is no file name. */
    public Answers {
        if (!id.matches("[a-z0-9-]{1,60}")) {
            throw new IllegalArgumentException("an id is made of lower-case letters, digits and hyphens");
        }
        assessments = List.copyOf(assessments);
        needs = List.copyOf(needs);
        implemented = List.copyOf(implemented);
        compensatingControls = List.copyOf(compensatingControls);
        supplementalControls = List.copyOf(supplementalControls);
        freshness = freshness.isEmpty() ? new EnumMap<>(Age.class) : new EnumMap<>(freshness);
        whenUnmet = List.copyOf(whenUnmet);
        substitutes = List.copyOf(substitutes);
    }

    /** A compensating control, and why it is comparable. */
    public record Control(Sentence control, Sentence comparability) {}

    /** Whether federated identities are accepted, and why not if not. */
    public record Federation(boolean accepted, @Nullable Sentence rationale) {}
}
