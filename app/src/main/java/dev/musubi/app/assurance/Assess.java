package dev.musubi.app.assurance;

import dev.musubi.assurance.assess.AcceptanceStatement;
import dev.musubi.assurance.assess.Answers;
import dev.musubi.assurance.assess.Wizard;
import dev.musubi.assurance.catalogue.Age;
import dev.musubi.assurance.catalogue.Catalogue;
import dev.musubi.assurance.catalogue.DataJson;
import dev.musubi.assurance.catalogue.Framework;
import dev.musubi.assurance.catalogue.Remedy;
import dev.musubi.assurance.catalogue.Sentence;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code musubi assurance assess}. */
final class Assess {

    private final PrintStream out;

    Assess(PrintStream out) {
        this.out = out;
    }

    int run(List<String> arguments) {
        boolean file = !arguments.isEmpty() && !arguments.getFirst().startsWith("--");
        Options options = new Options(
                file ? arguments.subList(1, arguments.size()) : arguments,
                Set.of("--questions", "--out", "--data"),
                Set.of());
        Catalogue catalogue = AssuranceCommand.catalogue(options);
        Wizard wizard = new Wizard(catalogue);
        if (!file) {
            Framework framework = catalogue
                    .framework(options.need("--questions"))
                    .orElseThrow(() -> new Options.WrongException(
                            "--questions takes one of " + catalogue.frameworks().keySet()));
            out.print(DataJson.write(toFillIn(wizard, framework)));
            return 0;
        }
        Wizard.Assessed assessed = wizard.assess(
                DataJson.read(arguments.getFirst(), DataFolder.read(arguments.getFirst()), Answers.class));
        assessed.needed().forEach((framework, needed) -> {
            out.println(framework.document().ja() + "（" + framework.version() + "）");
            needed.forEach(each -> {
                out.println("  " + each.axis() + ": " + (each.level() == null ? "要らない not needed" : each.level()));
                each.path()
                        .forEach(passed -> out.println("    "
                                + passed.question().ja() + " → "
                                + passed.answer().ja() + " [" + passed.source().clause() + "]"));
                each.notes().forEach(note -> out.println("    " + note.ja()));
            });
        });
        Path folder = Path.of(options.get("--out").orElse("."));
        AcceptanceStatement statement = new AcceptanceStatement(assessed);
        Path procedure = folder.resolve(Wizard.file(assessed.procedure()));
        Path markdown = folder.resolve(assessed.procedure().id() + "-statement.md");
        Path html = folder.resolve(assessed.procedure().id() + "-statement.html");
        DataFolder.write(procedure, DataJson.write(assessed.procedure()));
        DataFolder.write(markdown, statement.markdown());
        DataFolder.write(html, statement.html());
        out.println("wrote " + procedure + ", " + markdown + " and " + html);
        return 0;
    }

    private static Answers toFillIn(Wizard wizard, Framework framework) {
        return new Answers(
                "my-procedure",
                new Sentence("手続の名前", "name of the procedure"),
                new Sentence("どんな手続か", "what it is"),
                new Sentence("評価する者", "who assesses it"),
                LocalDate.of(2026, 11, 25),
                null,
                List.of(wizard.blank(framework)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Answers.Federation(true, null),
                Map.of(Age.CHECKED, Duration.ofMinutes(15)),
                List.of(Remedy.values()),
                List.of("jpki-signature-card"));
    }
}
