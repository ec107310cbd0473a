package dev.musubi.issuer.status;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.LifeState;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.time.MachineClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who was dealt which place. An entry has no value of its own: what it says is read from the private ID when the list is
 * made. A change of the private ID marks its entries, in its own transaction; the mark is done with once a list with the
 * value has been published, and only if no later change has marked the entry again. Marks that are done with stay for a while,
 * and say how long it took.
 */
@Component
final class StatusEntries {

    /** What an entry says, from the private ID and its generation. */
    private static final String VALUES =
            "select e.idx, e.generation, p.state, p.generation as present, c.mark from status_entry e"
                    + " left join private_id p on p.holder_id = e.holder_id";

    /** Stands where a mark is to be told by no batch. */
    private static final long NO_BATCH = 0;

    private final JdbcClient jdbc;
    private final MachineClock machine;

    StatusEntries(JdbcClient jdbc, MachineClock machine) {
        this.jdbc = jdbc;
        this.machine = machine;
    }

    /**
     * An entry as it is now.
     *
     * @param index its index; -1 where a mark is on an entry that is not there
     * @param value what it says; INVALID where nothing is known of its private ID
     * @param known whether there is such an entry and such a private ID
     * @param mark what a change marked it with; null for none
     */
    record Entry(
            int index,
            StatusValue value,
            boolean known,
            @Nullable Mark mark) {}

    /** A change's mark. */
    record Mark(String value) {}

    /** The place that a sector was told for a generation. */
    Optional<Places.Place> find(HolderId holderId, String sector, int generation) {
        return jdbc.sql("select list, idx from status_entry where holder_id = ? and sector = ? and generation = ?")
                .params(holderId, sector, generation)
                .query((row, n) -> new Places.Place(row.getLong("list"), row.getInt("idx")))
                .optional();
    }

    /** Writes one down. In a transaction that holds the lock on the holder. */
    void add(HolderId holderId, String sector, int generation, Places.Place place) {
        jdbc.sql("insert into status_entry (holder_id, sector, generation, list, idx) values (?, ?, ?, ?, ?)")
                .params(holderId, sector, generation, place.list(), place.index())
                .update();
    }

    /** Marks the entries of a holder's generations from this one on. In the same. */
    void mark(HolderId holderId, int fromGeneration) {
        jdbc.sql("""
                        insert into status_change (holder_id, sector, generation, list, mark, marked_at)
                        select holder_id, sector, generation, list, ?, ? from status_entry
                        where holder_id = ? and generation >= ?
                        on conflict (holder_id, sector, generation)
                        do update set mark = excluded.mark, marked_at = excluded.marked_at, listed_at = null,
                          batch = null""")
                .params(UUID.randomUUID(), Sql.time(machine.instant()), holderId, fromGeneration)
                .update();
    }

