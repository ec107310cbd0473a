package dev.musubi.issuer.audit;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.vault.ItemId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What happened to a holder's private ID, in order, for as long as the law wants it kept.
 *
 * <p>Each entry carries the hash of itself and of the one before it, so an entry that was altered, taken out or slipped
 * in shows in {@link #firstBroken}. Details name no attribute, number or certificate: evidence is sealed in the vault
 * and an entry points there.
 */
@Component
public class AuditLog {

    private static final byte[] BEGINNING = new byte[32];

    private final JdbcClient jdbc;
    private final Acts acts;

    AuditLog(JdbcClient jdbc, Acts acts) {
        this.jdbc = jdbc;
        this.acts = acts;
    }

    /**
     * One entry.
     *
     * @param seq its place in the holder's history, from 1
     * @param at when
     * @param kind what, in dotted words ({@code private_id.issued})
     * @param actor who: {@code holder}, {@code system}, or {@code relying_party:ID}
     * @param details what else, in words and times
     * @param evidence the sealed item that proves it
     */
    public record Entry(
            int seq,
            Instant at,
            String kind,
            String actor,
            Map<String, String> details,
            @Nullable ItemId evidence) {}

    /** Adds an entry, in the caller's transaction on the holder. */
    public void record(
            HolderId holderId,
            Instant at,
            String kind,
            String actor,
            Map<String, String> details,
            @Nullable ItemId evidence) {
        record Last(int seq, byte[] hash) {}
        Last last = jdbc.sql("select seq, hash from audit_event where holder_id = ? order by seq desc limit 1")
                .param(holderId)
                .query((row, n) -> new Last(row.getInt("seq"), row.getBytes("hash")))
                .optional()
                .orElse(new Last(0, BEGINNING));
        Entry entry =
                new Entry(last.seq() + 1, Sql.time(at).toInstant(), kind, actor, new TreeMap<>(details), evidence);
        jdbc.sql("""
                        insert into audit_event (holder_id, seq, at, kind, actor, details, evidence, hash)
                        values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)""")
                .params(Sql.values(
                        holderId,
                        entry.seq(),
                        Sql.time(entry.at()),
                        kind,
                        actor,
                        StoredJson.text(entry.details()),
                        evidence,
                        hash(last.hash(), holderId, entry)))
                .update();
        acts.done(kind);
    }

    /** The holder's history, oldest first. */
    public List<Entry> history(HolderId holderId) {
        return rows(holderId).stream().map(Row::entry).toList();
    }

    /** The place of the first entry that does not follow from those before it; 0 if the history is whole. */
    public int firstBroken(HolderId holderId) {
        byte[] before = BEGINNING;
        int expected = 1;
        for (Row row : rows(holderId)) {
            if (row.entry().seq() != expected
                    || !MessageDigest.isEqual(row.hash(), hash(before, holderId, row.entry()))) {
                return expected;
            }
            before = row.hash();
            expected++;
        }
        return 0;
    }

    private record Row(Entry entry, byte[] hash) {}

    private List<Row> rows(HolderId holderId) {
        return jdbc.sql("select * from audit_event where holder_id = ? order by seq")
                .param(holderId)
                .query((row, n) -> new Row(
                        new Entry(
                                row.getInt("seq"),
                                Sql.instant(row, "at"),
                                row.getString("kind"),
                                row.getString("actor"),
                                details(row.getString("details")),
                                ItemId.inOrNull(row, "evidence")),
                        row.getBytes("hash")))
                .list();
    }

    private Map<String, String> details(String stored) {
        Map<String, String> details = new TreeMap<>();
        StoredJson.tree(stored, 1)
                .properties()
                .forEach(each -> details.put(each.getKey(), each.getValue().asString()));
        return details;
    }

    private byte[] hash(byte[] before, HolderId holderId, Entry entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            digest.update(StoredJson.bytes(List.of(
                    holderId.toString(),
                    entry.seq(),
                    entry.at().toString(),
                    entry.kind(),
                    entry.actor(),
                    entry.details(),
                    String.valueOf(entry.evidence()))));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
