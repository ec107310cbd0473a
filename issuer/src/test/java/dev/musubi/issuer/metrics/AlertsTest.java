package dev.musubi.issuer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an operator is called for: that the rules say so when it is so, and that each has its paragraph and its metric. */
class AlertsTest {

    private static final Path FOLDER = Path.of("../docs/operate");

    private static Set<String> found(String text, String pattern) {
        Set<String> all = new TreeSet<>();
        Matcher each = Pattern.compile(pattern).matcher(text);
        while (each.find()) {
            all.add(each.group(1));
        }
        return all;
    }

    private static String rules() throws IOException {
        return Files.readString(FOLDER.resolve("alerts.rules.yml"));
    }

    @Test
    void whenRecordedSeriesGoWrongThenEachAlertIsRaisedAndOtherwiseNone() throws IOException, InterruptedException {
        assumeTrue(isInstalled() || System.getenv("CI") != null, "promtool is not installed (Debian's prometheus)");
        Process promtool = new ProcessBuilder("promtool", "test", "rules", "alerts.tests.yml")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
    }

    private static boolean isInstalled() {
        for (String each : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(each, "promtool"))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void whenThereIsAnAlertThenItIsTestedBothWaysAndHasItsParagraph() throws IOException {
        Set<String> alerts = found(rules(), "alert: (\\w+)");
        assertThat(alerts).hasSizeGreaterThan(15);
        assertThat(found(Files.readString(FOLDER.resolve("alerts.md")), "(?m)^## (Musubi\\w+)$"))
                .isEqualTo(alerts);
        String tests = Files.readString(FOLDER.resolve("alerts.tests.yml"));
        assertThat(found(tests, "alertname: (\\w+), exp_alerts: \\[]")).isEqualTo(alerts);
        assertThat(found(tests, "(?m)alertname: (\\w+)\\n +exp_alerts:$")).isEqualTo(alerts);
        for (String alert : alerts) {
            assertThat(rules()).contains("runbook: \"alerts.md#" + alert.toLowerCase(Locale.ROOT) + "\"");
        }
    }

    @Test
    void whenARuleReadsAMetricThenItIsOneThatIsMeasured() throws IOException {
        String page = Files.readString(Path.of("../docs/reference/metrics.md"));
        Set<String> measured = found(page, "`(musubi_[a-z_0-9]+)`");
        for (String read : found(rules(), "\\b(musubi_[a-z_0-9]+)\\b")) {
            assertThat(measured).as(read).contains(read.replaceFirst("_seconds_(count|bucket|sum)$", "_seconds"));
        }
    }
}
