package dev.musubi.issuer.status;

import dev.musubi.issuer.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every signed list that can still be asked for, and what changed from each to the next. All of it is public. */
@Component
public class KeptTokens {

    private final JdbcClient jdbc;
    private final StatusSettings settings;

    KeptTokens(JdbcClient jdbc, StatusSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** In which form a list goes out. */
    public enum Form {
        /** A JWT, by gzip (RFC 1952). */
        JWT_GZIP,
        /** A CWT. */
        CWT
    }

    /** The latest of a list. */
    public Optional<StatusToken> latest(long list) {
        return jdbc.sql(
                        "select list, number, issued_at, expires_at from status_list_token where list = ? order by number desc limit 1")
                .param(list)
                .query(KeptTokens::token)
                .optional();
    }

    /** The latest of each list, in order. */
    public List<StatusToken> latest() {
        return jdbc.sql("""
                        select t.* from status_list l join lateral (
                          select list, number, issued_at, expires_at from status_list_token
                          where list = l.list order by number desc limit 1) t on true order by t.list""").query(KeptTokens::token).list();
    }

    /** The one that was the latest of a list at a time, and good then; empty if none is kept. */
    public Optional<StatusToken> at(long list, Instant time) {
        return jdbc.sql("""
                        select list, number, issued_at, expires_at from status_list_token
                        where list = ? and issued_at <= ? and expires_at > ?
                        order by number desc limit 1""")
                .params(list, Sql.time(time), Sql.time(time))
                .query(KeptTokens::token)
                .optional();
    }

    /** One in a form; empty where a later one of the same step of time has taken its place. */
    public Optional<byte[]> content(StatusToken token, Form form) {
        return jdbc.sql("select " + (form == Form.CWT ? "cwt" : "jwt")
                        + " from status_list_token where list = ? and number = ?")
                .params(token.list(), token.number())
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    /** The root of one, by which it can be told whether it is the list it says to be. */
    Optional<byte[]> root(long list, long number) {
        return jdbc.sql("select root from status_list_token where list = ? and number = ?")
                .params(list, number)
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    /** Keeps one, and of those signed within the same step of time the last one alone. */
    void keep(StatusToken token, byte[] root, byte[] jwt, byte[] cwt) {
        latest(token.list())
                .filter(before -> step(before.issuedAt()) == step(token.issuedAt()))
                .ifPresent(before -> jdbc.sql("delete from status_list_token where list = ? and number = ?")
                        .params(before.list(), before.number())
                        .update());
        jdbc.sql("""
                        insert into status_list_token (list, number, issued_at, expires_at, root, jwt, cwt)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        token.list(),
                        token.number(),
                        Sql.time(token.issuedAt()),
                        Sql.time(token.expiresAt()),
                        root,
                        jwt,
                        cwt)
                .update();
    }

    private long step(Instant at) {
        Duration step = settings.historyStep();
        return step.isZero() ? at.getEpochSecond() * 1_000_000_000 + at.getNano() : at.toEpochMilli() / step.toMillis();
    }

    /** Keeps what changed with a number. */
    void keepChanges(long list, long number, Map<Integer, StatusValue> changes) {
        int[] indices = changes.keySet().stream().mapToInt(Integer::intValue).toArray();
        int[] values = changes.values().stream().mapToInt(StatusValue::bits).toArray();
        if (indices.length > 0) {
            jdbc.sql("""
                            insert into status_list_change (list, number, idx, value)
                            select ?, ?, idx, value from unnest(?::integer[], ?::integer[]) as change (idx, value)""").params(list, number, boxed(indices), boxed(values)).update();
        }
    }

    private static Integer[] boxed(int[] numbers) {
        Integer[] boxed = new Integer[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }

    /** The latest that is kept with at most this number. */
    Optional<Long> upTo(long list, long number) {
        return jdbc.sql(
                        "select number from status_list_token where list = ? and number <= ? order by number desc limit 1")
                .params(list, number)
                .query(Long.class)
                .optional();
    }

    /** The first number of a list from which on changes are remembered. */
    long first(long list) {
        return jdbc.sql("select coalesce(min(number), 0) from status_list_token where list = ?")
                .param(list)
                .query(Long.class)
                .single();
    }

    /** What changed in a list from one number to another: what each entry says in the end. */
    SortedMap<Integer, StatusValue> changes(long list, long from, long to) {
        SortedMap<Integer, StatusValue> changes = new TreeMap<>();
        jdbc.sql("""
                        select idx, value from status_list_change where list = ? and number > ? and number <= ?
                        order by number""").params(list, from, to).query((ResultSet row) -> {
            changes.put(row.getInt("idx"), StatusValue.of(row.getInt("value")));
        });
        return changes;
    }

    /** Throws away what is older than history goes back. */
    void forget(long list, Instant now) {
        jdbc.sql("delete from status_list_token where list = ? and expires_at < ?")
                .params(list, Sql.time(now.minus(settings.history())))
                .update();
        jdbc.sql("delete from status_list_change where list = ? and number <= ?")
                .params(list, first(list))
                .update();
    }

    private static StatusToken token(ResultSet row, int n) throws SQLException {
        return new StatusToken(
                row.getLong("list"),
                row.getLong("number"),
                Sql.instant(row, "issued_at"),
                Sql.instant(row, "expires_at"));
    }
}
