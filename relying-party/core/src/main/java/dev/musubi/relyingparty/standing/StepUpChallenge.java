package dev.musubi.relyingparty.standing;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a relying party's own API answers, with 401, where the caller's private ID does not stand as the call requires: a
 * {@code WWW-Authenticate} header in the manner of RFC 9470 section 3, with the standing in the place of the
 * authentication. A client reads it, signs its user in again with that {@link StandingRequirement}, and calls again.
 *
 * @param scheme the scheme of the access token, {@code Bearer} or {@code DPoP}
 * @param requirement what would do
 * @param why what is the matter
 */
public record StepUpChallenge(String scheme, StandingRequirement requirement, Unmet why) {

    /** The error code in the header. */
    public static final String ERROR = "standing_not_met";

    private static final int LONGEST = 4096;
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

    /**
     * The challenge for a caller, if one is due.
     *
     * @param known what is known of the caller's private ID; null if nothing is
     */
    public static Optional<StepUpChallenge> of(StandingRequirement requirement, @Nullable Standing known, Instant now) {
        Optional<Unmet> unmet = known == null ? Optional.of(Unmet.STALE) : requirement.unmetBy(known, now);
        return unmet.map(why -> new StepUpChallenge("Bearer", requirement, why));
    }

    /** The same for access tokens of another scheme. */
    public StepUpChallenge withScheme(String other) {
        return new StepUpChallenge(other, requirement, why);
    }

    /** The value of the header {@code WWW-Authenticate}. */
    public String header() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", ERROR);
        parameters.put("error_description", why + ": " + why.english());
        parameters.put(
                "standing",
                new TreeSet<>(requirement.states()).stream().map(Enum::name).collect(Collectors.joining(" ")));
        Duration maxAge = requirement.maxAge();
        if (maxAge != null) {
            parameters.put("standing_max_age", Long.toString(maxAge.toSeconds()));
        }
        return scheme
                + parameters.entrySet().stream()
                        .map(each -> " " + each.getKey() + "=\"" + each.getValue() + "\"")
                        .collect(Collectors.joining(","));
    }

    /** Reads a challenge from a header; empty if it is another one, or malformed. */
    public static Optional<StepUpChallenge> parse(@Nullable String header) {
        if (header == null || header.length() > LONGEST) {
            return Optional.empty();
        }
        int space = header.indexOf(' ');
        if (space <= 0) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher found = PARAMETER.matcher(header.substring(space));
        while (found.find()) {
            String quoted = found.group(2);
            parameters.put(found.group(1), quoted == null ? found.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        if (!ERROR.equals(parameters.get("error"))) {
            return Optional.empty();
        }
        Unmet why = Unmet.startOf(parameters.getOrDefault("error_description", ""));
        return requirement(parameters)
                .map(requirement -> new StepUpChallenge(header.substring(0, space), requirement, why));
    }

    private static Optional<StandingRequirement> requirement(Map<String, String> parameters) {
        try {
            Set<Standing.State> states = EnumSet.noneOf(Standing.State.class);
            for (String word : parameters.getOrDefault("standing", "").strip().split(" +", -1)) {
                states.add(Standing.State.valueOf(word));
            }
            String maxAge = parameters.get("standing_max_age");
            return Optional.of(new StandingRequirement(
                    states, maxAge == null ? null : Duration.ofSeconds(Long.parseLong(maxAge))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
