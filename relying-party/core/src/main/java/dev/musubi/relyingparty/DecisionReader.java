package dev.musubi.relyingparty;

import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.decision.Grounds;
import dev.musubi.relyingparty.decision.Reason;
import dev.musubi.relyingparty.decision.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a decision. Whatever is malformed is none, and so is one that contradicts itself: an acceptance with a rule against
 * it, a refusal without, a step up without steps.
 */
final class DecisionReader {

    private DecisionReader() {}

    /** @param latest the latest time it can be: a decision of a moment to come is none */
    static Optional<Decision> read(Map<?, ?> answer, String procedure, Instant latest) {
        String version = Json.text(answer, "procedure_version");
        String outcome = Json.text(answer, "outcome");
        String record = Json.text(answer, "record");
        Instant at = Json.time(answer, "at");
        List<Reason> because = all(Json.list(answer, "because"), DecisionReader::reason);
        List<Step> steps = all(Json.list(answer, "steps"), DecisionReader::step);
        if (version == null
                || outcome == null
                || record == null
                || at == null
                || at.isAfter(latest)
                || because == null
                || steps == null
                || !procedure.equals(Json.text(answer, "procedure"))) {
            return Optional.empty();
        }
        Grounds grounds = new Grounds(
                Json.text(answer, "decision"), procedure, version, at, because, Json.text(answer, "acr"), record);
        boolean contradicted = !grounds.against().isEmpty();
        return switch (outcome) {
            case "ACCEPT" -> contradicted ? Optional.empty() : Optional.of(new Decision.Accept(grounds));
            case "STEP_UP" -> steps.isEmpty() ? Optional.empty() : Optional.of(new Decision.StepUp(steps, grounds));
            case "REFUSE" -> contradicted ? Optional.of(new Decision.Refuse(grounds)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private interface Reading<T> {
        @Nullable
        T of(Map<?, ?> object);
    }

    /** All of them, or null if one cannot be read. */
    private static <T> @Nullable List<T> all(List<?> list, Reading<T> reading) {
        List<T> read = new ArrayList<>();
        for (Object each : list) {
            T one = each instanceof Map<?, ?> object ? reading.of(object) : null;
            if (one == null) {
                return null;
            }
            read.add(one);
        }
        return read;
    }

    private static @Nullable Reason reason(Map<?, ?> object) {
        Map<?, ?> source = Json.object(object, "source");
        String rule = Json.text(object, "rule");
        Reason.Verdict verdict = one(Reason.Verdict.values(), Json.text(object, "verdict"));
        String japanese = Json.text(object, "text_ja");
        String english = Json.text(object, "text");
        return rule == null || verdict == null || japanese == null || english == null
                ? null
                : new Reason(
                        rule,
                        verdict,
                        japanese,
                        english,
                        new Reason.Source(
                                or(source, "document_ja"),
                                or(source, "document"),
                                or(source, "version"),
                                or(source, "clause"),
                                Json.text(source, "url"),
                                or(source, "confidence"),
                                or(source, "judgement")));
    }

    private static @Nullable Step step(Map<?, ?> object) {
        Step.Remedy remedy = one(Step.Remedy.values(), Json.text(object, "remedy"));
        String japanese = Json.text(object, "text_ja");
        String english = Json.text(object, "text");
        return remedy == null || japanese == null || english == null
                ? null
                : new Step(remedy, Json.text(object, "with"), japanese, english);
    }

    private static String or(Map<?, ?> object, String name) {
        String text = Json.text(object, name);
        return text == null ? "" : text;
    }

    private static <E extends Enum<E>> @Nullable E one(E[] all, @Nullable String name) {
        return Arrays.stream(all)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
