package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.Tls;
import dev.musubi.app.conformance.SetUp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An issuer set up for the OpenID conformance suite: what the suite is told is so. */
class ConformanceTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SUITE = "https://suite.example:8443";

    @Test
    void whenTheIssuerIsSetUpThenEveryPlanHasItsConfigurationAndItsClients() throws Exception {
        try (World world = World.begin("conformance", SetUp.ISSUER_SETTINGS.toArray(String[]::new))) {
            Path folder = new SetUp(world.platform, SUITE).run();
            Set<String> plans = new HashSet<>();
            for (String line : Files.readAllLines(folder.resolve("plans.txt"))) {
                String[] words = line.split(" ", 2);
                plans.add(words[0].replaceFirst("\\[.*", ""));
                JsonNode configuration = JSON.readTree(Files.readAllBytes(folder.resolve(words[1])));
                String discovery = configuration.at("/server/discoveryUrl").asString("");
                // Where a receiver is tried, the suite is the server.
                assertThat(discovery.isEmpty()).isEqualTo(words[0].contains("-receiver-"));
                if (!discovery.isEmpty()) {
                    assertThat(get(world, URI.create(discovery)).statusCode()).isEqualTo(200);
                }
                assertThat(configuration.at("/alias").asString()).startsWith("musubi-");
                expected(folder, words[1]);
            }
            assertThat(folder.resolve("run-plans.sh")).isExecutable().content().contains(SUITE);
            assertThat(list(folder, "basic.problems.json")).hasSize(2);
            assertThat(list(folder, "dynamic.skips.json")).hasSize(8);
            assertThat(list(folder, "message-signing.problems.json")).hasSize(3);
            assertThat(list(folder, "signals-caep-push.problems.json")).hasSize(2);
            assertThat(plans)
                    .containsExactlyInAnyOrder(
                            "oidcc-config-certification-test-plan",
                            "oidcc-basic-certification-test-plan",
                            "oidcc-rp-initiated-logout-certification-test-plan",
                            "oidcc-backchannel-rp-initiated-logout-certification-test-plan",
                            "fapi2-security-profile-final-test-plan",
                            "fapi2-message-signing-final-test-plan",
                            "ekyc-test-plan-oidccore",
                            "openid-ssf-transmitter-test-plan",
                            "openid-ssf-transmitter-caep-test-plan",
                            "openid-ssf-receiver-test-plan",
                            "openid-ssf-receiver-caep-test-plan");
            assertThat(get(world, URI.create(world.platform.holdersUri() + "/signin"))
                            .body())
                    .contains("id=\"signin-test\"", "id=\"sign-in-as-test-holder\"");
            assertThat(tokenError(world, client(folder))).isEqualTo("invalid_grant");
            assertThat(get(world, URI.create(world.platform.holdersUri() + "/.well-known/openid-configuration"))
                            .body())
                    .contains("urn:musubi:acr:test");
            withoutCertificate(world);
        }
    }

    /** A plan's lists speak of that plan, and expect no failure. */
    private static void expected(Path folder, String configuration) throws IOException {
        String plan = configuration.replace(".json", "");
        assertThat(list(folder, plan + ".skips.json"))
                .allSatisfy(
                        entry -> assertThat(entry.path("configuration-filename").asString())
                                .isEqualTo(configuration));
        assertThat(list(folder, plan + ".problems.json")).allSatisfy(entry -> {
            assertThat(entry.path("configuration-filename").asString()).isEqualTo(configuration);
            assertThat(entry.path("expected-result").asString()).isEqualTo("warning");
        });
    }

    private static JsonNode list(Path folder, String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(folder.resolve(name)));
    }

    /** The handshake lets everybody through here; what needs a certificate does not. */
    private static void withoutCertificate(World world) throws IOException, InterruptedException {
        URI door = world.platform.relyingPartiesUri();
        HttpResponse<String> standing = get(world, URI.create(door + "/v1/standing/anybody"));
        assertThat(standing.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(standing.body()).path("code").asString()).isEqualTo("client_certificate_required");
        HttpResponse<String> tokens = send(
                world,
                HttpRequest.newBuilder(URI.create(door + "/openid/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=refresh_token&refresh_token=none&client_id=musubi-fapi2-mtls-1")));
        assertThat(tokens.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(tokens.body()).path("error").asString()).isEqualTo("invalid_client");
    }

    @Test
    void whenItIsSetUpAgainThenResidentsAndKeysStayAndTheNewSecretIsTheOne() throws Exception {
        try (World world = World.begin("conformance-again", SetUp.ISSUER_SETTINGS.toArray(String[]::new))) {
            Path folder = new SetUp(world.platform, SUITE).run();
            JsonNode before = client(folder);
            byte[] keys = Files.readAllBytes(folder.resolve("keys.p12"));
            new SetUp(world.platform, SUITE).run();
            assertThat(world.privateIds()).isEqualTo(2);
            assertThat(Files.readAllBytes(folder.resolve("keys.p12"))).isEqualTo(keys);
            assertThat(tokenError(world, before)).isEqualTo("invalid_client");
            assertThat(tokenError(world, client(folder))).isEqualTo("invalid_grant");
        }
    }

    private static JsonNode client(Path folder) throws IOException {
        return JSON.readTree(Files.readAllBytes(folder.resolve("basic.json"))).path("client");
    }

    /** What a code that never was brings: whether the client is known is told by the error. */
    private static String tokenError(World world, JsonNode client) throws IOException, InterruptedException {
        String credentials = client.path("client_id").asString() + ":"
                + client.path("client_secret").asString();
        HttpResponse<String> response = send(
                world,
                HttpRequest.newBuilder(URI.create(world.platform.holdersUri() + "/openid/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)))
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=authorization_code&code=none&redirect_uri=" + SUITE
                                        + "/test/a/musubi-basic/callback")));
        return JSON.readTree(response.body()).path("error").asString();
    }

    private static HttpResponse<String> get(World world, URI uri) throws IOException, InterruptedException {
        return send(world, HttpRequest.newBuilder(uri));
    }

    private static HttpResponse<String> send(World world, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(Tls.context(world.platform.serverCertificate(), null))
                .build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
