package dev.musubi.issuer.anchor;

import dev.musubi.issuer.anchor.CrlPartitions.Partition;
import dev.musubi.issuer.anchor.RevocationListSource.Fetched;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.time.ClockWatch;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.certificate.CrlPartition;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.StatusEvidence;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.revocation.crl.Crl;
import dev.musubi.jpki.revocation.crl.CrlEntry;
import dev.musubi.jpki.revocation.crl.CrlReader;
import dev.musubi.jpki.revocation.crl.CrlReading;
import dev.musubi.jpki.revocation.crl.ExpectedCrl;
import dev.musubi.jpki.trust.TrustedAuthorities;
import dev.musubi.jpki.trust.TrustedAuthority;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The sweep (失効確認): holds every anchor against J-LIS's revocation lists.
 *
 * <p>One list is one piece of work: fetched, believed only after {@link CrlReader}'s checks, compared with the list
 * before it, and what is new in it looked up in the directory. The list counts as applied when all of it is; a crash in
 * between only means that it is gone through again, and noting a revocation twice changes nothing.
 *
 * <p>Entries revoked shortly before the last list are looked up again too: an OCSP answer may lag behind a list by its
 * own refresh period (15 minutes at J-LIS), so a certificate enrolled on such an answer may stand in a list that was
 * applied just before.
 */
@Component
public class Sweep {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int BATCH = 1000;

    private final CrlPartitions partitions;
    private final WorkLoop loop;
    private final RevocationListSource source;
    private final AppliedLists applied;
    private final Anchors anchors;
    private final HolderTransactions holders;
    private final TrustedAuthorities authorities;
    private final JpkiProfile profile;
    private final CrlReader reader;
    private final AnchorSettings settings;
    private final ClockWatch watch;
    private final InstantSource clock;
    private final Map<PartitionId, String> etags = new ConcurrentHashMap<>();

    Sweep(
            CrlPartitions partitions,
            WorkLoop loop,
            RevocationListSource source,
            AppliedLists applied,
            Anchors anchors,
            HolderTransactions holders,
            TrustedAuthorities authorities,
            JpkiProfile profile,
            AnchorSettings settings,
            ClockWatch watch,
            InstantSource clock) {
        this.partitions = partitions;
        this.loop = loop;
        this.source = source;
        this.applied = applied;
        this.anchors = anchors;
        this.holders = holders;
        this.authorities = authorities;
        this.profile = profile;
        this.reader = new CrlReader(profile);
        this.settings = settings;
        this.watch = watch;
        this.clock = clock;
    }

    /**
     * What a sweep came to.
     *
     * @param lists how many lists were due
     * @param applied how many of them were new and were applied
     * @param failed how many could not be had or believed
     * @param revoked how many anchors were found revoked
     */
    public record Report(int lists, int applied, int failed, int revoked) {
        private Report plus(Report other) {
            return new Report(
                    lists + other.lists, applied + other.applied, failed + other.failed, revoked + other.revoked);
        }
    }

    /** What came of one list: for the report, and for the queue. */
    private record Swept(Report report, WorkOutcome outcome) {}

    /** Deletes what a process before this one was fetching when it died. */
    void tidy() {
        applied.tidy();
    }

