package dev.musubi.issuer.anchor;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.KeyedHash;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.certificate.Validity;
import dev.musubi.jpki.profile.CertificateKind;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.StatusEvidence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The register of anchors, and the directory that finds a holder by a certificate's number.
 *
 * <p>Certificates are told apart by (CA key, serial), never by serial alone or by the CA's name, which all generations
 * share; in the directory the pair stands as a keyed hash. Methods that change anything take part in the caller's
 * transaction on the holder.
 */
@Component
public class Anchors {

    private final JdbcClient jdbc;
    private final KeyedHash keyedHash;
    private final CrlPartitions partitions;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;

    Anchors(
            JdbcClient jdbc,
            KeyedHash keyedHash,
            CrlPartitions partitions,
            AuditLog audit,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.keyedHash = keyedHash;
        this.partitions = partitions;
        this.audit = audit;
        this.events = events;
    }

    /** The keyed hash under which the directory knows {@code certificate}. */
    byte[] keyOf(CertificateId certificate) {
        return keyedHash.of("anchor", certificate.encoded());
    }

    /** Whose these certificates are, now or before. */
    public CertificateOwner ownerOf(Collection<CertificateId> certificates) {
        return CertificateOwner.of(Set.copyOf(
                lookUp(certificates.stream().map(this::keyOf).toList()).values()));
    }

    /** Who is behind each of these keys; unknown ones are left out. */
    Map<AnchorKey, HolderId> lookUp(List<byte[]> keys) {
        Map<AnchorKey, HolderId> found = new HashMap<>();
        if (!keys.isEmpty()) {
            jdbc.sql("select anchor_key, holder_id from anchor_directory where anchor_key = any(?)")
                    .param(keys.toArray(byte[][]::new))
                    .query((row, n) -> found.put(new AnchorKey(row.getBytes(1)), HolderId.in(row, "holder_id")))
                    .list();
        }
        return found;
    }

    /**
     * Notes that these certificates are of the holder. If one is already known to be another's, and that one's private ID
     * has ended ({@code formerly}), it passes over; otherwise the unique key refuses and the transaction fails.
     *
     * <p>Keys are written in their own order, so that two who race for the same ones wait for each other at the first and
     * never each for the other's.
     */
    public void link(HolderId holderId, Collection<CertificateId> certificates, Optional<HolderId> formerly) {
        List<byte[]> keys = certificates.stream()
                .map(this::keyOf)
                .sorted(Arrays::compareUnsigned)
                .toList();
        for (byte[] key : keys) {
            jdbc.sql("""
                            insert into anchor_directory as known (anchor_key, holder_id) values (?, ?)
                            on conflict (anchor_key) do update set holder_id = excluded.holder_id
                            where known.holder_id = excluded.holder_id or known.holder_id = ?""").params(key, holderId, formerly.orElse(holderId)).update();
        }
        if (lookUp(keys).values().stream().anyMatch(known -> !known.equals(holderId))) {
            throw new CertificateTakenException();
        }
    }

    /** Makes {@code anchor} the holder's anchor and lets go of the one before. */
    public AnchorId establish(HolderId holderId, NewAnchor anchor, Instant at) {
        jdbc.sql("update anchor set released_at = ? where holder_id = ? and released_at is null")
                .params(Sql.time(at), holderId)
                .update();
        AnchorId anchorId = AnchorId.random();
        jdbc.sql("""
                        insert into anchor (holder_id, anchor_id, anchor_key, partition_id, kind, not_after,
                                            established_at, certificate, state, method, status_as_of)
                        values (?, ?, ?, ?, ?, ?, ?, ?, 'GOOD', ?, ?)""")
                .params(
                        holderId,
                        anchorId,
                        keyOf(anchor.id()),
                        partitions.idOf(anchor.id().authority(), anchor.prefecture(), anchor.municipality()),
                        anchor.kind().name(),
                        Sql.time(anchor.notAfter()),
                        Sql.time(at),
                        anchor.certificate(),
                        anchor.good().method().name(),
                        Sql.time(anchor.good().thisUpdate()))
                .update();
        return anchorId;
    }

    /** The anchor the holder's private ID stands on, also when it is dead. */
    public Optional<Anchor> current(HolderId holderId) {
        return jdbc.sql("""
                        select a.*, greatest(a.status_as_of, p.this_update) as as_of
                        from anchor a join crl_partition p on p.partition_id = a.partition_id
                        where a.holder_id = ? and a.released_at is null""").param(holderId).query(Anchors::anchor).optional();
    }

    /**
     * An anchor and its time as one.
     *
     * @param establishedAt since when a private ID stood on it
     * @param releasedAt until when; null for the one it stands on
     */
    public record Life(
            Anchor anchor, Instant establishedAt, @Nullable Instant releasedAt) {}

    /** All anchors the holder's private ID ever stood on, the first one first. */
    public List<Life> lives(HolderId holderId) {
        return jdbc.sql("""
                        select a.*, greatest(a.status_as_of, p.this_update) as as_of
                        from anchor a join crl_partition p on p.partition_id = a.partition_id
                        where a.holder_id = ? order by a.established_at, a.anchor_id""")
                .param(holderId)
                .query((row, n) -> new Life(
                        anchor(row, n), Sql.instant(row, "established_at"), Sql.instantOrNull(row, "released_at")))
                .list();
    }

