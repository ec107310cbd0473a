package dev.musubi.issuer.anchor;

import dev.musubi.issuer.database.Sql;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    private final InstantSource clock;

    CrlPartitions(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
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
        jdbc.sql("""
                        insert into crl_partition (partition_id, authority_id, prefecture, municipality, created_at, due_at)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(id, authority.bytes(), prefecture, municipality, Sql.time(now), Sql.time(now))
                .update();
        return id;
    }

    /** Takes up to {@code most} lists that are due, for {@code hold}; nobody else gets them meanwhile. */
    List<Partition> claimDue(Instant now, Duration hold, int most) {
        List<PartitionId> due = jdbc.sql("""
                        select partition_id from crl_partition
                        where due_at <= ? and (claimed_until is null or claimed_until < ?)
                        order by due_at limit ?""")
                .params(Sql.time(now), Sql.time(now), most)
                .query((row, n) -> PartitionId.in(row, "partition_id"))
                .list();
        return due.stream()
                .flatMap(id -> jdbc
                        .sql("""
                                update crl_partition set claimed_until = ?
                                where partition_id = ? and (claimed_until is null or claimed_until < ?) returning *""")
                        .params(Sql.time(now.plus(hold)), id, Sql.time(now))
                        .query(CrlPartitions::partition)
                        .optional()
                        .stream())
                .toList();
    }

    /** Notes that a list was applied in whole. */
    void applied(
            PartitionId id,
            BigInteger number,
            Instant thisUpdate,
            Instant nextUpdate,
            int entries,
            Instant now,
            Instant due) {
        jdbc.sql("""
                        update crl_partition set crl_number = ?, this_update = ?, next_update = ?, entries = ?,
                               swept_at = ?, due_at = ?, failures = 0, last_fault = null, claimed_until = null
                        where partition_id = ?""")
                .params(
                        new BigDecimal(number),
                        Sql.time(thisUpdate),
                        Sql.time(nextUpdate),
                        entries,
                        Sql.time(now),
                        Sql.time(due),
                        id)
                .update();
    }

    /** Notes that the list at hand is still the present one. */
    void unchanged(PartitionId id, Instant now, Instant due) {
        jdbc.sql("""
                        update crl_partition set swept_at = ?, due_at = ?, failures = 0, last_fault = null,
                               claimed_until = null where partition_id = ?""").params(Sql.time(now), Sql.time(due), id).update();
    }

    /** Notes that no acceptable list was to be had; {@code fault} is a stable code. */
    void failed(PartitionId id, String fault, Instant due) {
        jdbc.sql("""
                        update crl_partition set failures = failures + 1, last_fault = ?, due_at = ?, claimed_until = null
                        where partition_id = ?""").params(fault, Sql.time(due), id).update();
    }

    /** Lets go of every claim: whoever held one is gone, or at worst does again what changes nothing. */
    void letGo() {
        jdbc.sql("update crl_partition set claimed_until = null where claimed_until is not null")
                .update();
    }

    /** The list that names this partition, as far as it is known here. */
    Optional<Partition> find(AuthorityKeyId authority, String prefecture, String municipality) {
        return jdbc.sql("select * from crl_partition where partition_id = ?")
                .param(id(authority, prefecture, municipality))
                .query(CrlPartitions::partition)
                .optional();
    }

    /** Makes every list due now. */
    void allDue(Instant now) {
        jdbc.sql("update crl_partition set due_at = ?").param(Sql.time(now)).update();
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
