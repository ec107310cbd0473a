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
    private static final Pattern MODULE = Pattern.compile("<module>([a-z/-]+)</module>");
    private static final Pattern DEPENDENCY =
            Pattern.compile("<groupId>dev\\.musubi</groupId>\\s*<artifactId>musubi-([a-z-]+)</artifactId>");

    @Test
    void whenAModuleUsesAnotherThenOneAboveIt() throws IOException {
        List<String> modules = MODULE.matcher(Files.readString(HOUSE.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(modules).contains("jpki", "sandbox", "issuer", "app", "acceptance", "bench");
        for (String module : modules) {
            Matcher used =
                    DEPENDENCY.matcher(Files.readString(HOUSE.resolve(module).resolve("pom.xml")));
            while (used.find()) {
                assertThat(modules.indexOf(used.group(1)))
                        .as(module + " uses " + used.group(1))
                        .isLessThan(modules.indexOf(module));
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
    }
}
