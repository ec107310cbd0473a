package dev.musubi.relyingparty.standing;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a relying party requires of a private ID's standing.
 *
 * @param states the states that will do
 * @param maxAge how old the knowledge may be; null for the issuer's own measure
 */
public record StandingRequirement(
        Set<Standing.State> states, @Nullable Duration maxAge) implements Serializable {

    /** The longest age that can be asked for: ten years. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if no state would do, or the age is negative or beyond ten years
     */
    public StandingRequirement {
        states = Set.copyOf(states);
        if (states.isEmpty()) {
            throw new IllegalArgumentException("a requirement names a state that will do");
        }
        if (maxAge != null && (maxAge.isNegative() || maxAge.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("an age is between zero and ten years");
        }
    }

    /** A live anchor, known to be so no longer ago than this. */
    public static StandingRequirement live(Duration noOlderThan) {
        return new StandingRequirement(Set.of(Standing.State.ACTIVE), noOlderThan);
    }

    /** A live anchor, as freshly as the issuer knows it by itself. */
    public static StandingRequirement live() {
        return new StandingRequirement(Set.of(Standing.State.ACTIVE), null);
    }

    /** The same, but attributes that may be stale will do too. A policy of the relying party's own, and its own risk. */
    public StandingRequirement orReissueRequired() {
        Set<Standing.State> more = EnumSet.of(Standing.State.REISSUE_REQUIRED);
        more.addAll(states);
        return new StandingRequirement(more, maxAge);
    }

    /** Why an answer just given does not meet this; empty if it does. The issuer's own word on freshness counts. */
    public Optional<Unmet> unmetBy(Standing justTold) {
        return stateUnmet(justTold).or(() -> ageUnmet(justTold.told()));
    }

    /**
     * Why an answer just given cannot be as fresh as it says, by the time it says it is of; empty if it can. An answer of this
     * very moment says a minute.
     *
     * @param now our time
     * @param skew how far clocks may be apart
     */
    public Optional<Unmet> contradictedBy(Standing justTold, Instant now, Duration skew) {
        if (maxAge == null) {
            return Optional.empty();
        }
        Duration least = maxAge.compareTo(JUST_NOW) < 0 ? JUST_NOW : maxAge;
        return ageUnmet(justTold.freshness(now, least.plus(skew), skew));
    }

    /** Why something known for a while does not meet this now; empty if it does. Clocks may be a minute apart. */
    public Optional<Unmet> unmetBy(Standing known, Instant now) {
        return unmetBy(known, now, Freshness.USUAL_SKEW);
    }

    /**
     * The same, with another measure for clocks.
     *
     * @param skew how far clocks may be apart
     */
    public Optional<Unmet> unmetBy(Standing known, Instant now, Duration skew) {
        return stateUnmet(known).or(() -> ageUnmet(known.freshness(now, maxAge, skew)));
    }

    private Optional<Unmet> ageUnmet(Freshness freshness) {
        if (freshness instanceof Freshness.Unknown) {
            return Optional.of(Unmet.UNKNOWN);
        }
        return maxAge != null && freshness instanceof Freshness.Stale ? Optional.of(Unmet.STALE) : Optional.empty();
    }

    private Optional<Unmet> stateUnmet(Standing standing) {
        if (states.contains(standing.state())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (standing.state()) {
                    case ACTIVE -> Unmet.UNSPECIFIED;
                    case REISSUE_REQUIRED -> Unmet.REISSUE_REQUIRED;
                    case SUSPENDED -> Unmet.SUSPENDED;
                    case ENDED -> Unmet.ENDED;
                });
    }

    /** As a request for the claim {@code standing} (OpenID Connect Core 1.0 section 5.5.1, with {@code max_age}). */
    public Map<String, Object> claimRequest() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("essential", true);
        if (states.size() == 1) {
            request.put("value", states.iterator().next().name());
        } else {
            request.put("values", new TreeSet<>(states).stream().map(Enum::name).toList());
        }
        if (maxAge != null) {
            request.put("max_age", maxAge.toSeconds());
        }
        return request;
    }
}
