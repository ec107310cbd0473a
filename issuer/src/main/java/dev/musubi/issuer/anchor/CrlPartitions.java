package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The revocation lists that at least one anchor needs: J-LIS cuts them by issuing municipality, and each CA key signs
 * its own. A list is asked for only once an anchor stands on it.
 */
@Component
class CrlPartitions {

    private final JdbcClient jdbc;
    private final WorkQueue queue;
    private final ListWork work;
    private final InstantSource clock;

    CrlPartitions(JdbcClient jdbc, WorkQueue queue, AnchorSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.queue = queue;
        this.work = ListWork.by(settings);
        this.clock = clock;
    }

    /**
     * One list.
     *
     * @param crlNumber of the last list applied, null before the first
     * @param thisUpdate likewise
     */
    record Partition(
            PartitionId id,
            AuthorityKeyId authority,
            String prefecture,
            String municipality,
            @Nullable BigInteger crlNumber,
            @Nullable Instant thisUpdate,
            int failures) {}

    /** The id of a list, from what names it; the row is made if it is new, due at once. */
    PartitionId idOf(AuthorityKeyId authority, String prefecture, String municipality) {
        PartitionId id = id(authority, prefecture, municipality);
        Instant now = clock.instant();
        boolean isNew = jdbc.sql("""
                        insert into crl_partition (partition_id, authority_id, prefecture, municipality, created_at)
                        values (?, ?, ?, ?, ?) on conflict do nothing""")
                        .params(id, authority.bytes(), prefecture, municipality, Sql.time(now))
                        .update()
                == 1;
        if (isNew) {
            queue.putOnce(work, id.toString(), id, now);
        }
        return id;
    }

    /** What stands for these lists in the work queue. */
    ListWork work() {
        return work;
    }

    /** The list of that id. */
    Optional<Partition> find(PartitionId id) {
        return jdbc.sql("select * from crl_partition where partition_id = ?")
                .param(id)
                .query(CrlPartitions::partition)
                .optional();
    }

    /** Notes that a list was applied in whole. */
    void applied(PartitionId id, BigInteger number, Instant thisUpdate, Instant nextUpdate, int entries, Instant now) {
        jdbc.sql("""
                        update crl_partition set crl_number = ?, this_update = ?, next_update = ?, entries = ?,
                               swept_at = ?, failures = 0, last_fault = null
                        where partition_id = ?""")
                .params(new BigDecimal(number), Sql.time(thisUpdate), Sql.time(nextUpdate), entries, Sql.time(now), id)
                .update();
    }

    /** Notes that the list at hand is still the present one. */
    void unchanged(PartitionId id, Instant now) {
        jdbc.sql("update crl_partition set swept_at = ?, failures = 0, last_fault = null where partition_id = ?")
                .params(Sql.time(now), id)
                .update();
    }

    /** Notes that no acceptable list was to be had; {@code fault} is a stable code. */
    void failed(PartitionId id, String fault) {
        jdbc.sql("update crl_partition set failures = failures + 1, last_fault = ? where partition_id = ?")
                .params(fault, id)
                .update();
    }

    /** The list that names this partition, as far as it is known here. */
    Optional<Partition> find(AuthorityKeyId authority, String prefecture, String municipality) {
        return find(id(authority, prefecture, municipality));
    }

    /** Makes every list due now. */
    void allDue(Instant now) {
        queue.allDue(work, now);
    }

    private static PartitionId id(AuthorityKeyId authority, String prefecture, String municipality) {
        byte[] place = (prefecture + '\u0000' + municipality).getBytes(StandardCharsets.UTF_8);
        return new PartitionId(UUID.nameUUIDFromBytes(ByteBuffer.allocate(20 + place.length)
                .put(authority.bytes())
                .put(place)
                .array()));
    }

    private static Partition partition(ResultSet row, int n) throws SQLException {
        BigDecimal number = row.getBigDecimal("crl_number");
        return new Partition(
                PartitionId.in(row, "partition_id"),
                AuthorityKeyId.of(row.getBytes("authority_id")),
                row.getString("prefecture"),
                row.getString("municipality"),
                number == null ? null : number.toBigIntegerExact(),
                Sql.instantOrNull(row, "this_update"),
                row.getInt("failures"));
    }
}
