package dev.musubi.app.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is handed to whoever runs the suite. The suite's script stands aside here: another one that ends as it is told to. */
class HandoutTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> KEYS = List.of("config", "basic", "dynamic", "fapi2-dpop");
    private static final List<String> SIGNALS = List.of("signals-push", "signals-caep-poll", "receiver-poll");

    /** Notes what it was asked, and fails of the plans named in a file. */
    private static final String SUITES_SCRIPT = """
            server=$CONFORMANCE_SERVER
            mode=${CONFORMANCE_DEV_MODE:-token}
            while [ $# -gt 2 ]; do
              case $1 in
                --expected-failures-file) [ -f "$2" ] || exit 3; problems=$2 ;;
                --expected-skips-file) [ -f "$2" ] || exit 3; skips=$2 ;;
                --export-dir) [ -d "$2" ] || exit 3 ;;
                *) shift; continue ;;
              esac
              shift 2
            done
            [ -f "$2" ] || exit 3
            echo "$server $mode $1 $2 $problems $skips" >>asked
            ! grep -qx "$2" fails
            """;

    /** A Python that is a shell: it has the packages unless told otherwise, and runs the script above. */
    private static final String PYTHON = """
            #!/bin/sh
            [ "$1" != -c ] || exit "${WITHOUT_PACKAGES:-0}"
            exec sh "$@"
            """;

    @TempDir
    Path home;

    private Path folder = Path.of("");
    private Path suite = Path.of("");

    private record Ran(int status, String said) {}

    @BeforeEach
    void handOut() throws IOException {
        folder = Files.createDirectory(home.resolve("handed out"));
        suite = home.resolve("the suite");
        Files.createDirectories(suite.resolve("scripts"));
        Files.writeString(suite.resolve("scripts/run-test-plan.py"), SUITES_SCRIPT);
        Files.writeString(folder.resolve("fails"), "");
        Path python = Files.writeString(home.resolve("python"), PYTHON);
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        new Handout(folder).write(plans(KEYS), new Suite("https://suite.example:8443"));
    }

    private static List<Plans.Plan> plans(List<String> keys) {
        return keys.stream()
                .map(key -> new Plans.Plan(key, "plan-" + key, Map.of("variant", key), Map.of("alias", key)))
                .toList();
    }

    private Ran run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", folder.resolve("run-plans.sh").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CONFORMANCE_"));
        builder.environment().put("PYTHON", home.resolve("python").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    @Test
    void whenEveryPlanEndsWellThenTheScriptDoes() throws Exception {
        Ran ran = run(Map.of(), "the suite");
        assertThat(ran.said()).contains("== as expected");
        assertThat(ran.status()).isZero();
        assertThat(asked())
                .containsExactly(
                        "https://suite.example:8443/ 1 plan-config[variant=config] config.json config.problems.json config.skips.json",
                        "https://suite.example:8443/ 1 plan-basic[variant=basic] basic.json basic.problems.json basic.skips.json",
                        "https://suite.example:8443/ 1 plan-dynamic[variant=dynamic] dynamic.json dynamic.problems.json dynamic.skips.json",
                        "https://suite.example:8443/ 1 plan-fapi2-dpop[variant=fapi2-dpop] fapi2-dpop.json fapi2-dpop.problems.json fapi2-dpop.skips.json");
    }

    @Test
    void whenOnePlanFailsThenTheOthersAreRunAllTheSameAndTheScriptFails() throws Exception {
        Files.writeString(folder.resolve("fails"), "basic.json\n");
        Ran ran = run(Map.of(), suite.toString());
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.said()).contains("== not as expected: basic").doesNotContain("== as expected");
        assertThat(asked()).hasSize(KEYS.size());
    }

    @Test
    void whenPlansAreNamedThenTheyAloneAreRun() throws Exception {
        Files.writeString(folder.resolve("fails"), "basic.json\n");
        assertThat(run(Map.of(), "the suite", "config", "fapi2-dpop").status()).isZero();
        assertThat(asked()).hasSize(2).noneMatch(line -> line.contains("basic"));
    }

    @Test
    void whenTheSuiteIsElsewhereThenItsAddressAndTokenAreTaken() throws Exception {
        Map<String, String> there =
                Map.of("CONFORMANCE_SERVER", "https://elsewhere.example/", "CONFORMANCE_TOKEN", "token");
        assertThat(run(there, "the suite", "config").status()).isZero();
        assertThat(asked()).singleElement().asString().startsWith("https://elsewhere.example/ token plan-config");
    }

    @Test
    void whenSomethingIsNamedThatIsNotThereThenItSaysSoAndRunsNothing() throws Exception {
        assertThat(run(Map.of()))
                .satisfies(ran -> assertThat(ran.said()).contains("./run-plans.sh SUITE"))
                .extracting(Ran::status)
                .isEqualTo(2);
        assertThat(run(Map.of(), "no suite"))
                .satisfies(ran -> assertThat(ran.said()).contains("there is no", "no suite/scripts/run-test-plan.py"))
                .extracting(Ran::status)
                .isEqualTo(2);
        assertThat(run(Map.of(), "the suite", "config", "fapi2"))
                .satisfies(ran -> assertThat(ran.said()).contains("no plan fapi2", "config basic dynamic fapi2-dpop"))
                .extracting(Ran::status)
                .isEqualTo(2);
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    /** It would be taken for twelve plans that failed, by whoever reads no more than how the script ended. */
    @Test
    void whenThePythonHasNotThePackagesThenItSaysSoAndRunsNothing() throws Exception {
        assertThat(run(Map.of("WITHOUT_PACKAGES", "1"), "the suite"))
                .satisfies(ran -> assertThat(ran.said())
                        .contains("httpx", "pyparsing", home.resolve("python").toString())
                        .doesNotContain("=="))
                .extracting(Ran::status)
                .isEqualTo(2);
        assertThat(run(Map.of("PYTHON", home.resolve("no python").toString()), "the suite")
                        .status())
                .isEqualTo(2);
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    @Test
    void whenSomethingIsExpectedThenItIsOfThatPlanHasAReasonAndIsNoFailure() throws Exception {
        for (String key : KEYS) {
            for (JsonNode entry : entries(key, "problems")) {
                assertThat(entry.path("configuration-filename").asString()).isEqualTo(key + ".json");
                assertThat(entry.path("expected-result").asString()).isEqualTo("warning");
                assertThat(entry.path("condition").asString()).isNotEmpty();
                assertThat(entry.path("comment").asString()).isNotEmpty();
            }
            for (JsonNode entry : entries(key, "skips")) {
                assertThat(entry.path("configuration-filename").asString()).isEqualTo(key + ".json");
                assertThat(entry.path("comment").asString()).isNotEmpty();
            }
        }
        assertThat(entries("config", "problems")).isEmpty();
        assertThat(entries("config", "skips")).isEmpty();
        assertThat(entries("basic", "problems")).hasSize(2);
        assertThat(entries("dynamic", "skips").size())
                .isGreaterThan(entries("basic", "skips").size());
    }

    @Test
    void whenAPlanIsForSignalsThenOurOwnEventsAreExpectedToBeUnknownAndNothingElse() throws Exception {
        new Handout(folder).write(plans(SIGNALS), new Suite("https://suite.example:8443"));
        assertThat(entries("signals-push", "problems")).hasSize(1);
        assertThat(entries("signals-caep-poll", "problems")).hasSize(2);
        assertThat(entries("receiver-poll", "problems")).isEmpty();
        for (String key : SIGNALS) {
            assertThat(entries(key, "skips")).isEmpty();
            for (JsonNode entry : entries(key, "problems")) {
                assertThat(entry.path("condition").asString()).isEqualTo("OIDSSFCheckSupportedEventsForStream");
                assertThat(page()).contains("`" + entry.path("test-name").asString() + "`");
            }
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "standards", "openid-conformance.md"));
    }

    /** The results' page says why each is as it is. */
    @Test
    void whenSomethingIsExpectedThenThePageOnTheResultsNamesIt() throws Exception {
        String page = page();
        for (String key : KEYS) {
            for (String what : List.of("problems", "skips")) {
                for (JsonNode entry : entries(key, what)) {
                    assertThat(page).contains("`" + entry.path("test-name").asString() + "`");
                }
            }
        }
    }

    private JsonNode entries(String key, String what) throws IOException {
        return JSON.readTree(Files.readAllBytes(folder.resolve(key + "." + what + ".json")));
    }
}