    /**
     * Notes what a source says of the holder's present anchor. A good answer moves its as-of time, a revocation ends it
     * once and for all, and "unknown" changes nothing.
     *
     * @return true if the anchor was good until now and is revoked
     */
    public boolean note(HolderId holderId, AnchorId anchorId, CertificateStatus status, Instant at) {
        return switch (status) {
            case CertificateStatus.Good good -> {
                jdbc.sql("""
                                update anchor set status_as_of = greatest(status_as_of, ?), method = ?
                                where holder_id = ? and anchor_id = ? and state = 'GOOD'""")
                        .params(
                                Sql.time(good.evidence().thisUpdate()),
                                good.evidence().method().name(),
                                holderId,
                                anchorId)
                        .update();
                yield false;
            }
            case CertificateStatus.Revoked revoked -> revoke(holderId, anchorId, revoked, at);
            // An answer of its own: the as-of time stays as old as it is, and everybody can see how old.
            case CertificateStatus.Unknown unknown -> false;
        };
    }

    /** The same, for the certificate of that key if it is still the holder's anchor; true if that ended the anchor. */
    boolean noteByKey(HolderId holderId, byte[] anchorKey, CertificateStatus status, Instant at) {
        return jdbc.sql("select anchor_id from anchor where holder_id = ? and anchor_key = ? and released_at is null")
                .params(holderId, anchorKey)
                .query((row, n) -> AnchorId.in(row, "anchor_id"))
                .optional()
                .map(anchorId -> note(holderId, anchorId, status, at))
                .orElse(false);
    }

    /** Anchors, good until now, of holders after {@code after}, whose term has run out; at most {@code limit}, as (holder, anchor). */
    List<Map.Entry<HolderId, AnchorId>> outOfTerm(Instant now, HolderId after, int limit) {
        return jdbc.sql("""
                        select holder_id, anchor_id from anchor
                        where state = 'GOOD' and released_at is null and not_after <= ? and holder_id > ?
                        order by holder_id limit ?""")
                .params(Sql.time(Validity.latestOver(now)), after, limit)
                .query((row, n) -> Map.entry(HolderId.in(row, "holder_id"), AnchorId.in(row, "anchor_id")))
                .list();
    }

    /** Notes that the anchor's term ran out. */
    void expire(HolderId holderId, AnchorId anchorId, Instant at) {
        int changed = jdbc.sql("""
                        update anchor set state = 'EXPIRED', status_as_of = ?
                        where holder_id = ? and anchor_id = ? and state = 'GOOD' and released_at is null""").params(Sql.time(at), holderId, anchorId).update();
        if (changed == 1) {
            audit.record(holderId, at, "anchor.expired", "system", Map.of("anchor", anchorId.toString()), null);
            events.publishEvent(new AnchorChanged(holderId, anchorId, AnchorState.EXPIRED, null, at));
        }
    }

    private boolean revoke(HolderId holderId, AnchorId anchorId, CertificateStatus.Revoked revoked, Instant at) {
        StatusEvidence evidence = revoked.evidence();
        int changed = jdbc.sql("""
                        update anchor set state = 'REVOKED', reason = ?, revoked_at = ?, method = ?, status_as_of = ?,
                               noted_at = ?
                        where holder_id = ? and anchor_id = ? and state <> 'REVOKED' and released_at is null""")
                .params(
                        revoked.reason().name(),
                        Sql.time(revoked.at()),
                        evidence.method().name(),
                        Sql.time(evidence.thisUpdate()),
                        Sql.time(at),
                        holderId,
                        anchorId)
                .update();
        if (changed == 1) {
            audit.record(
                    holderId,
                    at,
                    "anchor.revoked",
                    "system",
                    Map.of(
                            "anchor", anchorId.toString(),
                            "reason", revoked.reason().name(),
                            "method", evidence.method().name(),
                            "this_update", evidence.thisUpdate().toString()),
                    null);
            events.publishEvent(new AnchorChanged(holderId, anchorId, AnchorState.REVOKED, revoked.reason(), at));
        }
        return changed == 1;
    }

    private static Anchor anchor(ResultSet row, int n) throws SQLException {
        String reason = row.getString("reason");
        return new Anchor(
                AnchorId.in(row, "anchor_id"),
                PartitionId.in(row, "partition_id"),
                CertificateKind.valueOf(row.getString("kind")),
                Sql.instant(row, "not_after"),
                ItemId.in(row, "certificate"),
                AnchorState.valueOf(row.getString("state")),
                reason == null ? null : RevocationReason.valueOf(reason),
                Sql.instantOrNull(row, "revoked_at"),
                Sql.instant(row, "as_of"));
    }

    /** A certificate is already another holder's: two enrolments of one person met. The whole look-up is done again. */
    public static final class CertificateTakenException extends RuntimeException {
        CertificateTakenException() {
            super("this certificate is already known to be another holder's");
        }
    }
}
