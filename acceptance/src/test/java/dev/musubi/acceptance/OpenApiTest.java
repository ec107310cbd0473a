package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI documents hold in the eyes of a linter that is not ours (Redocly). */
class OpenApiTest {

    private static final String LINTER = "@redocly/cli@2.11.0";
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static List<Path> documents() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("issuer", "sandbox")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve("src/main/resources/static/openapi"))) {
                files.filter(each -> each.toString().endsWith(".yaml")).forEach(found::add);
            }
        }
        return found;
    }

    private record Ended(int status, String said) {}

    private static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("REDOCLY_TELEMETRY", "off");
        builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private static Path linter() throws IOException, InterruptedException {
        Path folder =
                Files.createDirectories(Path.of("target", "openapi-linter").toAbsolutePath());
        Files.writeString(folder.resolve("package.json"), "{\"private\": true}");
        try {
            Ended installed =
                    run(folder, List.of("npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent", LINTER));
            assertThat(installed.status()).as(installed.said()).isZero();
        } catch (IOException missing) {
            LeftOut.because("OpenApiTest: it needs Node 20.19 or later with npm. Install: apt-get install nodejs npm");
        }
        return folder;
    }

    @Test
    void whenTheDocumentsAreLintedThenNothingIsFound() throws Exception {
        Path folder = linter();
        List<Path> documents = documents();
        assertThat(documents).hasSizeGreaterThanOrEqualTo(5);
        List<String> command = new ArrayList<>(List.of(
                folder.resolve("node_modules/.bin/redocly").toString(),
                "lint",
                "--config",
                ROOT.resolve("redocly.yaml").toString()));
        documents.forEach(each -> command.add(each.toString()));
        Ended linted = run(folder, command);
        assertThat(linted.status()).as(linted.said()).isZero();
        assertThat(linted.said()).doesNotContain("warning");
    }
}
