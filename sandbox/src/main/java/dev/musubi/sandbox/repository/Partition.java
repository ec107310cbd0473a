package dev.musubi.sandbox.repository;

import dev.musubi.jpki.revocation.crl.CrlEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What has been revoked in one partition, and the two newest lists of it. */
final class Partition {

    private final List<CrlEntry> revoked = new ArrayList<>();
    private @Nullable Publication last;
    private @Nullable Publication previous;
    private int published;

    /** Held by whoever decides that a list is to be published; never while an entry is applied. */
    final ReentrantLock publishing = new ReentrantLock();

    synchronized void revoke(CrlEntry entry) {
        revoked.add(entry);
    }

    synchronized void publish(long number, Instant thisUpdate, Instant upTo) {
        List<CrlEntry> entries = revoked.stream()
                .filter(e -> !e.revokedAt().isAfter(upTo))
                .sorted(Comparator.comparing(CrlEntry::serial))
                .toList();
        previous = last;
        last = new Publication(number, thisUpdate, entries);
        published = entries.size();
    }

    synchronized @Nullable Publication last() {
        return last;
    }

    synchronized @Nullable Publication previous() {
        return previous;
    }

    synchronized boolean hasNews() {
        return revoked.size() > published;
    }
}
