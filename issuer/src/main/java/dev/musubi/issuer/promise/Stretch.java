package dev.musubi.issuer.promise;

import dev.musubi.issuer.database.TimesTaken;
import java.time.Duration;
import java.time.Instant;

/** A stretch of the way from a revocation to those it matters to, which the part of the issuer that goes it measures itself. */
public interface Stretch {

    /** Which there are, in the order of the way. */
    enum Name {
        /** From the change of a private ID's state to the signed status list that says so. */
        STATE_TO_LIST,
        /** From the same to a receiver's word that it has the event. */
        STATE_TO_RECEIVER
    }

    /** Which it is. */
    Name name();

    /** What was measured of changes that reached its end after a moment, held against what was promised. */
    TimesTaken since(Instant since, Duration promised);

    /** How much of it stands still, whatever the times say. */
    default long stopped() {
        return 0;
    }
}
