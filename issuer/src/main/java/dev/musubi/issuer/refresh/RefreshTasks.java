package dev.musubi.issuer.refresh;

import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which refreshes wait. A row appears in the transaction in which a private ID comes to need a re-issue while a consent
 * stands, and goes in the one in which it no longer does; so none is forgotten, whatever is killed when.
 */
@Component
public class RefreshTasks {

    private final JdbcClient jdbc;
    private final Consents consents;
    private final PrivateIds privateIds;

    RefreshTasks(JdbcClient jdbc, Consents consents, PrivateIds privateIds) {
        this.jdbc = jdbc;
        this.consents = consents;
        this.privateIds = privateIds;
    }

    /**
     * A refresh that waits.
     *
     * @param attempts how often J-LIS was asked
     * @param lastOutcome what it said last
     */
    public record Waiting(
            HolderId holderId,
            AnchorId anchorId,
            Instant dueAt,
            int attempts,
            @Nullable String lastOutcome) {}

    /** The holder's refresh, if one waits. */
    public Optional<Waiting> find(HolderId holderId) {
        return jdbc.sql("select * from refresh where holder_id = ?")
                .param(holderId)
                .query(RefreshTasks::waiting)
                .optional();
    }

    @EventListener
    void on(PrivateIdChanged change) {
        if (change.to() == State.REISSUE_REQUIRED
                && consents.standing(change.holderId(), Consent.Kind.LATEST_ATTRIBUTES, change.at())
                        .isPresent()) {
            jdbc.sql("""
                            insert into refresh (holder_id, anchor_id, due_at) values (?, ?, ?)
                            on conflict (holder_id) do update set anchor_id = excluded.anchor_id, due_at = excluded.due_at,
                            attempts = 0, last_outcome = null, claimed_until = null""")
                    .params(
                            change.holderId(),
                            privateIds.generation(change.holderId()).anchorId(),
                            Sql.time(change.at()))
                    .update();
        } else {
            drop(change.holderId());
        }
    }

    @EventListener
    void on(Consents.ConsentCancelled cancelled) {
        if (cancelled.kind() == Consent.Kind.LATEST_ATTRIBUTES
                && consents.standing(cancelled.holderId(), Consent.Kind.LATEST_ATTRIBUTES, cancelled.at())
                        .isEmpty()) {
            drop(cancelled.holderId());
        }
    }

    /** Lets go of every claim: whoever held one is gone, or at worst finds its work done. */
    @EventListener(ApplicationStartedEvent.class)
    void letGo() {
        jdbc.sql("update refresh set claimed_until = null where claimed_until is not null")
                .update();
    }

    /** Takes up to {@code most} refreshes that are due, for {@code hold}; nobody else gets them meanwhile. */
    List<Waiting> claimDue(Instant now, Duration hold, int most) {
        List<HolderId> due = jdbc.sql("""
                        select holder_id from refresh
                        where due_at <= ? and (claimed_until is null or claimed_until < ?) order by due_at limit ?""")
                .params(Sql.time(now), Sql.time(now), most)
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .list();
        return due.stream()
                .flatMap(holderId -> jdbc
                        .sql("""
                                update refresh set claimed_until = ?
                                where holder_id = ? and (claimed_until is null or claimed_until < ?) returning *""")
                        .params(Sql.time(now.plus(hold)), holderId, Sql.time(now))
                        .query(RefreshTasks::waiting)
                        .optional()
                        .stream())
                .toList();
    }

    /** Notes what J-LIS said and when to ask again. */
    void again(HolderId holderId, String outcome, Instant now, Instant due) {
        jdbc.sql("""
                        update refresh set attempts = attempts + 1, last_outcome = ?, last_at = ?, due_at = ?,
                               claimed_until = null where holder_id = ?""").params(outcome, Sql.time(now), Sql.time(due), holderId).update();
    }

    /** The refresh is done, or no longer wanted. */
    void drop(HolderId holderId) {
        jdbc.sql("delete from refresh where holder_id = ?").param(holderId).update();
    }

    private static Waiting waiting(java.sql.ResultSet row, int n) throws java.sql.SQLException {
        return new Waiting(
                HolderId.in(row, "holder_id"),
                AnchorId.in(row, "anchor_id"),
                Sql.instant(row, "due_at"),
                row.getInt("attempts"),
                row.getString("last_outcome"));
    }
}
