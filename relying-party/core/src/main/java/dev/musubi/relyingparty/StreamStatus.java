package dev.musubi.relyingparty;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stream delivers (OpenID Shared Signals Framework 1.0 section 8.1.2).
 *
 * @param state what it does
 * @param said why, in the words of whoever set it; null where nothing is said
 */
public record StreamStatus(State state, @Nullable String said) {

    /** What a stream does. */
    public enum State {
        /** It delivers. */
        ENABLED,
        /** It keeps what happens, for some time. */
        PAUSED,
        /** It neither delivers nor keeps anything. */
        DISABLED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why, where that is said. */
    public Optional<String> reason() {
        return Optional.ofNullable(said);
    }

    /**
     * As a transmitter says it.
     *
     * @throws TransportException if it says none of the three
     */
    static StreamStatus of(Map<?, ?> said) throws TransportException {
        for (State each : State.values()) {
            if (each.word().equals(Json.text(said, "status"))) {
                return new StreamStatus(each, Json.text(said, "reason"));
            }
        }
        throw new TransportException(Trouble.Why.NOT_UNDERSTOOD);
    }
}
