package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The arrows between the modules: a module uses those above it in the list and none below. */
class HouseTest {

    private static final Path HOUSE = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>([a-z0-9/-]+)</module>");
    private static final Pattern MANAGED =
            Pattern.compile("<dependencyManagement>.*?</dependencyManagement>", Pattern.DOTALL);
    private static final Pattern DEPENDENCY =
            Pattern.compile("<groupId>dev\\.musubi</groupId>\\s*<artifactId>musubi-([a-z-]+)</artifactId>");

    @Test
    void whenAModuleUsesAnotherThenOneAboveIt() throws IOException {
        List<String> folders = MODULE.matcher(Files.readString(HOUSE.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
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
