package dev.musubi.relyingparty.status;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a list said of an entry, and as of when.
 *
 * @param status what it says; {@link Status#UNKNOWN} where nobody can say
 * @param asOf when the list was signed; null exactly where the status is unknown
 */
public record StatusAnswer(Status status, @Nullable Instant asOf) {

    private static final StatusAnswer UNKNOWN = new StatusAnswer(Status.UNKNOWN, null);

    /** Says it, or nothing of it. */
    public StatusAnswer {
        Objects.requireNonNull(status);
        if ((status == Status.UNKNOWN) != (asOf == null)) {
            throw new IllegalArgumentException("what is known is known as of a time, and nothing else is");
        }
    }

    /** Nobody can say. */
    public static StatusAnswer unknown() {
        return UNKNOWN;
    }

    /** Whether the private ID was known to stand then. */
    public boolean isValid() {
        return status == Status.VALID;
    }
}
