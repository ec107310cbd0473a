package dev.musubi.assurance.compare;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.Decision;
import dev.musubi.assurance.RelyingPartyFacts;
import dev.musubi.assurance.catalogue.Procedure;
import dev.musubi.assurance.catalogue.Sample;
import java.time.Instant;
import java.util.List;

/**
 * Which means suffices for which procedure: every sample of the catalogue against every procedure.
 *
 * @param at the moment
 * @param edition the edition of the data
 * @param digest its digest
 * @param procedures the columns
 * @param rows the rows
 */
public record Matrix(Instant at, String edition, String digest, List<Procedure> procedures, List<Row> rows) {

    /** Copies. */
    public Matrix {
        procedures = List.copyOf(procedures);
        rows = List.copyOf(rows);
    }

    /** A means, with a decision a procedure. */
    public record Row(Sample sample, List<Decision> decisions) {
        /** Copies. */
        public Row {
            decisions = List.copyOf(decisions);
        }
    }

    /** Decides all of it. */
    public static Matrix of(AssuranceEngine engine, RelyingPartyFacts party, Instant at) {
        List<Procedure> procedures = List.copyOf(engine.catalogue().procedures().values());
        List<Row> rows = engine.catalogue().samples().stream()
                .map(sample -> new Row(
                        sample,
                        procedures.stream()
                                .map(procedure -> engine.evaluate(
                                        Situations.at(
                                                sample.means(),
                                                sample.state(),
                                                sample.ages(),
                                                sample.authenticator(),
                                                at),
                                        procedure.id(),
                                        party,
                                        at))
                                .toList()))
                .toList();
        return new Matrix(at, engine.catalogue().edition(), engine.catalogue().digest(), procedures, rows);
    }
}
