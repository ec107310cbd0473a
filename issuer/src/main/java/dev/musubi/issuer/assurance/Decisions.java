package dev.musubi.issuer.assurance;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.Decision;
import dev.musubi.assurance.DecisionRecord;
import dev.musubi.assurance.Means;
import dev.musubi.assurance.NotInCatalogueException;
import dev.musubi.assurance.RelyingPartyFacts;
import dev.musubi.assurance.Replay;
import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.issuer.audit.AuditLog;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decisions for relying parties. One on a subject is kept, with all that went into it; one on a means the relying party
 * describes is about nobody and is not.
 */
@Component
public class Decisions {

    private final AssuranceEngine engine;
    private final PrivateIdMeans means;
    private final PrivateIds privateIds;
    private final PairwiseSubjects subjects;
    private final KeptCatalogues catalogues;
    private final HolderTransactions holders;
    private final AuditLog audit;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Decisions(
            AssuranceEngine engine,
            PrivateIdMeans means,
            PrivateIds privateIds,
            PairwiseSubjects subjects,
            KeptCatalogues catalogues,
            HolderTransactions holders,
            AuditLog audit,
            JdbcClient jdbc,
            InstantSource clock) {
        this.engine = engine;
        this.means = means;
        this.privateIds = privateIds;
        this.subjects = subjects;
        this.catalogues = catalogues;
        this.holders = holders;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What came of a question. */
    public sealed interface Outcome {
        /**
         * It was decided.
         *
         * @param decision the decision
         * @param record all of it, as it is kept
         * @param reference where it is kept; empty where it is about nobody
         */
        record Decided(Decision decision, DecisionRecord record, Optional<Pairwise<String>> reference)
                implements Outcome {}

        /** The subject is nobody's name at this relying party. */
        record UnknownSubject() implements Outcome {}

        /** The catalogue knows no such procedure. */
        record UnknownProcedure() implements Outcome {}

        /** The catalogue does not know what the means names. */
        record UnknownMeans(String what) implements Outcome {}
    }

    /** A decision that was kept. */
    public record Kept(Instant at, String procedure, String outcome, String record) {}

    /** Decides on a subject's private ID. Where the procedure wants a fresh state and ours is old, J-LIS is asked first. */
    public Outcome decide(RelyingParty party, String subject, String procedureId) {
        Optional<Procedure> procedure = engine.procedure(procedureId);
        if (procedure.isEmpty()) {
            return new Outcome.UnknownProcedure();
        }
        Optional<HolderId> found = subjects.holderOf(subject, party.sector())
                .filter(holderId -> privateIds.find(holderId).isPresent());
        if (found.isEmpty()) {
            return new Outcome.UnknownSubject();
        }
        HolderId holderId = found.get();
        Duration fresh = procedure.get().freshness().get(Age.CHECKED);
        if (fresh != null) {
            means.freshen(holderId, fresh);
        }
        catalogues.keep(clock.instant());
        return holders.locking(holderId, () -> decide(holderId, party, procedureId, fresh));
    }

    private Outcome decide(HolderId holderId, RelyingParty party, String procedureId, @Nullable Duration fresh) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Decision decision = engine.evaluate(means.of(holderId, party, fresh), procedureId, facts(party), now);
        DecisionRecord record = DecisionRecord.of(decision, engine.catalogue());
        DecisionId decisionId = DecisionId.random();
        jdbc.sql("""
                        insert into assurance_decision (holder_id, decision_id, relying_party_id, procedure, outcome, decided_at,
                                                        catalogue, record) values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        holderId,
                        decisionId,
                        party.id(),
                        procedureId,
                        record.outcome(),
                        Sql.time(now),
                        record.digest(),
                        record.write())
                .update();
        audit.record(
                holderId,
                now,
                "assurance.decided",
                "relying_party:" + party.id(),
                Map.of("decision", decisionId.toString(), "procedure", procedureId, "outcome", record.outcome()),
                null);
        return new Outcome.Decided(decision, record, Optional.of(subjects.reference(holderId, decisionId, party.id())));
    }

    /** Decides on a means the relying party describes; about nobody, and not kept. */
    public Outcome decide(RelyingParty party, Means described, String procedureId) {
        if (engine.procedure(procedureId).isEmpty()) {
            return new Outcome.UnknownProcedure();
        }
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Decision decision = engine.evaluate(described, procedureId, facts(party), now);
            return new Outcome.Decided(decision, DecisionRecord.of(decision, engine.catalogue()), Optional.empty());
        } catch (NotInCatalogueException e) {
            return new Outcome.UnknownMeans(e.what());
        }
    }

    /** A decision of this relying party's, as it was kept. */
    public Optional<Kept> find(RelyingParty party, String reference) {
        return subjects.dereference(reference, party.id(), DecisionId::of)
                .flatMap(found -> jdbc.sql("""
                        select * from assurance_decision
                        where holder_id = ? and decision_id = ? and relying_party_id = ?""")
                        .params(found.holder(), found.thing(), party.id())
                        .query((row, n) -> new Kept(
                                Sql.instant(row, "decided_at"),
                                row.getString("procedure"),
                                row.getString("outcome"),
                                row.getString("record")))
                        .optional());
    }

    /** Takes a kept decision again, on the catalogue of its day. */
    public Replay replay(Kept kept) {
        Replay replay = engine.replay(kept.record());
        return replay instanceof Replay.OtherData other
                ? catalogues
                        .engine(other.digest())
                        .map(then -> then.replay(kept.record()))
                        .orElse(replay)
                : replay;
    }

    private static RelyingPartyFacts facts(RelyingParty party) {
        return new RelyingPartyFacts(party.verifier());
    }
}
