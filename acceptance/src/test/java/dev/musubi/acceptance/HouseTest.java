package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules (a module uses those above it in the list and none below), and the tests that pages name. */
class HouseTest {

    private static final Path HOUSE = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>([a-z0-9/-]+)</module>");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)`");
    private static final Pattern MANAGED =
            Pattern.compile("<dependencyManagement>.*?</dependencyManagement>", Pattern.DOTALL);
    private static final Pattern DEPENDENCY =
            Pattern.compile("<groupId>dev\\.musubi</groupId>\\s*<artifactId>musubi-([a-z-]+)</artifactId>");

    private static List<String> folders() throws IOException {
        return MODULE.matcher(Files.readString(HOUSE.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void whenAModuleUsesAnotherThenOneAboveIt() throws IOException {
        List<String> folders = folders();
        assertThat(folders)
                .contains(
                        "jpki",
                        "card",
                        "assurance",
                        "mynaapp",
                        "sandbox",
                        "issuer",
                        "relying-party/core",
                        "demo",
                        "app",
                        "bench");
        // relying-party/core is the artifact relying-party, relying-party/spring is relying-party-spring.
        List<String> modules = folders.stream()
                .map(folder -> folder.replaceFirst("/core$", "").replace('/', '-'))
                .toList();
        for (int i = 0; i < folders.size(); i++) {
            // What is only managed is not used: the BOM names the modules that come after it, and itself.
            Matcher used = DEPENDENCY.matcher(MANAGED.matcher(
                            Files.readString(HOUSE.resolve(folders.get(i)).resolve("pom.xml")))
                    .replaceAll(""));
            while (used.find()) {
                assertThat(modules.subList(0, i + 1))
                        .as(folders.get(i) + " uses " + used.group(1))
                        .contains(used.group(1));
            }
        }
    }

    @Test
    void whenAPageNamesATestThenThereIsOne() throws IOException {
        Set<String> tests = new TreeSet<>();
        for (String folder : folders()) {
            Path sources = HOUSE.resolve(folder).resolve("src/test/java");
            for (Path file : Files.isDirectory(sources) ? files(sources) : List.<Path>of()) {
                tests.add(String.valueOf(file.getFileName()).replaceFirst("\\.java$", ""));
            }
        }
        Map<String, Path> named = new TreeMap<>();
        for (Path page : files(HOUSE.resolve("docs"))) {
            if (page.toString().endsWith(".md")) {
                TEST.matcher(Files.readString(page)).results().forEach(found -> named.put(found.group(1), page));
            }
        }
        assertThat(named.keySet()).hasSizeGreaterThan(40);
        assertThat(named)
                .allSatisfy((test, page) -> assertThat(tests).as("%s", page).contains(test));
    }

    @Test
    void whenTheIssuerIsBuiltThenWithoutTheSandbox() throws IOException {
        assertThat(Files.readString(HOUSE.resolve("issuer/pom.xml"))).doesNotContain("musubi-sandbox");
        assertThat(Files.readString(HOUSE.resolve("sandbox/pom.xml"))).doesNotContain("musubi-issuer");
        assertThat(Files.readString(HOUSE.resolve("jpki/pom.xml"))).doesNotContain("springframework");
        assertThat(Files.readString(HOUSE.resolve("assurance/pom.xml")))
                .doesNotContain("springframework", "musubi-jpki", "musubi-card");
        assertThat(Files.readString(HOUSE.resolve("mynaapp/pom.xml")))
                .doesNotContain("springframework", "musubi-jpki", "musubi-card");
    }

    @Test
    void whenARelyingPartyIsBuiltThenWithoutTheIssuersInsides() throws IOException {
        for (String folder : List.of("relying-party/core", "relying-party/spring", "demo")) {
            assertThat(Files.readString(HOUSE.resolve(folder).resolve("pom.xml")))
                    .doesNotContain("musubi-issuer", "musubi-sandbox");
        }
        // Who signs people in needs no JPKI; who takes signatures as a verifier of its own does.
        for (String folder : List.of("relying-party/core", "relying-party/spring")) {
            assertThat(Files.readString(HOUSE.resolve(folder).resolve("pom.xml")))
                    .doesNotContain("musubi-jpki");
        }
        assertThat(Files.readString(HOUSE.resolve("relying-party/core/pom.xml")))
                .doesNotContain("springframework");
    }
}
