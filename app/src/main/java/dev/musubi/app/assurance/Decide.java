package dev.musubi.app.assurance;

import dev.musubi.assurance.Assurance;
import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.Decision;
import dev.musubi.assurance.DecisionRecord;
import dev.musubi.assurance.Means;
import dev.musubi.assurance.Outcome;
import dev.musubi.assurance.Reason;
import dev.musubi.assurance.RelyingPartyFacts;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.MeansState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code musubi assurance decide}. */
final class Decide {

    private static final Set<String> OPTIONS = Set.of(
            "--means",
            "--procedure",
            "--authenticator",
            "--state",
            "--checked",
            "--proofed",
            "--attributes",
            "--authenticated",
            "--presentation",
            "--at",
            "--data",
            "--record");

    private final InstantSource clock;
    private final PrintStream out;

    Decide(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    int run(List<String> arguments) {
        Options options = new Options(arguments, OPTIONS, Set.of("--verifier"));
        Catalogue catalogue = AssuranceCommand.catalogue(options);
        AssuranceEngine engine = new AssuranceEngine(catalogue);
        Instant at = options.moment("--at", clock.instant());
        Decision decision = engine.evaluate(
                means(options, at), options.need("--procedure"), new RelyingPartyFacts(options.has("--verifier")), at);
        tell(decision);
        options.get("--record")
                .ifPresent(file -> DataFolder.write(
                        Path.of(file), DecisionRecord.of(decision, catalogue).write() + "\n"));
        return decision.outcome() instanceof Outcome.Accept ? 0 : 1;
    }

    private static Means means(Options options, Instant at) {
        String authenticator = options.get("--authenticator").orElse(null);
        return Means.of(options.need("--means"))
                .in(state(options.get("--state").orElse("STANDS")))
                .checked(options.ago("--checked", at, "PT0S"))
                .proofed(options.ago("--proofed", at, "PT0S"))
                .attributes(null, options.ago("--attributes", at, "PT0S"))
                .authenticated(authenticator, authenticator == null ? null : options.ago("--authenticated", at, "PT0S"))
                .presented(options.get("--presentation").orElse(null));
    }

    private static MeansState state(String name) {
        return Arrays.stream(MeansState.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Options.WrongException("--state takes one of " + Arrays.toString(MeansState.values())));
    }

    private void tell(Decision decision) {
        switch (decision.outcome()) {
            case Outcome.Accept accept -> out.println("○ 受け入れる  ACCEPT");
            case Outcome.StepUp up -> {
                out.println("△ 次の手順のあとで受け入れる  STEP UP");
                up.steps()
                        .forEach(each -> out.println("   → " + each.text().ja() + "  /  "
                                + each.text().en()));
            }
            case Outcome.Refuse refuse -> out.println("× 受け入れない  REFUSE");
        }
        out.println("\nなぜなら  because");
        for (Reason reason : decision.because()) {
            String sign = switch (reason.verdict()) {
                case FOR -> "○";
                case AGAINST -> "×";
                case NOTE -> "・";
            };
            out.println(" " + sign + " " + reason.text().ja());
            out.println("   " + reason.text().en());
            out.println("   [" + reason.source().document().ja() + " "
                    + reason.source().version() + " "
                    + reason.source().clause() + " — "
                    + reason.source().judgement().words().ja() + "、"
                    + reason.source().confidence().words().ja() + "]");
        }
        out.println("\n水準  levels");
        decision.assurance().reached().stream()
                .filter(each -> each.level() != null)
                .forEach(each -> out.println("   " + each.statement().ja()));
        List<Assurance.Fall> falls = decision.assurance().falls();
        if (!falls.isEmpty()) {
            Assurance.Fall first = falls.getFirst();
            out.println("\n次に下がるのは " + first.after() + " のあと: " + first.framework() + " " + first.axis() + " "
                    + first.from() + " → " + (first.to() == null ? "なし" : first.to()) + "（"
                    + first.why().ja() + "）");
        }
        out.println("\nデータ " + decision.edition() + "版 " + decision.digest());
    }
}
