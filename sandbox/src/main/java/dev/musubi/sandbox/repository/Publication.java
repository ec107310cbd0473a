package dev.musubi.sandbox.repository;

import dev.musubi.jpki.revocation.crl.CrlEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A list as it was published: its number, its time, and what was in it, by serial. */
record Publication(long number, Instant thisUpdate, List<CrlEntry> entries) {

    /** A list is good for two days, though the next one comes after one. */
    private static final Duration GOOD_FOR = Duration.ofDays(2);

    Instant nextUpdate() {
        return thisUpdate.plus(GOOD_FOR);
    }
}
