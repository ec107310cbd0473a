package dev.musubi.issuer.openid.claims;

import dev.musubi.issuer.time.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for verified claims from what is known, exactly by the standard (OpenID Connect for Identity
 * Assurance 1.0 sections 6 and 7): what was not asked for is not told; a claim whose constraint is not met is left out; a
 * verification whose constraint is not met takes all of its claims with it. Nothing is bent to fit.
 *
 * <p>What is known is JSON as it would be told if all were asked for; the answer is a part of it.
 */
public final class VerifiedClaims {

    private final Map<String, Object> verification;
    private final Map<String, Object> claims;
    private final Instant now;

    /**
     * With what is known.
     *
     * @param verification the whole verification element
     * @param claims every claim the holder let be told
     */
    public VerifiedClaims(Map<String, Object> verification, Map<String, Object> claims, Instant now) {
        this.verification = verification;
        this.claims = claims;
        this.now = now;
    }

    /** The answer to these requests: an object for one, a list for several; empty if there is nothing to tell. */
    public Optional<Object> answer(List<VerifiedClaimsRequest> requests) {
        List<Map<String, Object>> answers = new ArrayList<>();
        for (VerifiedClaimsRequest request : requests) {
            answer(request).ifPresent(answers::add);
        }
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers.size() == 1 ? answers.getFirst() : answers);
    }

    private Optional<Map<String, Object>> answer(VerifiedClaimsRequest request) {
        Map<String, Object> told = new LinkedHashMap<>();
        request.claims().forEach((name, wanted) -> {
            Object known = claims.get(name);
            if (known != null) {
                part(known, wanted).ifPresent(value -> told.put(name, value));
            }
        });
        // Claims that cannot be told leave an empty object: the verification holds all the same, and says nothing of
        // them.
        return matchObject(verification, request.verification()).map(verified -> {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("verification", verified);
            answer.put("claims", told);
            return answer;
        });
    }

    /** A claim's value under its constraint. */
    private static Optional<Object> part(Object known, @Nullable Object wanted) {
        return Constraint.of(wanted).admits(known) ? Optional.of(known) : Optional.empty();
    }

    /** The part of an object that was asked for; empty if a constraint on it is not met. */
    private Optional<Map<String, Object>> matchObject(Map<String, Object> known, Map<?, ?> wanted) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (known.containsKey("trust_framework")) {
            told.put("trust_framework", known.get("trust_framework"));
        }
        for (Map.Entry<?, ?> each : wanted.entrySet()) {
            String name = String.valueOf(each.getKey());
            Object value = known.get(name);
            Optional<Object> match = match(value, each.getValue());
            if (match.isEmpty()) {
                if (constrains(each.getValue())) {
                    return Optional.empty();
                }
            } else {
                told.put(name, match.get());
            }
        }
        return Optional.of(told);
    }

    private Optional<Object> match(@Nullable Object known, @Nullable Object wanted) {
        if (known == null) {
            return Optional.empty();
        }
        if (known instanceof List<?> entries && wanted instanceof List<?> filters) {
            return matchAny(entries, filters).map(found -> found);
        }
        if (known instanceof Map<?, ?> object) {
            @SuppressWarnings("unchecked") // Ours, and JSON: its keys are strings.
            Map<String, Object> members = (Map<String, Object>) object;
            return wanted instanceof Map<?, ?> parts && !parts.isEmpty()
                    ? matchObject(members, parts).map(found -> found)
                    : Optional.of(members);
        }
        if (wanted instanceof Map<?, ?> members && members.get("max_age") instanceof Number seconds) {
            return isYoungerThan(known, seconds.longValue()) ? Optional.of(known) : Optional.empty();
        }
        return part(known, wanted);
    }

    /** Entries that pass one of the filters, each cut down to what its filter asks for. */
    private Optional<List<Object>> matchAny(List<?> entries, List<?> filters) {
        List<Object> found = new ArrayList<>();
        for (Object entry : entries) {
            for (Object filter : filters) {
                if (entry instanceof Map<?, ?> object && filter instanceof Map<?, ?> parts) {
                    @SuppressWarnings("unchecked") // As above.
                    Map<String, Object> members = (Map<String, Object>) object;
                    Optional<Map<String, Object>> match = matchObject(members, parts);
                    if (match.isPresent()) {
                        Map<String, Object> told = match.get();
                        // The schema has no such entry without these, asked for or not.
                        for (String needed : List.of("type", "signature_type", "issuer", "serial_number")) {
                            if (members.containsKey(needed)) {
                                told.putIfAbsent(needed, members.get(needed));
                            }
                        }
                        found.add(told);
                        break;
                    }
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private boolean isYoungerThan(Object known, long seconds) {
        try {
            return Freshness.of(Instant.parse(String.valueOf(known)), now, Duration.ofSeconds(seconds))
                    .isFresh();
        } catch (DateTimeParseException notATime) {
            return false;
        }
    }

    /** True if not having what was asked for breaks a constraint, rather than just leaving it out. */
    private static boolean constrains(@Nullable Object wanted) {
        return switch (wanted) {
            case null -> false;
            case Map<?, ?> members ->
                members.get("value") != null
                        || members.get("values") != null
                        || members.get("max_age") != null
                        || members.entrySet().stream()
                                .anyMatch(each -> !"essential".equals(each.getKey())
                                        && !"purpose".equals(each.getKey())
                                        && constrains(each.getValue()));
            case List<?> filters -> filters.stream().anyMatch(VerifiedClaims::constrains);
            default -> false;
        };
    }
}
