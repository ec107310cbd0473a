package dev.musubi.issuer.openid.claims;

import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.standing.Standing;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client demands of the private ID's standing before it is told anything: a request for the claim
 * {@code standing}, for example {@code {"essential": true, "value": "ACTIVE", "max_age": 900}}.
 *
 * @param essential true if a sign-in without it is of no use
 * @param states which states will do; empty for any that may be told
 * @param maxAge how old the answer may be; null for the issuer's own measure
 */
public record StandingDemand(
        boolean essential, Set<State> states, @Nullable Duration maxAge) {

    /** The name of the claim. */
    public static final String CLAIM = "standing";

    /** Nothing demanded. */
    public static final StandingDemand NONE = new StandingDemand(false, Set.of(), null);

    /**
     * What verified claims demand by themselves: that the private ID stands on a live anchor. A client that takes stale
     * attributes by its own policy says so by a demand of its own.
     */
    static final StandingDemand OF_VERIFIED_CLAIMS = new StandingDemand(true, Set.of(State.ACTIVE), null);

    /** Why a demand is not met; the word stands in error descriptions and is stable. */
    public enum Unmet {
        /** The anchor is gone: a re-issue would meet it. */
        REISSUE_REQUIRED,
        /** Suspended, by the holder or because a key is in doubt. */
        SUSPENDED,
        /** The private ID has ended. */
        ENDED,
        /** The state would do, but is not known as freshly as demanded. */
        STALE
    }

    /**
     * Reads one.
     *
     * @throws MalformedClaimsException if it says what no such demand says
     */
    static StandingDemand parse(@Nullable Object wanted) {
        if (wanted == null) {
            return new StandingDemand(false, Set.of(), null);
        }
        if (!(wanted instanceof Map<?, ?> members)) {
            throw new MalformedClaimsException("standing is requested by something else than null or an object");
        }
        Object essential = members.get("essential");
        if (essential != null && !(essential instanceof Boolean)) {
            throw new MalformedClaimsException("essential of standing is neither true nor false");
        }
        Set<State> states = EnumSet.noneOf(State.class);
        if (members.containsKey("value")) {
            states.add(state(members.get("value")));
        }
        if (members.containsKey("values")) {
            if (!(members.get("values") instanceof List<?> values) || values.isEmpty()) {
                throw new MalformedClaimsException("values of standing is not a list of states");
            }
            values.forEach(each -> states.add(state(each)));
        }
        return new StandingDemand(Boolean.TRUE.equals(essential), states, age(members.get("max_age")));
    }

    private static State state(@Nullable Object value) {
        for (State state : State.values()) {
            if (state.name().equals(value)) {
                return state;
            }
        }
        throw new MalformedClaimsException(
                "standing is asked for a value other than ACTIVE, REISSUE_REQUIRED, SUSPENDED, ENDED");
    }

    private static @Nullable Duration age(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.longValue() >= 0 && number.longValue() <= 315_576_000L) {
            return Duration.ofSeconds(number.longValue());
        }
        throw new MalformedClaimsException("max_age of standing is not a number of seconds");
    }

    /** Whether it says by itself which states will do; a mere wish for a live anchor does not. */
    boolean isPolicy() {
        return !states.isEmpty() && (essential || !states.equals(Set.of(State.ACTIVE)));
    }

    /**
     * Both at once: the stricter of each.
     *
     * @throws MalformedClaimsException if no state would do for both
     */
    StandingDemand and(StandingDemand other) {
        Set<State> both = EnumSet.noneOf(State.class);
        both.addAll(states.isEmpty() ? other.states : states);
        if (!states.isEmpty() && !other.states.isEmpty()) {
            both.retainAll(other.states);
            if (both.isEmpty()) {
                throw new MalformedClaimsException("no state meets what id_token and userinfo demand of standing");
            }
        }
        Duration age = maxAge == null
                ? other.maxAge
                : other.maxAge == null || maxAge.compareTo(other.maxAge) < 0 ? maxAge : other.maxAge;
        return new StandingDemand(essential || other.essential, both, age);
    }

    /**
     * What keeps this standing from meeting the demand; empty if nothing does. An ended or suspended private ID identifies
     * nobody, so it meets no demand that does not name its state.
     */
    public Optional<Unmet> unmet(Standing standing) {
        boolean usable = standing.state() == State.ACTIVE || standing.state() == State.REISSUE_REQUIRED;
        boolean named = states.contains(standing.state());
        boolean picky = essential && !states.isEmpty();
        boolean stateWillDo = picky ? named : usable || named;
        if (!stateWillDo) {
            return Optional.of(
                    switch (standing.state()) {
                        // Only a demand for some other state refuses an active one; nothing the holder does helps.
                        case ACTIVE -> Unmet.STALE;
                        case REISSUE_REQUIRED -> Unmet.REISSUE_REQUIRED;
                        case SUSPENDED -> Unmet.SUSPENDED;
                        case ENDED -> Unmet.ENDED;
                    });
        }
        return essential && maxAge != null && !standing.fresh() ? Optional.of(Unmet.STALE) : Optional.empty();
    }
}
