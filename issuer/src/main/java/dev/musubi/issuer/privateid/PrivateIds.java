package dev.musubi.issuer.privateid;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.AnchorChanged;
import dev.musubi.issuer.anchor.AnchorId;
import dev.musubi.issuer.anchor.AnchorState;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.vault.ItemId;
import dev.musubi.jpki.revocation.RevocationReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The private IDs. Every change goes through {@link LifeCycle}, is written down as a transition and in the audit log,
 * and is published, all in the caller's transaction on the holder.
 */
@Component
public class PrivateIds {

    private final JdbcClient jdbc;
    private final Anchors anchors;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final PrivateIdSettings settings;

    PrivateIds(
            JdbcClient jdbc,
            Anchors anchors,
            AuditLog audit,
            ApplicationEventPublisher events,
            PrivateIdSettings settings) {
        this.jdbc = jdbc;
        this.anchors = anchors;
        this.audit = audit;
        this.events = events;
        this.settings = settings;
    }

    /** Issues the first generation. */
    public PrivateId issue(HolderId holderId, NewGeneration first, Instant at) {
        PrivateId issued =
                new PrivateId(holderId, LifeCycle.BIRTH.to(), LifeCycle.BIRTH.cause(), at, at, 1, validUntil(at));
        jdbc.sql("""
                        insert into private_id (holder_id, state, cause, since, outward_since, outward_with, generation, valid_until)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        holderId,
                        issued.lifeState().name(),
                        issued.cause().name(),
                        Sql.time(at),
                        Sql.time(at),
                        Sql.time(at),
                        1,
                        Sql.time(issued.validUntil()))
                .update();
        begin(holderId, 1, first, at);
        noteTransition(null, issued, "holder", first.evidence());
        return issued;
    }

    /**
     * Ends the present generation and begins the next, which makes the private ID active.
     *
     * @param cause REISSUED (on a signature) or REFRESHED (on J-LIS's answer)
     * @return the private ID as it is now; empty, and nothing changed, where the life cycle does not allow it
     */
    public Optional<PrivateId> reissue(HolderId holderId, NewGeneration next, Cause cause, Instant at, String actor) {
        PrivateId before = require(holderId);
        Optional<LifeState> to = LifeCycle.next(before.lifeState(), cause);
        if (to.isEmpty()) {
            return Optional.empty();
        }
        int number = before.generation() + 1;
        // A refresh happens inside the private ID's term; only the holder's own signature begins a new one.
        Instant validUntil = cause == Cause.REFRESHED ? before.validUntil() : validUntil(at);
        PrivateId after = new PrivateId(holderId, to.get(), cause, at, at, number, validUntil);
        jdbc.sql("update generation set ended_at = ? where holder_id = ? and number = ?")
                .params(Sql.time(at), holderId, before.generation())
                .update();
        begin(holderId, number, next, at);
        store(after);
        noteTransition(before.lifeState(), after, actor, next.evidence());
        return Optional.of(after);
    }

    /**
     * Lets {@code cause} do to the private ID what the life cycle says.
     *
     * @return the private ID as it is now; empty if the cause changed nothing
     */
    public Optional<PrivateId> apply(HolderId holderId, Cause cause, Instant at, String actor) {
        PrivateId before = require(holderId);
        return LifeCycle.next(before.lifeState(), cause).map(to -> go(before, to, cause, at, actor));
    }

    /** Ends a pause: active again, or whatever became due to its anchor meanwhile. Empty if there is no pause to end. */
    public Optional<PrivateId> resume(HolderId holderId, Instant at) {
        PrivateId before = require(holderId);
        Optional<Cause> meanwhile = anchors.current(holderId)
                .filter(anchor -> anchor.state() != AnchorState.GOOD)
                .map(PrivateIds::causeOf);
        return LifeCycle.onResume(before.lifeState(), meanwhile)
                .map(step -> go(before, step.to(), step.cause(), at, "holder"));
    }

    private PrivateId go(PrivateId before, LifeState to, Cause cause, Instant at, String actor) {
        Instant outwardSince = to.outward() == before.state() ? before.outwardSince() : at;
        PrivateId after =
                new PrivateId(before.holderId(), to, cause, at, outwardSince, before.generation(), before.validUntil());
        store(after);
        if (to == LifeState.ENDED) {
            jdbc.sql("update generation set ended_at = ? where holder_id = ? and number = ?")
                    .params(Sql.time(at), before.holderId(), before.generation())
                    .update();
        }
        noteTransition(before.lifeState(), after, actor, null);
        return after;
    }

    /** An anchor died: what follows for the private ID on it follows in the same transaction. */
    @EventListener
    void on(AnchorChanged change) {
        if (generation(change.holderId()).anchorId().equals(change.anchorId())) {
            apply(change.holderId(), causeOf(change.state(), change.reason()), change.at(), "system");
        }
    }

    /** The holder's private ID, if there ever was one. */
    public Optional<PrivateId> find(HolderId holderId) {
        return jdbc.sql("select *, case when outward_with = since then outward_since else since end as seen_since"
                        + " from private_id where holder_id = ?")
                .param(holderId)
                .query(PrivateIds::privateId)
                .optional();
    }

    /** The present generation. */
    public Generation generation(HolderId holderId) {
        return jdbc.sql("select * from generation where holder_id = ? order by number desc limit 1")
                .param(holderId)
                .query(PrivateIds::generation)
                .single();
    }

    /** All generations, the first one first. */
    public List<Generation> generations(HolderId holderId) {
        return jdbc.sql("select * from generation where holder_id = ? order by number")
                .param(holderId)
                .query(PrivateIds::generation)
                .list();
    }

    /** Holders whose private ID's own term has run out; at most {@code limit}. */
    public List<HolderId> outOfTerm(Instant now, HolderId after, int limit) {
        return jdbc.sql("""
                        select holder_id from private_id where state <> 'ENDED' and valid_until <= ? and holder_id > ?
                        order by holder_id limit ?""")
                .params(Sql.time(now), after, limit)
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .list();
    }

    /** What a dead anchor means for the private ID on it. */
    static Cause causeOf(AnchorState state, @Nullable RevocationReason reason) {
        if (state == AnchorState.EXPIRED) {
            return Cause.ANCHOR_EXPIRED;
        }
        if (reason == null) {
            return Cause.ANCHOR_WITHDRAWN;
        }
        return switch (reason) {
            case AFFILIATION_CHANGED -> Cause.ANCHOR_CONTENT_CHANGED;
            case SUPERSEDED -> Cause.ANCHOR_SUPERSEDED;
            case KEY_COMPROMISE, CA_COMPROMISE, CERTIFICATE_HOLD -> Cause.KEY_IN_DOUBT;
            case CESSATION_OF_OPERATION -> Cause.CESSATION;
            default -> Cause.ANCHOR_WITHDRAWN;
        };
    }

    private static Cause causeOf(Anchor dead) {
        return causeOf(dead.state(), dead.reason());
    }

    private Instant validUntil(Instant at) {
        return at.atZone(ZoneOffset.ofHours(9)).plus(settings.term()).toInstant();
    }

    private PrivateId require(HolderId holderId) {
        return find(holderId).orElseThrow(() -> new IllegalStateException("this holder has no private ID"));
    }

    private void begin(HolderId holderId, int number, NewGeneration generation, Instant at) {
        jdbc.sql("""
                        insert into generation (holder_id, number, anchor_id, source, source_as_of, attributes,
                                                evidence, began_at) values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        holderId,
                        number,
                        generation.anchorId(),
                        generation.source().name(),
                        Sql.time(generation.sourceAsOf()),
                        generation.attributes(),
                        generation.evidence(),
                        Sql.time(at)))
                .update();
    }

    private void store(PrivateId after) {
        jdbc.sql("""
                        update private_id set state = ?, cause = ?, since = ?, outward_since = ?, outward_with = ?, generation = ?, valid_until = ?
                        where holder_id = ?""")
                .params(
                        after.lifeState().name(),
                        after.cause().name(),
                        Sql.time(after.since()),
                        Sql.time(after.outwardSince()),
                        Sql.time(after.since()),
                        after.generation(),
                        Sql.time(after.validUntil()),
                        after.holderId())
                .update();
    }

    private void noteTransition(@Nullable LifeState from, PrivateId after, String actor, @Nullable ItemId evidence) {
        jdbc.sql("""
                        insert into transition (holder_id, seq, at, from_state, to_state, cause, generation)
                        select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ? from transition where holder_id = ?""")
                .params(Sql.values(
                        after.holderId(),
                        Sql.time(after.since()),
                        from == null ? null : from.name(),
                        after.lifeState().name(),
                        after.cause().name(),
                        after.generation(),
                        after.holderId()))
                .update();
        audit.record(
                after.holderId(),
                after.since(),
                "private_id." + after.cause().name().toLowerCase(java.util.Locale.ROOT),
                actor,
                Map.of("state", after.lifeState().name(), "generation", Integer.toString(after.generation())),
                evidence);
        events.publishEvent(new PrivateIdChanged(
                after.holderId(),
                from == null ? null : from.outward(),
                after.state(),
                after.cause(),
                after.generation(),
                after.since()));
    }

    private static PrivateId privateId(ResultSet row, int n) throws SQLException {
        return new PrivateId(
                HolderId.in(row, "holder_id"),
                LifeState.valueOf(row.getString("state")),
                Cause.valueOf(row.getString("cause")),
                Sql.instant(row, "since"),
                Sql.instant(row, "seen_since"),
                row.getInt("generation"),
                Sql.instant(row, "valid_until"));
    }

    private static Generation generation(ResultSet row, int n) throws SQLException {
        return new Generation(
                row.getInt("number"),
                AnchorId.in(row, "anchor_id"),
                Generation.Source.valueOf(row.getString("source")),
                Sql.instant(row, "source_as_of"),
                ItemId.in(row, "attributes"),
                ItemId.inOrNull(row, "evidence"),
                Sql.instant(row, "began_at"),
                Sql.instantOrNull(row, "ended_at"));
    }
}