    /**
     * Marks one entry alone that was dealt just now, and is not what an entry says at first. Nothing changed: it goes into the
     * list, and into no batch, or whoever asks of somebody for the first time would show when to everybody else who knows them.
     */
    void markFirst(HolderId holderId, String sector, int generation, Places.Place place) {
        jdbc.sql("""
                        insert into status_change (holder_id, sector, generation, list, mark, marked_at, batch)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        holderId,
                        sector,
                        generation,
                        place.list(),
                        UUID.randomUUID(),
                        Sql.time(machine.instant()),
                        NO_BATCH)
                .update();
    }

    /**
     * A re-issue changes what two generations say; what is before those has ended long since. What no relying party may see
     * changes nothing of what they are told.
     */
    @EventListener
    void on(PrivateIdChanged change) {
        if (change.isOutward()) {
            mark(change.holderId(), change.generation() - 1);
        }
    }

    /** The lists with marks in them. */
    List<Long> marked() {
        return jdbc.sql("select distinct list from status_change where listed_at is null")
                .query((row, n) -> row.getLong(1))
                .list();
    }

    /** The marked entries of a list, as they are now. */
    List<Entry> marked(long list) {
        return jdbc.sql(
                        "select e.idx, e.generation, p.state, p.generation as present, c.mark from status_change c"
                                + " left join status_entry e on e.holder_id = c.holder_id and e.sector = c.sector"
                                + " and e.generation = c.generation"
                                + " left join private_id p on p.holder_id = c.holder_id where c.list = ? and c.listed_at is null")
                .param(list)
                .query(StatusEntries::entry)
                .list();
    }

    /** All entries of a list, as they are now, one after the other. In a transaction, or all of them come at once. */
    void all(long list, Consumer<Entry> each) {
        jdbc.sql(VALUES
                        + " left join status_change c on c.holder_id = e.holder_id and c.sector = e.sector"
                        + " and c.generation = e.generation and c.listed_at is null where e.list = ?")
                .withFetchSize(10_000)
                .param(list)
                .query((ResultSet row) -> each.accept(entry(row, 0)));
    }

    /** Is done with marks, where no later change has put another in their place. */
    void unmark(long list, List<Mark> marks) {
        if (!marks.isEmpty()) {
            jdbc.sql("update status_change set listed_at = ? where list = ? and mark = any(?) and listed_at is null")
                    .params(
                            Sql.time(machine.instant()),
                            list,
                            marks.stream()
                                    .map(each -> UUID.fromString(each.value()))
                                    .distinct()
                                    .toArray(UUID[]::new))
                    .update();
        }
    }

    /** Takes an entry from all who were told it: each is dealt another when it is told again. */
    void remove(long list, int index) {
        jdbc.sql("""
                        delete from status_change c using status_entry e
                        where e.list = ? and e.idx = ? and c.holder_id = e.holder_id and c.sector = e.sector
                          and c.generation = e.generation""").params(list, index).update();
        jdbc.sql("delete from status_entry where list = ? and idx = ?")
                .params(list, index)
                .update();
    }

    /**
     * Something that changed of what a sector was told.
     *
     * @param mark of the change: a later one has another
     */
    record Changed(HolderId holderId, String sector, Mark mark) {}

    /** What changed until a moment and stands in no batch yet. */
    List<Changed> unbatched(Instant until) {
        return jdbc.sql("""
                        select holder_id, sector, mark from status_change
                        where batch is null and marked_at < ? order by marked_at""")
                .param(Sql.time(until))
                .query((row, n) -> new Changed(
                        HolderId.in(row, "holder_id"), row.getString("sector"), new Mark(row.getString("mark"))))
                .list();
    }

    /** Whether there are more sectors' names than this among what changed until a moment and stands in no batch yet. */
    boolean isMoreThan(int most, Instant until) {
        return jdbc.sql("""
                                select count(*) from (
                                  select distinct holder_id, sector from status_change
                                  where batch is null and marked_at < ? limit ?) n""").params(Sql.time(until), most + 1).query(Long.class).single() > most;
    }

    /** All of what changed until a moment stands in this batch. */
    void allBatched(long batch, Instant until) {
        jdbc.sql("update status_change set batch = ? where batch is null and marked_at < ?")
                .params(batch, Sql.time(until))
                .update();
    }

    /** What stands in a batch from this one on stands in none any more. */
    void unbatch(long from) {
        jdbc.sql("update status_change set batch = null where batch >= ?")
                .param(from)
                .update();
    }

    /** They stand in this batch, unless a later change has taken their place. */
    void batched(long batch, List<Changed> changes) {
        for (Changed each : changes) {
            jdbc.sql("""
                            update status_change set batch = ?
                            where holder_id = ? and sector = ? and mark = ?::uuid and batch is null""")
                    .params(batch, each.holderId(), each.sector(), each.mark().value())
                    .update();
        }
    }

    /** Forgets how long it took before a moment; what stands in no batch yet is still to be told. */
    void forget(long list, Instant before) {
        jdbc.sql("delete from status_change where list = ? and listed_at < ? and batch is not null")
                .params(list, Sql.time(before))
                .update();
    }

    private static Entry entry(ResultSet row, int n) throws SQLException {
        int index = row.getObject("idx") == null ? -1 : row.getInt("idx");
        String state = row.getString("state");
        String mark = row.getString("mark");
        boolean known = index >= 0 && state != null;
        return new Entry(
                index,
                state != null && row.getInt("generation") == row.getInt("present")
                        ? StatusValue.of(LifeState.valueOf(state).outward())
                        : StatusValue.INVALID,
                known,
                mark == null ? null : new Mark(mark));
    }
}
