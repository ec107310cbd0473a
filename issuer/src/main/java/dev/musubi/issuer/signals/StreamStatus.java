package dev.musubi.issuer.signals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stream delivers (Shared Signals Framework 1.0 section 8.1.2).
 *
 * @param value the status
 * @param reason why, in words; ours where we set it
 * @param ours whether we set it, and not the receiver
 */
public record StreamStatus(Value value, @Nullable String reason, boolean ours) {

    /** The values there are. */
    public enum Value {
        /** Events are delivered. */
        ENABLED,
        /** They are kept, within limits. */
        PAUSED,
        /** They are neither delivered nor kept. */
        DISABLED;

        /** As it is said. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By its word. */
        public static Optional<Value> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word().equals(word))
                    .findFirst();
        }
    }

    /** From a row of {@code signal_queue}. */
    static StreamStatus in(ResultSet row, int n) throws SQLException {
        return new StreamStatus(
                Value.valueOf(row.getString("status")), row.getString("reason"), row.getBoolean("status_ours"));
    }

    /** Whether an event of this kind is delivered: those that say why nothing else is come in any case. */
    boolean delivers(EventType type) {
        return value == Value.ENABLED || (value == Value.PAUSED && ours && type == EventType.STREAM_UPDATED);
    }
}
