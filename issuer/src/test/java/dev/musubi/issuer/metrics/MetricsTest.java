package dev.musubi.issuer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What an operator's collector reads, that it is bounded, and that nobody is in it. */
class MetricsTest extends IssuerTest {

    private static final Pattern LINE = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? (-?[0-9.E+-]+|NaN|[+-]Inf)");
    private static final Pattern LABEL = Pattern.compile("([a-z_A-Z]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** All the labels there are: none of them is told by anybody outside. */
    private static final Set<String> LABELS = Set.of(
            "act",
            "action",
            "area",
            "authority",
            "cause",
            "code",
            "door",
            "gc",
            "id",
            "kind",
            "le",
            "line",
            "method",
            "municipality",
            "of",
            "outcome",
            "pool",
            "prefecture",
            "reading",
            "route",
            "stage",
            "state",
            "status",
            "what",
            "which");

    @Autowired
    private Gauges gauges;

    private static HttpResponse<String> get(String origin, String path, String... headers) {
        HttpClient.Builder client = HttpClient.newBuilder();
        if (origin.startsWith("https")) {
            client.sslContext(ClientTls.trusting(FOLDER.resolve("tls/server.pem")));
        }
        try (HttpClient http = client.build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
            return http.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String token(String file) {
        try {
            return "Bearer " + Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kinds of work that a test made up. */
    @BeforeEach
    void ourWorkAlone() {
        jdbc.sql("delete from work_item where kind like 'errand-%'").update();
    }

    private String scrape() {
        gauges.quick();
        gauges.slow();
        HttpResponse<String> answer = get(OPERATOR_DOOR, "/metrics", "Authorization", token("metrics-token"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain")
                .contains("version=0.0.4");
        return answer.body();
    }

    private static double value(String text, String name, String... labels) {
        double sum = 0;
        for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            String all = parts.group(2) == null ? "" : parts.group(2);
            if (parts.group(1).equals(name) && List.of(labels).stream().allMatch(all::contains)) {
                sum += Double.parseDouble(parts.group(3));
            }
        }
        return sum;
    }

    @Test
    void whenSomethingIsDoneThenItIsCountedOnceItIsSure() {
        String before = scrape();
        TestCertificate person = person();
        HolderId holder = holder(person, false);
        publish(municipality(person), 7, Map.of(person, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        String after = scrape();
        for (String kind : List.of("private_id.issued", "anchor.revoked", "private_id.anchor_content_changed")) {
            String label = "kind=\"" + kind + "\"";
            assertThat(value(after, "musubi_acts_total", label) - value(before, "musubi_acts_total", label))
                    .as(kind)
                    .isEqualTo(1);
        }
        assertThat(value(after, "musubi_list_number", municipality(person))).isEqualTo(7);
        assertThat(value(after, "musubi_list_entries", municipality(person))).isEqualTo(1);
        assertThat(value(after, "musubi_list_this_update_timestamp_seconds", municipality(person)))
                .isGreaterThan(1_700_000_000);
        assertThat(value(after, "musubi_private_ids", "state=\"reissue_required\""))
                .isGreaterThanOrEqualTo(1);
        // What is not done after all is not counted.
        String now = scrape();
        try {
            holders.locking(holder, () -> {
                privateIds.apply(holder, Cause.WITHDRAWN, clock.instant(), "test");
                throw new IllegalStateException("not so");
            });
        } catch (IllegalStateException notSo) {
            assertThat(notSo).hasMessage("not so");
        }
        assertThat(value(scrape(), "musubi_acts_total", "private_id.withdrawn"))
                .isEqualTo(value(now, "musubi_acts_total", "private_id.withdrawn"));
    }

    @Test
    void whenEverythingIsReadThenWhatAnOperatorNeedsIsThere() {
        String text = scrape();
        for (String name : List.of(
                "musubi_findings_open",
                "musubi_lists",
                "musubi_promise_kept",
                "musubi_promise_promised_seconds",
                "musubi_status_lists",
                "musubi_signing_keys",
                "musubi_expires_timestamp_seconds",
                "hikaricp_connections_active",
                "jvm_memory_used_bytes",
                "process_uptime_seconds")) {
            assertThat(text).contains("\n" + name);
        }
        assertThat(text).contains("what=\"authority\"").contains("what=\"server_certificate\"");
    }

    @Test
    void whenSomebodyAsksThenItIsTimedByWhatTheyWantAndRefusalsByTheirCode() {
        String before = scrape();
        assertThat(get(ISSUER, "/signin").statusCode()).isEqualTo(200);
        assertThat(get(ISSUER, "/changes/x").statusCode()).isEqualTo(404);
        String secret = "/no-such-thing-" + System.nanoTime();
        assertThat(get(ISSUER, secret).statusCode()).isEqualTo(404);
        String after = scrape();
        assertThat(value(after, "musubi_http_requests_seconds_count", "act=\"sign_in\"", "status=\"2xx\"")
                        - value(before, "musubi_http_requests_seconds_count", "act=\"sign_in\"", "status=\"2xx\""))
                .isEqualTo(1);
        assertThat(value(after, "musubi_refusals_total", "change_batch_unknown")
                        - value(before, "musubi_refusals_total", "change_batch_unknown"))
                .isEqualTo(1);
        assertThat(after).doesNotContain(secret);
    }

    @Test
    void whenAllIsLookedAtThenLabelsAreKnownAndNobodyIsInThem() {
        TestCertificate person = person();
        HolderId holder = holder(person, true);
        get(ISSUER, "/home");
        get(ISSUER, "/status-lists/0?time=1");
        String text = scrape();
        Set<String> labels = new HashSet<>();
        text.lines().filter(each -> !each.startsWith("#")).forEach(line -> {
            Matcher label = LABEL.matcher(line);
            while (label.find()) {
                labels.add(label.group(1));
                assertThat(label.group(2))
                        .as(line)
                        .doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}")
                        .doesNotContain(holder.toString());
            }
        });
        assertThat(LABELS).containsAll(labels);
        assertThat(text).doesNotContain(holder.toString());
        assertThat(text.lines().count()).isLessThan(20_000);
    }

    @Test
    void whenAMetricIsOursThenItIsOnThePageAndWhatIsOnThePageIsThere() throws IOException {
        get(ISSUER, "/changes/x");
        TestCertificate person = person();
        holder(person, false);
        String page = Files.readString(Path.of("../docs/reference/metrics.md"));
        Set<String> told = new TreeSet<>();
        Matcher name = Pattern.compile("`(musubi_[a-z_0-9]+)`").matcher(page);
        while (name.find()) {
            told.add(name.group(1));
        }
        Set<String> measured = new TreeSet<>();
        scrape().lines().filter(each -> each.startsWith("# TYPE musubi_")).forEach(line -> {
            String[] words = line.split(" ", -1);
            if (!words[2].endsWith("_max")) {
                measured.add(words[2]);
            }
        });
        assertThat(told).containsAll(measured);
        told.removeAll(measured);
        // There only where something went wrong, or enough was noticed to tell of it.
        told.removeAll(Set.of(
                "musubi_promise_broken",
                "musubi_promise_seconds",
                "musubi_promise_cases",
                "musubi_work_overdue_seconds",
                "musubi_work_waiting",
                "musubi_work_given_up",
                "musubi_outbound_calls_seconds",
                "musubi_consents",
                "musubi_consents_ending_within_30_days",
                "musubi_list_this_update_timestamp_seconds",
                "musubi_list_next_update_timestamp_seconds",
                "musubi_list_number",
                "musubi_list_entries",
                "musubi_changes_latest_timestamp_seconds"));
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live", "/started", "/ready"})
    void whenTheProcessIsLookedAfterThenItSaysHowItIsWithoutAToken(String path) {
        HttpResponse<String> answer = get(OPERATOR_DOOR, path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"" + path.substring(1) + "\":true}");
    }

    @Test
    void whenACollectorComesThenItsTokenOpensTheMetricsAlone() {
        assertThat(get(OPERATOR_DOOR, "/metrics").statusCode()).isEqualTo(401);
        assertThat(get(OPERATOR_DOOR, "/metrics", "Authorization", token("operator-token"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(OPERATOR_DOOR, "/operator/coverage", "Authorization", token("metrics-token"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(ISSUER, "/metrics").statusCode()).isEqualTo(404);
    }

    @Test
    void whenAReadingSaysFarTooMuchThenNoneOfItIsShownAndTheOthersAre() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Gauges some = new Gauges(
                registry,
                List.of(
                        readings -> {
                            for (int i = 0; i <= 60_000; i++) {
                                readings.add("musubi_flood", i, "n", Integer.toString(i));
                            }
                        },
                        reading(Reading.Pace.QUICK, () -> 2)),
                new MachineClock());
        some.quick();
        some.show();
        assertThat(registry.find("musubi_flood").gauges()).isEmpty();
        assertThat(registry.get("musubi_test").gauge().value()).isEqualTo(2);
    }

    @Test
    void whenAReadingHangsOrFailsThenWhoCollectsIsAnsweredAndSeesSinceWhen() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Gauges some = new Gauges(
                registry,
                List.of(
                        reading(Reading.Pace.SLOW, () -> {
                            hanging.countDown();
                            enough.await();
                            return 1;
                        }),
                        reading(Reading.Pace.QUICK, () -> 2)),
                new MachineClock());
        Thread slow = Thread.ofVirtual().start(some::slow);
        assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
        some.quick();
        some.show();
        assertThat(registry.get("musubi_test").gauge().value()).isEqualTo(2);
        assertThat(registry.get("musubi_readings_at_timestamp_seconds").gauges())
                .hasSize(1);
        enough.countDown();
        slow.join();
    }

    private static Reading reading(Reading.Pace pace, Callable<Integer> value) {
        return new Reading() {
            @Override
            public Pace pace() {
                return pace;
            }

            @Override
            public void read(Readings readings) {
                try {
                    readings.add("musubi_test", value.call());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    @Test
    void whenOpenMetricsIsAskedForThenItComes() {
        HttpResponse<String> answer = get(
                OPERATOR_DOOR,
                "/metrics",
                "Authorization",
                token("metrics-token"),
                "Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }
}
