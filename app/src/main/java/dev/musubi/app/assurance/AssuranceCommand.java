package dev.musubi.app.assurance;

import dev.musubi.assurance.AssuranceEngine;
import dev.musubi.assurance.NotInCatalogueException;
import dev.musubi.assurance.RelyingPartyFacts;
import dev.musubi.assurance.Replay;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.CatalogueException;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.compare.Matrix;
import dev.musubi.assurance.compare.MatrixPage;
import dev.musubi.assurance.compare.MatrixSvg;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** {@code musubi assurance}: which means suffices for which procedure, and why. */
public final class AssuranceCommand {

    private static final String HELP = """
            musubi assurance: which means of identification suffices for which procedure, and why

              list                         procedures, means, frameworks and laws, with their versions
              decide --means M --procedure P [--authenticator A] [--state STANDS] [--checked PT0S] [--proofed PT0S]
                     [--attributes PT0S] [--authenticated PT0S] [--presentation X] [--verifier] [--record FILE]
                                           accept, step up to exactly what, or refuse, with every rule that spoke
              matrix [--out DIR]           writes matrix.html and matrix.svg: all means against all procedures
              assess --questions FRAMEWORK what a framework asks, as a file to fill in
              assess ANSWERS.json [--out DIR]
                                           levels by each framework's own procedure, a file for the catalogue, and an
                                           acceptance statement (Markdown and HTML)
              diff [--then DATE] [--with DIR] [--population FILE | --invented N --seed S] [--verifier]
                                           who falls out when a rule changes: another day, or other files
              replay RECORD.json           decides again what a record says was decided

            Everywhere: --at DATE (today where it is left out), --data DIR (files added to the catalogue).
            """;

    private final InstantSource clock;
    private final PrintStream out;

    /** With the clock that says what today is, and where to print. */
    public AssuranceCommand(InstantSource clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    /** Runs a command; the exit code. */
    public int run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.getFirst().equals("help")) {
            out.print(HELP);
            return 0;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            return switch (arguments.getFirst()) {
                case "list" -> list(rest);
                case "decide" -> new Decide(clock, out).run(rest);
                case "matrix" -> matrix(rest);
                case "assess" -> new Assess(out).run(rest);
                case "diff" -> new Compare(clock, out).run(rest);
                case "replay" -> replay(rest);
                default -> throw new Options.WrongException("there is no command " + arguments.getFirst());
            };
        } catch (Options.WrongException | CatalogueException | NotInCatalogueException e) {
            out.println("musubi assurance: " + e.getMessage() + "; see ./musubi assurance help");
            return 2;
        }
    }

    static Catalogue catalogue(Options options) {
        Catalogue standard = Catalogue.standard();
        return options.get("--data")
                .map(folder -> DataFolder.over(standard, Path.of(folder)))
                .orElse(standard);
    }

    private int list(List<String> arguments) {
        Catalogue catalogue = catalogue(new Options(arguments, Set.of("--data"), Set.of()));
        out.println("catalogue " + catalogue.edition() + " " + catalogue.digest());
        out.println("\n手続 procedures");
        catalogue
                .procedures()
                .values()
                .forEach(each -> out.printf(
                        "  %-24s %s  %s%n",
                        each.id(), each.version(), each.name().ja()));
        out.println("\n手段 means");
        catalogue.means().values().forEach(each -> {
            out.printf("  %-28s %s%n", each.id(), each.name().ja());
            out.printf("  %-28s   %s%n", "", String.join(", ", each.authenticators()));
        });
        out.println("\n枠組み frameworks");
        for (Framework each : catalogue.frameworks().values()) {
            out.printf(
                    "  %-20s %s%n  %-20s   %s; %s%n",
                    each.id(),
                    each.document().ja(),
                    "",
                    each.version(),
                    each.confidence().words().en());
        }
        out.println("\n法令 laws");
        catalogue
                .laws()
                .values()
                .forEach(law -> law.revisions()
                        .forEach(revision -> out.printf(
                                "  %-14s %s  %s%n",
                                law.id(),
                                revision.from(),
                                String.join(
                                        " ",
                                        revision.methods().stream()
                                                .map(each -> (each.letter() == null ? "?" : each.letter()) + "="
                                                        + each.method())
                                                .toList()))));
        return 0;
    }

    private int matrix(List<String> arguments) {
        Options options = new Options(arguments, Set.of("--out", "--at", "--data"), Set.of("--not-verifier"));
        Instant at = options.moment("--at", clock.instant());
        Matrix matrix = Matrix.of(
                new AssuranceEngine(catalogue(options)), new RelyingPartyFacts(!options.has("--not-verifier")), at);
        Path folder = Path.of(options.get("--out").orElse("."));
        Path page = folder.resolve("matrix.html");
        Path drawing = folder.resolve("matrix.svg");
        DataFolder.write(page, MatrixPage.write(matrix));
        DataFolder.write(drawing, MatrixSvg.draw(matrix));
        out.println("wrote " + page + " and " + drawing + ": " + matrix.rows().size() + " means against "
                + matrix.procedures().size() + " procedures");
        return 0;
    }

    private int replay(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new Options.WrongException("replay takes the file of a record");
        }
        Options options = new Options(arguments.subList(1, arguments.size()), Set.of("--data"), Set.of());
        String record = DataFolder.read(arguments.getFirst());
        return switch (new AssuranceEngine(catalogue(options)).replay(record)) {
            case Replay.Same same -> {
                out.println("同じ判定になりました。 The same, to the last word: "
                        + same.decision().outcome().code());
                yield 0;
            }
            case Replay.Differs differs -> {
                out.println(
                        "記録と異なります。 Not the same; the record was altered in: " + String.join(", ", differs.differing()));
                yield 1;
            }
            case Replay.OtherData other -> {
                out.println("別の版のデータによる記録です。 Decided on other data: edition " + other.edition() + ", digest "
                        + other.digest() + ". Give those files with --data.");
                yield 1;
            }
            case Replay.OtherEngine other -> {
                out.println("別の版のプログラムによる記録です。 Decided by version " + other.version() + " of the code; this is "
                        + AssuranceEngine.VERSION + ".");
                yield 1;
            }
            case Replay.NotARecord not -> {
                out.println("判定の記録ではありません。 This is no record of a decision.");
                yield 1;
            }
        };
    }
}
