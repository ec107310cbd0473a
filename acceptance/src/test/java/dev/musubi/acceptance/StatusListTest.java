package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.demo.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Status lists of a whole issuer, read by libraries that are not ours: the sample in Node as it lies in {@code examples}. */
class StatusListTest {

    private static final Path SAMPLE =
            Path.of("..", "examples", "node-status-list").toAbsolutePath().normalize();
    private static final int OLDEST_NODE = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static World world;

    @BeforeAll
    static void begin() {
        world = World.begin("status-lists", "--musubi.status.tick=PT0.2S");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private record Ended(int status, String said) {}

    private static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("NODE_EXTRA_CA_CERTS", world.platform.serverCertificate().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private static void needNode() throws InterruptedException {
        try {
            String version =
                    run(Path.of("."), List.of("node", "--version")).said().strip();
            if (Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST_NODE) {
                run(Path.of("."), List.of("npm", "--version"));
                return;
            }
        } catch (IOException missing) {
            // Said below.
        }
        LeftOut.because(
                "StatusListTest: it needs Node " + OLDEST_NODE
                        + " or later with npm. Install: apt-get install nodejs npm, and where that is older, npm install -g node@22");
    }

    private static Path sample() throws IOException, InterruptedException {
        Path copy =
                Files.createDirectories(Path.of("target", "node-status-list").toAbsolutePath());
        for (String each : List.of("package.json", "package-lock.json", "look-up.js")) {
            Files.write(copy.resolve(each), Files.readAllBytes(SAMPLE.resolve(each)));
        }
        Ended installed = run(copy, List.of("npm", "ci", "--no-audit", "--no-fund", "--silent"));
        assertThat(installed.status()).as(installed.said()).isZero();
        return copy;
    }

    private static Ended lookUp(Path sample, JsonNode reference) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("node", "look-up.js", world.platform.holdersUri().toString()));
        command.add(reference.path("uri").asString());
        command.add(reference.path("idx").asString());
        return run(sample, command);
    }

    private static JsonNode reference(String subject) {
        return world.bank().standing(subject, null).expect(200).body().path("status_list");
    }

    @Test
    void whenALibraryThatIsNotOursReadsAListThenItLearnsWhatBecameOfTheHolder() throws Exception {
        needNode();
        Path sample = sample();
        HolderApp holder = world.holder(false);
        String subject = world.atBank(holder);
        JsonNode reference = reference(subject);
        assertThat(lookUp(sample, reference)).isEqualTo(new Ended(0, "VALID\n"));
        holder.send("POST", "/v1/holder/suspension", null).expect(204);
        Await.until("the list says so", PATIENCE, () -> {
            try {
                return lookUp(sample, reference).said().equals("SUSPENDED\n");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        assertThat(reference(subject))
                .as("the same entry as long as the generation")
                .isEqualTo(reference);
    }

    @Test
    void whenAListIsNotThereThenTheSampleSaysNothing() throws Exception {
        needNode();
        Path sample = sample();
        Ended none = run(
                sample,
                List.of(
                        "node",
                        "look-up.js",
                        world.platform.holdersUri().toString(),
                        world.platform.holdersUri() + "/status-lists/999999",
                        "0"));
        assertThat(none.status()).isNotZero();
        assertThat(none.said()).doesNotContain("VALID");
    }
}
