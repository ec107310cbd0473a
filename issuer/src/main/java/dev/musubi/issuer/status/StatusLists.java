package dev.musubi.issuer.status;

import dev.musubi.issuer.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The lists as they were published last, and which of them are stopped. */
@Component
final class StatusLists {

    /** So much of its decoys' life a list has behind it when it is opened, or an empty one would show it: the longest course of a decoy. */
    private static final Duration PAST = Decoys.LONGEST_UNTIL_NEXT;

    private final JdbcClient jdbc;

    StatusLists(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A list as it was published last.
     *
     * @param number which state of it that was, from 1; 0 before the first
     * @param decoysUntil up to when decoys have lived in it
     * @param fault why nothing is published any more; null while all is well
     */
    record Published(
            long list,
            Instant openedAt,
            long number,
            StatusBits bits,
            Instant decoysUntil,
            Instant publishedAt,
            Instant checkedAt,
            @Nullable StatusFault fault) {

        /** Where the life of its decoys begins. */
        Instant decoysFrom() {
            return openedAt.minus(PAST);
        }

        /** The same, with this number if it is a later one. */
        Published after(long signed) {
            return new Published(
                    list, openedAt, Math.max(number, signed), bits, decoysUntil, publishedAt, checkedAt, fault);
        }
    }

    /**
     * What can be told of a list without reading it.
     *
     * @param number which state of it was published last
     * @param signed which was signed last; a later one than that if the list was set back
     */
    record Glance(long list, long number, long signed, Instant decoysUntil, Instant publishedAt, Instant checkedAt) {}

    /** All lists that are not stopped. */
    List<Glance> going() {
        return jdbc.sql("""
                        select list, number, decoys_until, published_at, checked_at,
                          (select coalesce(max(number), 0) from status_list_token t where t.list = l.list) as signed
                        from status_list l where stopped_at is null order by list""")
                .query((row, n) -> new Glance(
                        row.getLong("list"),
                        row.getLong("number"),
                        row.getLong("signed"),
                        Sql.instant(row, "decoys_until"),
                        Sql.instant(row, "published_at"),
                        Sql.instant(row, "checked_at")))
                .list();
    }

    /** How each list stands, in order. */
    List<StatusPublisher.State> states() {
        return jdbc.sql("select list, number, published_at, checked_at, stopped_why from status_list order by list")
                .query((row, n) -> {
                    String why = row.getString("stopped_why");
                    return new StatusPublisher.State(
                            row.getLong("list"),
                            row.getLong("number"),
                            Sql.instant(row, "published_at"),
                            Sql.instant(row, "checked_at"),
                            why == null ? null : StatusFault.valueOf(why));
                })
                .list();
    }

    /** Has places dealt from lists after this one alone. */
    void dealAfter(long list) {
        long first = (list + 1) * Places.BLOCKS_A_LIST;
        jdbc.sql("select setval('status_block', ?, false) from status_block where last_value < ?")
                .params(first, first)
                .query((row, n) -> row.getLong(1))
                .optional();
    }

    /** Whether nothing of a list is published any more. */
    boolean isStopped(long list) {
        return jdbc.sql("select 1 from status_list where list = ? and stopped_at is not null")
                .param(list)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** How many lists are stopped. */
    long stopped() {
        return jdbc.sql("select count(*) from status_list where stopped_at is not null")
                .query(Long.class)
                .single();
    }

    /** Places that are nobody's any more: they say this for ever. */
    void giveUp(long list, Map<Integer, StatusValue> lost) {
        lost.forEach((index, value) ->
                jdbc.sql("""
                        insert into status_place_lost (list, idx, value) values (?, ?, ?)
                        on conflict (list, idx) do update set value = excluded.value""").params(list, index, value.bits()).update());
    }

    /** What they say. */
    Map<Integer, StatusValue> lost(long list) {
        Map<Integer, StatusValue> lost = new HashMap<>();
        jdbc.sql("select idx, value from status_place_lost where list = ?")
                .param(list)
                .query(row -> {
                    lost.put(row.getInt("idx"), StatusValue.of(row.getInt("value")));
                });
        return lost;
    }

    boolean exists(long list) {
        return jdbc.sql("select 1 from status_list where list = ?")
                .param(list)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Makes one in which nothing has happened; false if another issuer was quicker, and its list is there. */
    boolean insert(long list, Instant at) {
        return jdbc.sql("""
                        insert into status_list (list, opened_at, number, bits, decoys_until, published_at, checked_at)
                        values (?, ?, 0, ?, ?, ?, ?) on conflict (list) do nothing""")
                        .params(
                                list,
                                Sql.time(at),
                                StatusBits.fresh().packed(),
                                Sql.time(at.minus(PAST)),
                                Sql.time(at),
                                Sql.time(at))
                        .update()
                == 1;
    }

    /** A list, for whoever publishes it: empty while another issuer does, and for one that is not there. */
    Optional<Published> lock(long list) {
        return jdbc.sql("select * from status_list where list = ? for update skip locked")
                .param(list)
                .query(StatusLists::published)
                .optional();
    }

    /** A new state of a list is out. */
    void store(Published published, Instant at) {
        jdbc.sql("update status_list set number = ?, bits = ?, decoys_until = ?, published_at = ? where list = ?")
                .params(
                        published.number(),
                        published.bits().packed(),
                        Sql.time(published.decoysUntil()),
                        Sql.time(at),
                        published.list())
                .update();
    }

    /** A list was found to be what the database says. */
    void checked(long list, Instant at) {
        jdbc.sql("update status_list set checked_at = ? where list = ?")
                .params(Sql.time(at), list)
                .update();
    }

    void stop(long list, StatusFault fault, Instant at) {
        jdbc.sql("update status_list set stopped_at = ?, stopped_why = ? where list = ?")
                .params(Sql.time(at), fault.name(), list)
                .update();
    }

    void goOn(long list) {
        jdbc.sql("update status_list set stopped_at = null, stopped_why = null where list = ?")
                .param(list)
                .update();
    }

    private static Published published(ResultSet row, int n) throws SQLException {
        String why = row.getString("stopped_why");
        return new Published(
                row.getLong("list"),
                Sql.instant(row, "opened_at"),
                row.getLong("number"),
                StatusBits.decompress(row.getBytes("bits")),
                Sql.instant(row, "decoys_until"),
                Sql.instant(row, "published_at"),
                Sql.instant(row, "checked_at"),
                why == null ? null : StatusFault.valueOf(why));
    }
}
