package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.decision.Decision;
import dev.musubi.relyingparty.standing.Unmet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What whoever meets a code finds in the documents: each has a place that says what to do. */
class DocumentsTest {

    private static final Path DOCS = Path.of("../../docs");

    private static List<String> codes() {
        List<NotSignedIn> all = new ArrayList<>();
        for (Unmet each : Unmet.values()) {
            all.add(new NotSignedIn.StandingNotMet(each));
        }
        for (NotSignedIn.InteractionNeeded.Need each : NotSignedIn.InteractionNeeded.Need.values()) {
            all.add(new NotSignedIn.InteractionNeeded(each));
        }
        for (NotSignedIn.Refused.Fault each : NotSignedIn.Refused.Fault.values()) {
            all.add(new NotSignedIn.Refused(each));
        }
        all.add(new NotSignedIn.Declined());
        all.add(new NotSignedIn.AttributesMissing(Set.of()));
        all.add(new NotSignedIn.ProviderRefused("server_error"));
        all.add(new NotSignedIn.Unreachable(Trouble.of(Trouble.Why.TOO_SLOW)));
        all.add(new NotSignedIn.ClockSetBack());
        // Whoever adds an outcome adds it here, and thereby to the documents.
        assertThat(all.stream().map(Object::getClass).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(NotSignedIn.class.getPermittedSubclasses());

        List<String> codes = new ArrayList<>(all.stream().map(NotSignedIn::code).toList());
        Arrays.stream(Trouble.Why.values()).map(Trouble::of).map(Trouble::code).forEach(codes::add);
        Arrays.stream(LogoutOutcome.Refused.Fault.values())
                .map(LogoutOutcome.Refused::new)
                .map(LogoutOutcome.Refused::code)
                .forEach(codes::add);
        Arrays.stream(SignalOutcome.Fault.values())
                .map(SignalOutcome.Refused::new)
                .map(SignalOutcome.Refused::code)
                .forEach(codes::add);
        Arrays.stream(Decision.Undecided.Why.values()).map(Enum::name).forEach(codes::add);
        return codes;
    }

    @Test
    void whenACodeIsMetThenTheReferenceHasAnAnchorForItAndSaysWhatToDo() throws IOException {
        List<String> page = Files.readAllLines(DOCS.resolve("reference/relying-party.md"));
        for (String code : codes()) {
            List<String> rows = page.stream()
                    .filter(line -> line.startsWith("|") && line.contains("<a id=\"" + code + "\"></a>`" + code + "`"))
                    .toList();
            assertThat(rows).as(code).hasSize(1);
            String[] cells = rows.get(0).split("\\|", -1);
            assertThat(cells[cells.length - 2].strip()).as(code).isNotEmpty();
            assertThat(cells).as(code).hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void whenTheReferenceHasAnAnchorThenTheLibraryHasTheCode() throws IOException {
        String page = Files.readString(DOCS.resolve("reference/relying-party.md"));
        assertThat(Pattern.compile("<a id=\"([^\"]+)\">")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(codes());
    }

    @Test
    void whenAMachineReadsTheListOfDocumentsThenEverythingInItIsThere() throws IOException {
        String list = Files.readString(DOCS.resolve("llms.txt"));
        List<String> links = Pattern.compile("\\]\\(([^)]+)\\)")
                .matcher(list)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(links)
                .doesNotHaveDuplicates()
                .contains("how-to/accept-private-ids.md", "reference/relying-party.md", "reference/errors.md");
        for (String link : links) {
            assertThat(URI.create(link).isAbsolute() || Files.exists(DOCS.resolve(link)))
                    .as(link)
                    .isTrue();
        }
        assertThat(list).startsWith("# Musubi\n\n> ");
    }

    /** Whoever adds a library by its coordinates is told which Java it needs: 17, or else it is said beside its name. */
    @Test
    void whenALibraryIsCompiledForALaterJavaThenItIsSaidWhereItsCoordinatesAre() throws IOException {
        Path house = DOCS.resolve("..");
        String bom = Files.readString(house.resolve("bom/pom.xml"));
        String list = Files.readString(DOCS.resolve("llms.txt"));
        List<String> libraries = Pattern.compile("<artifactId>(musubi-[a-z-]+)</artifactId>")
                .matcher(bom)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("musubi-bom"))
                .toList();
        assertThat(libraries).contains("musubi-assurance", "musubi-relying-party");
        for (String library : libraries) {
            String module = switch (library) {
                case "musubi-relying-party" -> "relying-party/core";
                case "musubi-relying-party-spring" -> "relying-party/spring";
                default -> library.substring("musubi-".length());
            };
            boolean for17 = Files.readString(house.resolve(module).resolve("pom.xml"))
                    .contains("<maven.compiler.release>17</maven.compiler.release>");
            assertThat(list).as(library).contains("`dev.musubi:" + library + "`");
            assertThat(list.contains("`dev.musubi:" + library + "` (Java 25)"))
                    .as(library)
                    .isEqualTo(!for17);
            assertThat(bom.contains(library + " is for Java 25 or later"))
                    .as(library)
                    .isEqualTo(!for17);
        }
    }
}
