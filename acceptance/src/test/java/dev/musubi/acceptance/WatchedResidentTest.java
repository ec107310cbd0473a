package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.app.client.JsonHttp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Tls;
import dev.musubi.app.conformance.SetUp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the suite's plan for CAEP waits for happens, at the issuer's own pages: once more with each stream. */
class WatchedResidentTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PLAN = "musubi-signals-caep-poll";
    private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    private static final Set<String> TOLD = Set.of(CAEP + "credential-change", CAEP + "session-revoked");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private volatile String running = "[]";
    private final CountDownLatch asked = new CountDownLatch(1);

    @Test
    void whenTheSuitesTestMadeAStreamThenWhatHappensToTheResidentIsTold() throws Exception {
        try (World world = World.begin("conformance-watched", SetUp.ISSUER_SETTINGS.toArray(String[]::new))) {
            KeyStore key = Tls.relyingPartyKey(world.platform.data().resolve("suite.p12"), "localhost");
            Path pem = Files.writeString(world.platform.data().resolve("suite.pem"), Tls.pem(key));
            HttpsServer suite = suite(world, key);
            SetUp setUp = new SetUp(
                    world.platform, "https://localhost:" + suite.getAddress().getPort());
            Path folder = setUp.run();
            setUp.playOtherSide(folder, List.of(pem), null, System.out);
            asked.await();
            JsonHttp issuer =
                    new JsonHttp(world.platform.holdersUri(), Tls.context(world.platform.serverCertificate(), null));
            JsonNode client = JSON.readTree(Files.readAllBytes(folder.resolve("signals-caep-poll.json")))
                    .path("client");
            String token = token(issuer, client);
            for (String test : List.of("first", "second")) {
                String stream = issuer.send(
                                "POST", "/signals/streams", Map.of("events_requested", List.copyOf(TOLD)), token)
                        .expect(201)
                        .text("stream_id");
                running = "[\"" + test + "\"]";
                assertThat(told(issuer, stream, token)).as(test).isEqualTo(TOLD);
                issuer.send("DELETE", "/signals/streams?stream_id=" + stream, null, token)
                        .expect(204);
            }
            suite.stop(0);
        }
    }

    private HttpsServer suite(World world, KeyStore key) throws IOException {
        HttpsServer suite = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        suite.setHttpsConfigurator(new HttpsConfigurator(Tls.context(world.platform.serverCertificate(), key)));
        suite.createContext("/api/runner/running", exchange -> {
            answer(exchange, running);
            asked.countDown();
        });
        suite.createContext(
                "/api/runner/",
                exchange -> answer(
                        exchange,
                        "{\"name\": \"openid-ssf-transmitter-stream-caep-interop\", \"exposed\": {\"alias\": \"" + PLAN
                                + "\"}}"));
        suite.start();
        return suite;
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String token(JsonHttp issuer, JsonNode client) {
        String basic = client.path("client_id").asString() + ":"
                + client.path("client_secret").asString();
        return issuer.form(
                        "/openid/token",
                        Map.of("grant_type", "client_credentials", "scope", "ssf.read ssf.manage"),
                        Map.of(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(basic.getBytes(StandardCharsets.US_ASCII))))
                .expect(200)
                .text("access_token");
    }

    /** The kinds of events that come in time, as the suite reads them: acknowledged, and by RS256. */
    private static Set<String> told(JsonHttp issuer, String stream, String token) throws ParseException {
        Set<String> told = new TreeSet<>();
        List<String> taken = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && !told.containsAll(TOLD)) {
            Reply answer = issuer.send("POST", "/signals/poll/" + stream, Map.of("ack", List.copyOf(taken)), token)
                    .expect(200);
            taken.clear();
            for (Map.Entry<String, JsonNode> each : answer.body().path("sets").properties()) {
                SignedJWT event = SignedJWT.parse(each.getValue().asString());
                assertThat(event.getHeader().getAlgorithm()).hasToString("RS256");
                told.addAll(event.getJWTClaimsSet().getJSONObjectClaim("events").keySet());
                taken.add(each.getKey());
            }
        }
        return told;
    }
}
