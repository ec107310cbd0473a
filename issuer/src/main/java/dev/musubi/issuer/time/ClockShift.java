package dev.musubi.issuer.time;

import java.time.Duration;

/** How far the issuer's clock stands from the machine's: nothing, but in a demonstration that moved it. */
public interface ClockShift {

    /** By how much it is ahead; negative where it is behind. */
    Duration current();
}
