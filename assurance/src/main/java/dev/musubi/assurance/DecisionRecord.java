package dev.musubi.assurance;

import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.CatalogueException;
import dev.musubi.assurance.catalogue.DataJson;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Law;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it is kept: all that went in, all that came out, and the versions of the data and the code. With the
 * catalogue of the same digest it can be decided again years later.
 *
 * @param record the version of this form
 * @param engine the version of the code
 * @param edition the edition of the data
 * @param digest the digest of the data
 * @param versions the version of each framework and law in the data
 * @param at the moment
 * @param procedure the procedure
 * @param procedureVersion the version of its assessment
 * @param relyingParty what of the relying party made a difference
 * @param means the means
 * @param outcome ACCEPT, STEP_UP or REFUSE
 * @param steps the steps of a step up
 * @param because every rule that spoke
 */
public record DecisionRecord(
        int record,
        int engine,
        String edition,
        String digest,
        Map<String, String> versions,
        Instant at,
        String procedure,
        String procedureVersion,
        RelyingPartyFacts relyingParty,
        Means means,
        String outcome,
        List<Step> steps,
        List<Reason> because) {

    private static final int FORM = 1;
    private static final int LONGEST = 256 * 1024;

    /** Copies. */
    public DecisionRecord {
        versions = new TreeMap<>(versions);
        steps = List.copyOf(steps);
        because = List.copyOf(because);
    }

    /** The record of a decision, taken on this catalogue. */
    public static DecisionRecord of(Decision decision, Catalogue catalogue) {
        Map<String, String> versions = new TreeMap<>();
        for (Framework framework : catalogue.frameworks().values()) {
            versions.put(framework.id(), framework.version());
        }
        for (Law law : catalogue.laws().values()) {
            law.revisions().forEach(each -> versions.put(law.id() + "@" + each.from(), each.version()));
        }
        return new DecisionRecord(
                FORM,
                AssuranceEngine.VERSION,
                decision.edition(),
                decision.digest(),
                versions,
                decision.at(),
                decision.procedure(),
                decision.procedureVersion(),
                decision.party(),
                decision.means(),
                decision.outcome().code(),
                decision.outcome() instanceof Outcome.StepUp up ? up.steps() : List.of(),
                decision.because());
    }

    /** As JSON on one line. */
    public String write() {
        return DataJson.line(this);
    }

    static Replay replay(AssuranceEngine engine, String text) {
        DecisionRecord kept = read(text);
        if (kept == null || kept.record() != FORM) {
            return new Replay.NotARecord();
        }
        if (kept.engine() != AssuranceEngine.VERSION) {
            return new Replay.OtherEngine(kept.engine());
        }
        if (!kept.digest().equals(engine.catalogue().digest())) {
            return new Replay.OtherData(kept.edition(), kept.digest());
        }
        try {
            Decision decision = engine.evaluate(kept.means(), kept.procedure(), kept.relyingParty(), kept.at());
            DecisionRecord now = of(decision, engine.catalogue());
            return now.equals(kept) ? new Replay.Same(decision) : new Replay.Differs(decision, differing(kept, now));
        } catch (NotInCatalogueException e) {
            return new Replay.NotARecord();
        }
    }

    private static @Nullable DecisionRecord read(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            return DataJson.read("record", text, DecisionRecord.class);
        } catch (CatalogueException e) {
            return null;
        }
    }

    private static List<String> differing(DecisionRecord kept, DecisionRecord now) {
        List<String> differing = new ArrayList<>();
        if (!kept.edition().equals(now.edition())) {
            differing.add("edition");
        }
        if (!kept.versions().equals(now.versions())) {
            differing.add("versions");
        }
        if (!kept.procedureVersion().equals(now.procedureVersion())) {
            differing.add("procedure_version");
        }
        if (!kept.outcome().equals(now.outcome())) {
            differing.add("outcome");
        }
        if (!kept.steps().equals(now.steps())) {
            differing.add("steps");
        }
        if (!kept.because().equals(now.because())) {
            differing.add("because");
        }
        return differing;
    }
}
