package dev.musubi.issuer.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.DatabaseLine;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.fixture.NodeProcess;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.issuer.web.ClientKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What another issuer says whose line to the database is cut. */
class DatabaseAwayTest extends IssuerTest {

    private static final int MOST_TRIES = 100;

    private static @Nullable DatabaseLine line;
    private static @Nullable NodeProcess node;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private Vault vault;

    @Autowired
    private RelyingParties parties;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @BeforeEach
    void start() throws Exception {
        if (node == null) {
            HikariDataSource pool = (HikariDataSource) dataSource;
            line = DatabaseLine.to(pool.getJdbcUrl());
            node = NodeProcess.launch(
                            new NodeProcess.Database(
                                    line.by(pool.getJdbcUrl()),
                                    String.valueOf(pool.getUsername()),
                                    String.valueOf(pool.getPassword())),
                            FOLDER,
                            Map.of(
                                    "spring.datasource.hikari.connection-timeout",
                                    "300",
                                    "spring.datasource.hikari.validation-timeout",
                                    "250"))
                    .ready();
        }
        line().mend();
        node().ready();
    }

    @AfterAll
    static void stop() throws Exception {
        if (node != null) {
            node.close();
            node = null;
        }
        if (line != null) {
            line.close();
            line = null;
        }
    }

    private static DatabaseLine line() {
        return java.util.Objects.requireNonNull(line);
    }

