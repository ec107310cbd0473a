package dev.musubi.issuer.time;

import java.time.Instant;
import java.util.Optional;

/** Port: where the latest time this issuer ever saw is kept, across restarts and for all its nodes. */
public interface HighWaterMark {

    /** The mark; empty before there is one. */
    Optional<Instant> read();

    /** Raises it to {@code seen}; never lowers it. */
    void raise(Instant seen);

    /** Sets it to {@code now} whatever it was: an operator has looked at the clock and says that it is right. */
    void reset(Instant now);
}