    /** Sweeps every list that is due; some at once, so that none waits for another that takes long. */
    public Report due() {
        AtomicReference<Report> total = new AtomicReference<>(new Report(0, 0, 0, 0));
        try {
            loop.drain(partitions.work(), clock, settings.atOnce(), piece -> {
                Optional<Partition> partition = partitions.find(piece.payload());
                if (partition.isEmpty()) {
                    return new WorkOutcome.Done();
                }
                Swept swept = sweep(partition.get());
                total.accumulateAndGet(swept.report(), Report::plus);
                return swept.outcome();
            });
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return total.get();
    }

    /** Sweeps every list, due or not. */
    public Report all() {
        etags.clear();
        partitions.allDue(clock.instant());
        return due();
    }

    /**
     * The status of a certificate by the present list of its partition: what enrolment falls back on where OCSP does not
     * answer.
     */
    public CertificateStatus byList(CertificateId certificate, CrlPartition partition) {
        Instant now = clock.instant();
        if (!watch.tellsAges()) {
            return new CertificateStatus.Unknown(UnknownReason.CLOCK_IN_DOUBT, now);
        }
        Optional<TrustedAuthority> authority = authorities.find(certificate.authority());
        BigInteger lastNumber = partitions
                .find(certificate.authority(), partition.prefecture(), partition.municipality())
                .map(Partition::crlNumber)
                .orElse(null);
        if (authority.isPresent()
                && source.fetch(certificate.authority(), partition.prefecture(), partition.municipality(), null)
                        instanceof Fetched.Downloaded(Path file, var etag)) {
            CrlReading reading = reader.read(file, new ExpectedCrl(authority.get(), partition, lastNumber, now, SKEW));
            AppliedLists.drop(file);
            if (reading instanceof CrlReading.Accepted(Crl crl)) {
                return crl.statusOf(certificate.serial(), now);
            }
        }
        return new CertificateStatus.Unknown(UnknownReason.UNREACHABLE, now);
    }

    private Swept sweep(Partition partition) {
        Instant now = clock.instant();
        try {
            Fetched fetched = source.fetch(
                    partition.authority(),
                    partition.prefecture(),
                    partition.municipality(),
                    partition.crlNumber() == null ? null : etags.get(partition.id()));
            return switch (fetched) {
                case Fetched.Unchanged unchanged -> {
                    partitions.unchanged(partition.id(), now);
                    yield new Swept(
                            new Report(1, 0, 0, 0), new WorkOutcome.Again("unchanged", now.plus(settings.interval())));
                }
                case Fetched.Unreachable(String code) -> failed(partition, code);
                case Fetched.Downloaded list -> believe(partition, list, now);
            };
        } catch (RuntimeException e) {
            // One list that fails in a way nobody foresaw must not keep the others from being swept.
            log.error(
                    "sweep.list_failed partition={} failure={}",
                    partition.id(),
                    e.getClass().getName());
            return failed(partition, "internal_error");
        }
    }

    private Swept believe(Partition partition, Fetched.Downloaded list, Instant now) {
        try {
            Optional<ExpectedCrl> expected = expected(partition, now);
            if (expected.isEmpty()) {
                return failed(partition, "authority_unknown");
            }
            return switch (reader.read(list.file(), expected.get())) {
                case CrlReading.Refused(var fault) -> failed(partition, fault.code());
                case CrlReading.Accepted(Crl crl) -> accept(partition, crl, expected.get(), list, now);
            };
        } finally {
            AppliedLists.drop(list.file());
        }
    }

    private Swept accept(Partition partition, Crl crl, ExpectedCrl expected, Fetched.Downloaded list, Instant now) {
        boolean sameAgain = crl.crlNumber().equals(partition.crlNumber()) && applied.has(partition);
        int revoked = sameAgain ? 0 : apply(partition, crl, expected);
        applied.keep(partition, crl.crlNumber(), list.file());
        partitions.applied(partition.id(), crl.crlNumber(), crl.thisUpdate(), crl.nextUpdate(), crl.size(), now);
        if (list.etag() != null) {
            etags.put(partition.id(), list.etag());
        }
        return new Swept(
                new Report(1, sameAgain ? 0 : 1, 0, revoked),
                new WorkOutcome.Again("applied", now.plus(settings.interval())));
    }

    private int apply(Partition partition, Crl crl, ExpectedCrl expected) {
        Optional<Crl> previous = applied.last(partition, reader, expected);
        List<CrlEntry> fresh = new ArrayList<>();
        if (previous.isEmpty()) {
            crl.forEach(fresh::add);
        } else {
            Instant overlapFrom = previous.get().thisUpdate().minus(OVERLAP);
            crl.forEach(entry -> {
                if (entry.revokedAt().isAfter(overlapFrom)
                        || previous.get().find(entry.serial()).isEmpty()) {
                    fresh.add(entry);
                }
            });
        }
        int revoked = 0;
        for (int from = 0; from < fresh.size(); from += BATCH) {
            revoked += apply(partition.authority(), crl, fresh.subList(from, Math.min(fresh.size(), from + BATCH)));
        }
        return revoked;
    }

    private int apply(AuthorityKeyId authority, Crl crl, List<CrlEntry> entries) {
        Map<AnchorKey, CrlEntry> byKey = new java.util.HashMap<>();
        for (CrlEntry entry : entries) {
            byKey.put(new AnchorKey(anchors.keyOf(new CertificateId(authority, entry.serial()))), entry);
        }
        Map<AnchorKey, HolderId> known =
                anchors.lookUp(byKey.keySet().stream().map(AnchorKey::bytes).toList());
        int revoked = 0;
        for (Map.Entry<AnchorKey, HolderId> hit : known.entrySet()) {
            CrlEntry entry = java.util.Objects.requireNonNull(byKey.get(hit.getKey()));
            Instant now = clock.instant();
            CertificateStatus status = new CertificateStatus.Revoked(
                    entry.reason(),
                    entry.revokedAt(),
                    new StatusEvidence(StatusEvidence.Method.CRL, crl.thisUpdate(), crl.nextUpdate(), now));
            revoked += holders.locking(
                    hit.getValue(),
                    () -> anchors.noteByKey(hit.getValue(), hit.getKey().bytes(), status, now) ? 1 : 0);
        }
        return revoked;
    }

    private Optional<ExpectedCrl> expected(Partition partition, Instant now) {
        return authorities
                .find(partition.authority())
                .map(authority -> new ExpectedCrl(
                        authority,
                        CrlPartition.of(profile, authority.role(), partition.prefecture(), partition.municipality()),
                        partition.crlNumber(),
                        now,
                        SKEW));
    }

    private Swept failed(Partition partition, String fault) {
        log.warn(
                "sweep.list_refused partition={} fault={} failures={}",
                partition.id(),
                fault,
                partition.failures() + 1);
        partitions.failed(partition.id(), fault);
        return new Swept(new Report(1, 0, 1, 0), new WorkOutcome.Failed(fault));
    }
}
