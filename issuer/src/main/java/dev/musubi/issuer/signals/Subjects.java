package dev.musubi.issuer.signals;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Of whom each receiver wants to be told. Only of those who agreed to it: the others are passed over in silence, so that
 * nobody finds out by asking who agreed, and who is one of ours at all (Shared Signals Framework 1.0 section 8.1.3.1).
 */
@Component
public class Subjects {

    private final JdbcClient jdbc;
    private final Consents consents;
    private final PrivateIds privateIds;
    private final PairwiseSubjects names;
    private final HolderTransactions holders;
    private final InstantSource clock;

    Subjects(
            JdbcClient jdbc,
            Consents consents,
            PrivateIds privateIds,
            PairwiseSubjects names,
            HolderTransactions holders,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.consents = consents;
        this.privateIds = privateIds;
        this.names = names;
        this.holders = holders;
        this.clock = clock;
    }

    /**
     * A holder in a stream.
     *
     * @param lastDue when what was told last was due: nothing later is told before it
     * @param toldOn the day of which {@code told} says what was told
     * @param told what is told once a day at most
     */
    record Row(
            StreamId stream,
            @Nullable Instant lastDue,
            @Nullable LocalDate toldOn,
            Set<String> told) {}

    /** Whoever has this name in the sector is told of from now on, if the holder agreed to that. */
    public void add(EventStream stream, String sector, String subject) {
        names.holderOf(subject, sector)
                .ifPresent(holderId -> holders.locking(holderId, () -> {
                    if (isAgreed(holderId, stream) && forgetEnded(holderId, stream)) {
                        jdbc.sql("""
                                        insert into signal_subject (holder_id, stream_id, added_at) values (?, ?, ?)
                                        on conflict (holder_id, stream_id) do nothing""")
                                .params(holderId, stream.id(), Sql.time(clock.instant()))
                                .update();
                    }
                    return true;
                }));
    }

    /**
     * Forgets streams of the holder's that are gone, so that a holder is never in more of them than there are: of each client
     * as many as it may have.
     *
     * @return whether this one is there
     */
    private boolean forgetEnded(HolderId holderId, EventStream stream) {
        jdbc.sql("""
                        delete from signal_subject where holder_id = ? and not exists (
                          select 1 from signal_stream t where t.stream_id = signal_subject.stream_id)""").param(holderId).update();
        return jdbc.sql("select 1 from signal_stream where stream_id = ?")
                .param(stream.id())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Whoever has this name is told of no more. */
    public void remove(EventStream stream, String sector, String subject) {
        names.holderOf(subject, sector)
                .ifPresent(holderId -> holders.locking(holderId, () -> {
                    remove(holderId, stream.id());
                    return true;
                }));
    }

    /** The streams a holder is in. */
    List<Row> of(HolderId holderId) {
        return jdbc.sql("select * from signal_subject where holder_id = ? order by stream_id")
                .param(holderId)
                .query(Subjects::row)
                .list();
    }

    void remove(HolderId holderId, StreamId stream) {
        jdbc.sql("delete from signal_subject where holder_id = ? and stream_id = ?")
                .params(holderId, stream)
                .update();
    }

    /** Notes until when what was told is due, and what is not told again that day. */
    void note(HolderId holderId, Row row) {
        jdbc.sql("""
                        update signal_subject set last_due = ?, told_on = ?, told = ? where holder_id = ? and stream_id = ?""")
                .params(Sql.values(
                        Sql.timeOrNull(row.lastDue()),
                        row.toldOn(),
                        String.join(" ", row.told()),
                        holderId,
                        row.stream()))
                .update();
    }

    /** Whether the holder agrees, now, to be told of to whose stream it is. */
    boolean isAgreed(HolderId holderId, EventStream stream) {
        return !consents.inForce(holderId, Consent.Kind.MONITORING, stream.relyingPartyId(), clock.instant())
                .isEmpty();
    }

    /** Whether the holder agreed to it until the private ID ended, and the consent with it. */
    boolean wasAgreedUntil(HolderId holderId, EventStream stream, Instant end) {
        return consents.all(holderId).stream()
                .anyMatch(each -> each.kind() == Consent.Kind.MONITORING
                        && each.recipient().equals(stream.relyingPartyId())
                        && end.equals(each.cancelledAt())
                        && end.isBefore(each.endsAt()));
    }

    /**
     * Until when what was put down for a receiver may be told, however long it waits: until the consent ends by itself. Also
     * where the private ID ended and took the consent along, since that end is what is told.
     *
     * @return empty if it may not be told (any more)
     */
    Optional<Instant> toldUntil(HolderId holderId, EventStream stream) {
        Instant now = clock.instant();
        Optional<Instant> end = privateIds
                .find(holderId)
                .filter(each -> each.state() == State.ENDED)
                .map(PrivateId::since);
        return consents.all(holderId).stream()
                .filter(each -> each.kind() == Consent.Kind.MONITORING
                        && each.recipient().equals(stream.relyingPartyId()))
                .filter(each -> each.inForce(now)
                        || (now.isBefore(each.endsAt())
                                && end.filter(at -> at.equals(each.cancelledAt()))
                                        .isPresent()))
                .map(Consent::endsAt)
                .max(Comparator.naturalOrder());
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        Set<String> told =
                new LinkedHashSet<>(Arrays.asList(row.getString("told").split(" ")));
        told.remove("");
        return new Row(
                StreamId.in(row, "stream_id"),
                Sql.instantOrNull(row, "last_due"),
                row.getObject("told_on", LocalDate.class),
                told);
    }
}
