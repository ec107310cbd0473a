package dev.musubi.sandbox.repository;

import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.revocation.crl.CrlEntry;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.journal.Entry;
import dev.musubi.sandbox.journal.Journal;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.ResidentRegister;
import dev.musubi.sandbox.register.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The CRLs, one a municipality and authority key. A new list is due at every midnight in Japan and is made when first
 * asked for; more can be published on demand. Numbers only grow, even if the clock goes back. That a list was published
 * is on record before it is served, so a list never comes back with another content under the same number.
 */
public final class RevocationLists {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final Instant EVERYTHING = Instant.parse("9999-12-31T23:59:59Z");

    private final Journal journal;
    private final ResidentRegister register;
    private final Certificates certificates;
    private final Map<PartitionKey, Partition> partitions = new ConcurrentHashMap<>();

    /** Lists of what the register revokes. */
    public RevocationLists(Journal journal, ResidentRegister register, Certificates certificates) {
        this.journal = journal;
        this.register = register;
        this.certificates = certificates;
        journal.subscribe(this::apply);
    }

    /** The newest list; if today's is not out yet, it comes out now. */
    Publication current(PartitionKey key, Instant now) {
        Partition partition = partition(key);
        partition.publishing.lock();
        try {
            return upToDate(key, partition, now);
        } finally {
            partition.publishing.unlock();
        }
    }

    /** The list before the newest. */
    Publication previous(PartitionKey key, Instant now) {
        current(key, now);
        return Objects.requireNonNull(partition(key).previous());
    }

    /** Publishes a new list of every partition in which something was revoked since its last. */
    public int publishChanged(Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.SECONDS);
        int count = 0;
        for (Map.Entry<PartitionKey, Partition> each : partitions.entrySet()) {
            Partition partition = each.getValue();
            partition.publishing.lock();
            try {
                if (partition.hasNews()) {
                    publish(
                            each.getKey(),
                            upToDate(each.getKey(), partition, now).number() + 1,
                            at,
                            EVERYTHING);
                    count++;
                }
            } finally {
                partition.publishing.unlock();
            }
        }
        return count;
    }

    private Publication upToDate(PartitionKey key, Partition partition, Instant now) {
        Instant midnight = LocalDate.ofInstant(now, JAPAN).atStartOfDay(JAPAN).toInstant();
        Publication last = partition.last();
        if (last == null) {
            Instant yesterday = midnight.minus(Duration.ofDays(1));
            publish(key, 1, yesterday, yesterday);
            publish(key, 2, midnight, midnight);
        } else if (last.thisUpdate().isBefore(midnight)) {
            publish(key, last.number() + 1, midnight, midnight);
        } else if (last.thisUpdate().isAfter(now)) {
            publish(key, last.number() + 1, now.truncatedTo(ChronoUnit.SECONDS), EVERYTHING);
        }
        return Objects.requireNonNull(partition.last());
    }

    private void publish(PartitionKey key, long number, Instant thisUpdate, Instant upTo) {
        journal.append(new Entry.CrlPublished(
                key.authority().hex(), key.prefecture(), key.municipality(), number, thisUpdate, upTo));
    }

    private Partition partition(PartitionKey key) {
        return partitions.computeIfAbsent(key, none -> new Partition());
    }

    private void apply(Entry entry) {
        switch (entry) {
            case Entry.Lived lived -> {
                for (Entry.RevocationData each : lived.revoked()) {
                    register.bySequence(each.sequence()).ifPresent(this::revoke);
                }
            }
            case Entry.CrlPublished published ->
                partition(new PartitionKey(
                                new dev.musubi.jpki.certificate.AuthorityKeyId(published.authorityKeyId()),
                                published.prefecture(),
                                published.municipality()))
                        .publish(published.number(), published.thisUpdate(), published.upTo());
            default -> {
                // Not about revocation.
            }
        }
    }

    private void revoke(CertificateRecord record) {
        @Nullable Revocation revocation = record.revocation();
        if (revocation == null) {
            return;
        }
        var id = certificates.idOf(record);
        CrlPartition name = certificates.partitionOf(record);
        partition(new PartitionKey(id.authority(), name.prefecture(), name.municipality()))
                .revoke(new CrlEntry(id.serial(), revocation.reason(), revocation.at()));
    }
}
