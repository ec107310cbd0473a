package dev.musubi.app.assurance;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.RelyingPartyFacts;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.compare.Diff;
import dev.musubi.assurance.compare.Member;
import dev.musubi.assurance.compare.Population;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** {@code musubi assurance diff}. */
final class Compare {

    private static final Set<String> OPTIONS =
            Set.of("--at", "--then", "--with", "--data", "--population", "--invented", "--seed");

    private final InstantSource clock;
    private final PrintStream out;

    Compare(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    int run(List<String> arguments) {
        Options options = new Options(arguments, OPTIONS, Set.of("--verifier"));
        if (!options.has("--then") && !options.has("--with")) {
            throw new Options.WrongException("say what changes: --then DATE, or --with DIR, or both");
        }
        Catalogue catalogue = AssuranceCommand.catalogue(options);
        Catalogue changed = options.get("--with")
                .map(folder -> DataFolder.over(catalogue, Path.of(folder)))
                .orElse(catalogue);
        Instant at = options.moment("--at", clock.instant());
        RelyingPartyFacts party = new RelyingPartyFacts(options.has("--verifier"));
        Diff diff = Diff.between(
                new Diff.Side(new AssuranceEngine(catalogue), party, at),
                new Diff.Side(new AssuranceEngine(changed), party, options.moment("--then", at)),
                population(options, catalogue));
        tell(diff);
        return 0;
    }

    private static List<Member> population(Options options, Catalogue catalogue) {
        try {
            return options.get("--population")
                    .map(file -> Population.read(file, DataFolder.read(file)))
                    .orElseGet(() -> Population.invented(
                            Math.toIntExact(options.number("--invented", 10_000)),
                            options.number("--seed", 1),
                            catalogue));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Options.WrongException(String.valueOf(e.getMessage()));
        }
    }

    private void tell(Diff diff) {
        out.println(diff.members() + " holders looked at, each for every procedure");
        if (diff.changes().isEmpty()) {
            out.println("何も変わりません。 Nobody is decided on otherwise.");
            return;
        }
        String procedure = "";
        for (Diff.Change each : diff.changes()) {
            if (!each.procedure().equals(procedure)) {
                procedure = each.procedure();
                out.println("\n" + procedure);
            }
            out.printf(
                    "  %7d  %s, %s, %s: %s → %s   (%s%s)%n",
                    each.holders(),
                    each.means(),
                    each.authenticator().isEmpty() ? "not authenticated" : each.authenticator(),
                    each.state(),
                    each.before(),
                    each.after(),
                    String.join(" ", each.some()),
                    each.holders() > each.some().size() ? " …" : "");
        }
    }
}