    private static NodeProcess node() {
        return java.util.Objects.requireNonNull(node);
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(FOLDER.resolve("tls/server.pem")))
                .build();
    }

    private record Asked(String method, String path) {}

    /** Every endpoint there is, with made-up names in its path. */
    private Set<Asked> everyEndpoint() {
        Set<Asked> all =
                new TreeSet<>(java.util.Comparator.comparing(Asked::path).thenComparing(Asked::method));
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            for (String pattern : mapping.getPatternValues()) {
                String path = pattern.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
                Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
                (methods.isEmpty() ? Set.of(RequestMethod.GET) : methods)
                        .forEach(each -> all.add(new Asked(each.name(), path)));
            }
        });
        return all;
    }

    private record Answer(Asked asked, HttpResponse<String> response) {}

    private List<Answer> ask(HttpClient http, Asked asked) throws Exception {
        boolean operators = asked.path().startsWith("/operator") || asked.path().equals("/ready");
        List<String> origins = operators
                ? List.of("http://127.0.0.1:" + node().operators())
                : List.of("https://localhost:" + node().holders(), "https://localhost:" + node().relyingParties());
        boolean form = asked.path().startsWith("/openid") || asked.path().startsWith("/signin");
        String body = form ? "client_id=a&client_secret=b&code=c&grant_type=authorization_code" : "{}";
        List<Answer> answers = new ArrayList<>();
        for (String origin : origins) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(origin + asked.path()))
                    .header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
                    .header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")))
                    .method(
                            asked.method(),
                            asked.method().equals("GET")
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .build();
            answers.add(new Answer(asked, http.send(request, BodyHandlers.ofString())));
        }
        return answers;
    }

    @Test
    void whenTheDatabaseIsAwayThenNoEndpointFailsAndNoneSaysThatNothingWasChanged() throws Exception {
        line().cut();
        HttpClient http = http();
        Set<Asked> endpoints = everyEndpoint();
        assertThat(endpoints).hasSizeGreaterThan(50);
        List<Future<List<Answer>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            endpoints.forEach(asked -> all.add(threads.submit(() -> ask(http, asked))));
        }
        Set<String> unavailable = new TreeSet<>();
        for (Future<List<Answer>> each : all) {
            for (Answer answer : each.get()) {
                HttpResponse<String> response = answer.response();
                assertThat(response.statusCode())
                        .as(answer.asked() + " " + response.body())
                        .isNotIn(500, 502, 504);
                if (response.statusCode() == 503) {
                    unavailable.add(answer.asked().path());
                    assertThat(response.headers().firstValue("Retry-After"))
                            .as(answer.asked().toString())
                            .isPresent();
                    assertThat(response.body())
                            .contains("temporarily_unavailable")
                            .doesNotContain("nothing was changed");
                }
            }
        }
        assertThat(unavailable)
                .as("the cut is felt, at each of the doors")
                .contains("/ready", "/operator/coverage", "/openid/token");
    }

    @Test
    void whenTheDatabaseIsAwayThenOauthEndpointsSayItInTheirForm() throws Exception {
        line().cut();
        for (String path : List.of("/openid/token", "/openid/par", "/openid/introspect", "/openid/revoke")) {
            HttpResponse<String> answer = http().send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + node().holders() + path))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .header("Authorization", "Basic YTpi")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "grant_type=authorization_code&code=c&token=t&redirect_uri=https%3A%2F%2Fa.example"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .as(path)
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
            assertThat(answer.body()).contains("\"error\":\"temporarily_unavailable\"", "error_description");
        }
    }

    /** Whose certificate it is, a filter asks, before any endpoint. */
    @Test
    void whenTheDatabaseIsAwayThenTheBearerOfACertificateIsToldSo() throws Exception {
        ClientKey key = ClientKey.make(-1, 1);
        parties.register(
                new RelyingParty(
                        "away-bank", "Away Bank", "away.example", RelyingParty.Law.JP_AML, List.of(), false, null),
                key.certificate());
        line().cut();
        HttpClient client = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(
                        FOLDER.resolve("tls/server.pem"), key.pair().getPrivate(), key.certificate()))
                .build();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(
                                URI.create("https://localhost:" + node().relyingParties() + "/v1/standing/nobody"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"temporarily_unavailable\"");
        assertThat(node().output()).contains("request.unavailable").doesNotContain("Servlet.service()");
    }

    @Test
    void whenSomebodyInABrowserAsksThenAPageSaysItInJapanese() throws Exception {
        line().cut();
        HttpResponse<String> page = http().send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + node().holders()
                                        + "/openid/authorize?client_id=a&response_type=code"))
                                .header("Accept", "text/html")
                                .build(),
                        BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("Retry-After")).contains("5");
        assertThat(page.body()).contains("ただいまシステムに接続できません").doesNotContain("何も変わっていません");
    }

    @Test
    void whenTheLineIsMendedThenItServesAgain() throws Exception {
        line().cut();
        assertThat(node().operator("GET", "/operator/coverage", "").statusCode())
                .isEqualTo(503);
        line().mend();
        assertThat(node().becomesReady()).isTrue();
        assertThat(node().operator("GET", "/operator/coverage", "").statusCode())
                .isEqualTo(200);
        assertThat(node().output()).contains("request.unavailable").doesNotContain("request.failed");
    }

    /**
     * Orders a rotation until one came to what it was to come to. The node waits so short a time for its pool that on a busy
     * machine it may find the database away, and says so; that is not what this is about.
     */
    private static HttpResponse<String> rotation(BooleanSupplier happened) throws Exception {
        for (int tries = 0; ; tries++) {
            HttpResponse<String> answer = node().operator("POST", "/operator/key-rotations", "");
            if (happened.getAsBoolean()
                    || tries == MOST_TRIES
                    || answer.statusCode() != 503
                    || !answer.body().contains("\"temporarily_unavailable\"")) {
                return answer;
            }
        }
    }

    @Test
    void whenTheLineBreaksWhileCommittingThenTheOutcomeIsSaidToBeUnknownAndRepeatingWorks() throws Exception {
        HolderId holderId = HolderId.random();
        holders.creating(holderId, clock.instant(), () -> vault.admit(holderId));
        String before = String.valueOf(value("select kek_id from holder_key where holder_id = ?", holderId));
        line().cutAtCommitOf("update holder_key");
        HttpResponse<String> answer = rotation(() -> line().hasCutAtCommit());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"outcome_unknown\"");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        HttpResponse<String> again = rotation(() -> false);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        assertThat(value("select kek_id from holder_key where holder_id = ?", holderId))
                .isNotEqualTo(before);
        assertThat(vault.of(holderId)).isNotNull();
    }
}
