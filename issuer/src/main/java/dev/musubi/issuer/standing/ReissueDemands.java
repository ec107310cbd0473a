package dev.musubi.issuer.standing;

import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIdChanged;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Demands for re-issue. One relying party has at most one open demand on a holder; asking twice finds the first. The
 * re-issue itself fulfils every open demand, in its own transaction.
 */
@Component
public class ReissueDemands {

    private final JdbcClient jdbc;
    private final PrivateIds privateIds;
    private final HolderTransactions holders;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final StandingSettings settings;
    private final InstantSource clock;

    ReissueDemands(
            JdbcClient jdbc,
            PrivateIds privateIds,
            HolderTransactions holders,
            AuditLog audit,
            ApplicationEventPublisher events,
            StandingSettings settings,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.privateIds = privateIds;
        this.holders = holders;
        this.audit = audit;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** What came of a demand. */
    public sealed interface Outcome {
        /** It is open now, or was already. */
        record Open(ReissueDemand demand, boolean fresh) implements Outcome {}

        /** The private ID stands: there is nothing to demand. */
        record NotNeeded() implements Outcome {}

        /** The private ID has ended: a re-issue cannot bring it back. */
        record Ended() implements Outcome {}

        /** The return address is not one the relying party registered. */
        record ReturnUriNotRegistered() implements Outcome {}
    }

    /** Demands a re-issue. */
    public Outcome demand(HolderId holderId, RelyingParty party, @Nullable URI returnUri) {
        if (returnUri != null && !party.returnUris().contains(returnUri)) {
            return new Outcome.ReturnUriNotRegistered();
        }
        return holders.locking(holderId, () -> {
            PrivateId privateId = privateIds.find(holderId).orElseThrow();
            return switch (privateId.state()) {
                case ACTIVE -> new Outcome.NotNeeded();
                case ENDED -> new Outcome.Ended();
                case REISSUE_REQUIRED, SUSPENDED -> open(holderId, party, returnUri);
            };
        });
    }

    /** Whoever demands again and names another address has the holder sent there. */
    private ReissueDemand backTo(HolderId holderId, ReissueDemand demand, @Nullable URI returnUri) {
        if (returnUri == null || returnUri.equals(demand.returnUri())) {
            return demand;
        }
        jdbc.sql("update reissue_demand set return_uri = ? where holder_id = ? and demand_id = ?")
                .params(returnUri.toString(), holderId, demand.demandId())
                .update();
        return new ReissueDemand(
                demand.demandId(),
                demand.relyingPartyId(),
                returnUri,
                demand.demandedAt(),
                demand.expiresAt(),
                demand.fulfilledAt(),
                demand.fulfilledBy());
    }

    private Outcome open(HolderId holderId, RelyingParty party, @Nullable URI returnUri) {
        Instant now = clock.instant();
        Optional<ReissueDemand> already = of(holderId).stream()
                .filter(demand ->
                        demand.relyingPartyId().equals(party.id()) && demand.state(now) == ReissueDemand.State.OPEN)
                .findFirst();
        if (already.isPresent()) {
            return new Outcome.Open(backTo(holderId, already.get(), returnUri), false);
        }
        ReissueDemand demand = new ReissueDemand(
                DemandId.random(), party.id(), returnUri, now, now.plus(settings.demandTerm()), null, null);
        jdbc.sql("""
                        insert into reissue_demand (holder_id, demand_id, relying_party_id, return_uri, demanded_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        holderId,
                        demand.demandId(),
                        party.id(),
                        returnUri == null ? null : returnUri.toString(),
                        Sql.time(now),
                        Sql.time(demand.expiresAt())))
                .update();
        audit.record(
                holderId,
                now,
                "reissue.demanded",
                "relying_party:" + party.id(),
                Map.of("demand", demand.demandId().toString()),
                null);
        events.publishEvent(new ReissueDemanded(holderId, demand.demandId()));
        return new Outcome.Open(demand, true);
    }

    /** One demand. */
    public Optional<ReissueDemand> find(HolderId holderId, DemandId demandId) {
        return jdbc.sql("select * from reissue_demand where holder_id = ? and demand_id = ?")
                .params(holderId, demandId)
                .query(ReissueDemands::demand)
                .optional();
    }

    /** All demands on a holder, newest first. */
    public List<ReissueDemand> of(HolderId holderId) {
        return jdbc.sql("select * from reissue_demand where holder_id = ? order by demanded_at desc")
                .param(holderId)
                .query(ReissueDemands::demand)
                .list();
    }

    @EventListener
    void on(PrivateIdChanged change) {
        if (change.to() == State.ACTIVE && (change.cause() == Cause.REISSUED || change.cause() == Cause.REFRESHED)) {
            jdbc.sql("""
                            update reissue_demand set fulfilled_at = ?, fulfilled_by = ?
                            where holder_id = ? and fulfilled_at is null and expires_at > ?""")
                    .params(Sql.time(change.at()), change.generation(), change.holderId(), Sql.time(change.at()))
                    .update();
        }
    }

    private static ReissueDemand demand(ResultSet row, int n) throws SQLException {
        String returnUri = row.getString("return_uri");
        return new ReissueDemand(
                DemandId.in(row, "demand_id"),
                row.getString("relying_party_id"),
                returnUri == null ? null : URI.create(returnUri),
                Sql.instant(row, "demanded_at"),
                Sql.instant(row, "expires_at"),
                Sql.instantOrNull(row, "fulfilled_at"),
                row.getObject("fulfilled_by", Integer.class));
    }
}
