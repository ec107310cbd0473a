package dev.musubi.app.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder for whoever runs the suite: {@code plans.txt} with a plan, its variant and its configuration a line, for each
 * plan its configuration and the lists of what is expected of it, and a script that runs them and fails of anything else.
 */
final class Handout {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    Handout(Path folder) {
        this.folder = folder;
    }

    void write(List<Plans.Plan> plans, Suite suite) throws IOException {
        for (Plans.Plan plan : plans) {
            json(plan.file(), plan.configuration());
            json(plan.key() + ".problems.json", Expectations.problems(plan));
            json(plan.key() + ".skips.json", Expectations.skips(plan));
        }
        Files.write(
                folder.resolve("plans.txt"),
                plans.stream().map(Plans.Plan::asArgument).toList());
        Path script = folder.resolve("run-plans.sh");
        Files.writeString(script, script().replace("@SUITE@", suite.base()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private void json(String name, Object content) throws IOException {
        Files.write(folder.resolve(name), JSON.writeValueAsBytes(content));
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Handout.class.getResourceAsStream("run-plans.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
