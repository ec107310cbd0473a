package dev.musubi.issuer.notice;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.issuer.vault.ItemKind;
import dev.musubi.issuer.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of the ways to reach a holder, of every kind. An address is sealed in the vault as long as it is a way, and goes with
 * it; the history says that there was one, never which.
 *
 * <p>All methods take part in the caller's transaction on the holder.
 */
@Component
class ChannelRows {

    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Vault vault;
    private final AuditLog audit;
    private final InstantSource clock;

    ChannelRows(JdbcClient jdbc, Vault vault, AuditLog audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.audit = audit;
        this.clock = clock;
    }

    /** A row; letters have no address of their own, and what was never confirmed has none any more. */
    record Row(Channel channel, @Nullable ItemId address, Instant madeAt) {
        ChannelId id() {
            return channel.id();
        }
    }

    /** All of a holder's, the newest first. */
    List<Row> of(HolderId holderId) {
        return jdbc.sql("select * from notice_channel where holder_id = ? order by made_at desc, channel_id")
                .param(holderId)
                .query((row, n) -> row(row))
                .list();
    }

    /** Those of one kind. */
    List<Row> of(HolderId holderId, Channel.Way way) {
        return of(holderId).stream().filter(row -> row.channel().way() == way).toList();
    }

    Optional<Row> find(HolderId holderId, ChannelId id) {
        return of(holderId).stream().filter(row -> row.id().equals(id)).findFirst();
    }

    /** How many of these were made within a day. */
    long madeToday(List<Row> rows) {
        Instant since = clock.instant().minus(DAY);
        return rows.stream().filter(row -> row.madeAt().isAfter(since)).count();
    }

    /** The address, opened. */
    byte[] opened(HolderId holderId, Row row) {
        ItemId item = row.address();
        if (item == null) {
            throw new IllegalStateException("this way has no address");
        }
        return vault.of(holderId).get(ItemKind.NOTICE_ADDRESS, item);
    }

    /** A further one; null for a way whose address is not ours to keep. */
    ChannelId add(
            HolderId holderId, Channel.Way way, byte @Nullable [] address, Language language, Channel.State state) {
        Instant now = clock.instant();
        ChannelId id = ChannelId.random();
        ItemId item = address == null ? null : vault.of(holderId).put(ItemKind.NOTICE_ADDRESS, address, now);
        jdbc.sql("""
                        insert into notice_channel (holder_id, channel_id, way, address, language, state, made_at, since)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        holderId, id, way.name(), item, language.tag(), state.name(), Sql.time(now), Sql.time(now)))
                .update();
        return id;
    }

    /** In another language from now on. */
    void speak(HolderId holderId, ChannelId id, Language language) {
        jdbc.sql("update notice_channel set language = ? where holder_id = ? and channel_id = ?")
                .params(language.tag(), holderId, id)
                .update();
    }

    /** In another state from now on. */
    void turn(HolderId holderId, ChannelId id, Channel.State state) {
        jdbc.sql("""
                        update notice_channel set state = ?, since = ?, failing_at = null
                        where holder_id = ? and channel_id = ?""")
                .params(state.name(), Sql.time(clock.instant()), holderId, id)
                .update();
    }

    /** Nobody is there. */
    void failing(HolderId holderId, ChannelId id) {
        jdbc.sql(
                        "update notice_channel set failing_at = ? where holder_id = ? and channel_id = ? and failing_at is null")
                .params(Sql.time(clock.instant()), holderId, id)
                .update();
    }

    /** Without its address; that it was named counts for the day. */
    void forget(HolderId holderId, Row row) {
        remove(holderId, row);
        jdbc.sql(
                        "update notice_channel set state = ?, since = ?, address = null where holder_id = ? and channel_id = ?")
                .params(Channel.State.VOID.name(), Sql.time(clock.instant()), holderId, row.id())
                .update();
    }

    /** Gone, and its address with it. */
    void delete(HolderId holderId, Row row) {
        remove(holderId, row);
        jdbc.sql("delete from notice_channel where holder_id = ? and channel_id = ?")
                .params(holderId, row.id())
                .update();
    }

    private void remove(HolderId holderId, Row row) {
        ItemId item = row.address();
        if (item != null) {
            vault.of(holderId).remove(ItemKind.NOTICE_ADDRESS, item);
        }
    }

    /** Those that are in this state since before {@code before}: of all holders. */
    List<Map.Entry<HolderId, ChannelId>> passing(Channel.State state, Instant before, int limit) {
        return jdbc.sql("select holder_id, channel_id from notice_channel where state = ? and since < ? limit ?")
                .params(state.name(), Sql.time(before), limit)
                .query((row, n) -> Map.entry(HolderId.in(row, "holder_id"), ChannelId.in(row, "channel_id")))
                .list();
    }

    /** What the history says of it. */
    void audit(HolderId holderId, String kind, String actor, Channel.Way way, ChannelId id) {
        audit.record(holderId, clock.instant(), kind, actor, Map.of("way", way.name(), "id", id.toString()), null);
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new Channel(
                        ChannelId.in(row, "channel_id"),
                        Channel.Way.valueOf(row.getString("way")),
                        Language.tagged(row.getString("language")).orElse(Language.JAPANESE),
                        Channel.State.valueOf(row.getString("state")),
                        Sql.instant(row, "since"),
                        Sql.instantOrNull(row, "failing_at")),
                ItemId.inOrNull(row, "address"),
                Sql.instant(row, "made_at"));
    }
}
