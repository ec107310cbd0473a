package dev.musubi.sandbox.verifierservice;

/** When a consent begins to hold. */
public enum ConsentStart {
    /** At 00:00 in Japan of the day after it was received, as J-LIS has it. */
    NEXT_DAY,
    /** At once, for demonstrations that cannot wait for tomorrow. */
    IMMEDIATELY
}
