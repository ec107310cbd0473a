package dev.musubi.app.conformance;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The suite, played: its API with one test that runs, and the transmitter that waits for a receiver there. As the
 * suite's does in some tests, it tells one event of each kind that is delivered when it is asked to, after a verification.
 */
final class PlayedSuite implements AutoCloseable {

    static final String ALIAS = "musubi-receiver";
    static final String ID = "the-test";

    private static final String PATH = "/test/a/" + ALIAS;
    private static final String SECRET = "the secret";
    private static final String TOKEN = "the-token";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService pushing = Executors.newSingleThreadExecutor();
    private final KeyStore tls = TestTls.key();
    private final ECKey key = TestProvider.key();
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private List<String> delivered = List.of();
    private Map<String, String> delivery = Map.of();
    private String status = "enabled";
    private boolean verified;

    /** The test that runs; null for none. */
    volatile @Nullable String test;

    /** Whether a stream is verified by itself when it is made. */
    volatile boolean unsolicited;

    /** Whether events are told after the verification. */
    volatile boolean tells;

    /** What was asked of the transmitter: method and endpoint, polls left out. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** The statuses with which pushes were answered. */
    final List<Integer> answered = new CopyOnWriteArrayList<>();

    /** What was acknowledged when polled. */
    final List<String> acknowledged = new CopyOnWriteArrayList<>();

    /** The API's status. */
    volatile int apiStatus = 200;

    PlayedSuite() throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TestTls.server(tls)));
        server.setExecutor(executor);
        server.createContext(
                "/api/runner/running", exchange -> json(exchange, apiStatus, test == null ? List.of() : List.of(ID)));
        server.createContext("/api/runner/" + ID, this::tell);
        server.createContext("/.well-known/ssf-configuration" + PATH, exchange -> json(exchange, 200, metadata()));
        server.createContext(
                PATH + "/jwks", exchange -> json(exchange, 200, new JWKSet(key.toPublicJWK()).toJSONObject()));
        server.createContext(PATH + "/token", this::token);
        for (String endpoint : List.of("streams", "status", "verify", "events")) {
            server.createContext(PATH + "/" + endpoint, exchange -> serve(endpoint, exchange));
        }
        server.start();
    }

    Suite suite() {
        return new Suite("https://localhost:" + server.getAddress().getPort());
    }

    String issuer() {
        return suite().base() + PATH;
    }

    Path pem(Path folder) throws IOException, GeneralSecurityException {
        return TestTls.pem(tls, folder.resolve("suite.pem"));
    }

    /** What a server on this machine shows, under the same certificate. */
    SSLContext shown() throws GeneralSecurityException {
        return TestTls.server(tls);
    }

    private Map<String, Object> metadata() {
        return Map.of(
                "issuer", issuer(),
                "jwks_uri", issuer() + "/jwks",
                "configuration_endpoint", issuer() + "/streams",
                "status_endpoint", issuer() + "/status",
                "verification_endpoint", issuer() + "/verify");
    }

    private void tell(HttpExchange exchange) throws IOException {
        Map<String, Object> exposed = Map.of(
                "alias", ALIAS,
                "ssf_issuer", issuer(),
                "ssf_token_endpoint", issuer() + "/token",
                "ssf_client_id", ALIAS,
                "ssf_client_secret", SECRET);
        json(exchange, 200, Map.of("id", ID, "name", String.valueOf(test), "exposed", exposed));
    }

    private void token(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String basic = Base64.getEncoder().encodeToString((ALIAS + ":" + SECRET).getBytes(StandardCharsets.US_ASCII));
        boolean right = ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && sent.contains("grant_type=client_credentials")
                && sent.contains("scope=ssf.read+ssf.manage");
        json(exchange, right ? 200 : 401, Map.of("access_token", TOKEN, "token_type", "Bearer"));
    }

    private synchronized void serve(String endpoint, HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        String method = exchange.getRequestMethod();
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, Map.of());
            return;
        }
        if (!endpoint.equals("events")) {
            asked.add(method + " " + endpoint);
        }
        switch (method + " " + endpoint) {
            case "POST streams" -> {
                configure(body);
                json(exchange, 201, stream());
                if (unsolicited) {
                    send(Signal.VERIFICATION, Map.of());
                }
            }
            case "PATCH streams", "PUT streams" -> {
                configure(body);
                json(exchange, 200, stream());
            }
            case "GET streams" -> json(exchange, 200, stream());
            case "POST status" -> {
                status = body.path("status").asString();
                json(exchange, 200, Map.of("status", status));
            }
            case "GET status" -> json(exchange, 200, Map.of("status", status));
            case "POST verify" -> {
                empty(exchange);
                send(Signal.VERIFICATION, Map.of("state", body.path("state").asString()));
            }
            case "POST events" -> poll(exchange, body);
            default -> empty(exchange);
        }
    }

    private void configure(JsonNode body) {
        if (body.has("events_requested")) {
            List<String> wanted = new ArrayList<>();
            body.path("events_requested").forEach(each -> wanted.add(each.asString()));
            delivered = wanted;
        }
        JsonNode asked = body.path("delivery");
        if (!asked.isMissingNode()) {
            delivery = Map.of(
                    "method", asked.path("method").asString(),
                    "endpoint_url", asked.path("endpoint_url").asString(issuer() + "/events"),
                    "authorization_header", asked.path("authorization_header").asString(""));
        }
    }

    private Map<String, Object> stream() {
        return Map.of(
                "stream_id", "the stream",
                "iss", issuer(),
                "aud", ALIAS,
                "delivery", delivery,
                "events_delivered", delivered);
    }

    private void poll(HttpExchange exchange, JsonNode body) throws IOException {
        body.path("ack").forEach(each -> {
            acknowledged.add(each.asString());
            waiting.remove(each.asString());
            taken();
        });
        json(exchange, 200, Map.of("sets", waiting));
    }

    /** What was taken first is the verification. */
    private void taken() {
        if (!verified && tells) {
            verified = true;
            delivered.forEach(each -> send(each, Map.of()));
        }
    }

    private void send(String type, Map<String, Object> said) {
        String id = UUID.randomUUID().toString();
        String token = TestProvider.sign(
                key,
                "secevent+jwt",
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .audience(ALIAS)
                        .issueTime(Date.from(Instant.now()))
                        .jwtID(id)
                        .claim("sub_id", Map.of("format", "opaque", "id", id))
                        .claim("events", Map.of(type, said))
                        .build());
        if ("urn:ietf:rfc:8935".equals(delivery.get("method"))) {
            pushing.execute(() -> push(token));
        } else {
            waiting.put(id, token);
        }
    }

    /** The suite, too, looks at no certificate of a receiver's. */
    private void push(String token) {
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(trustingItself()).build()) {
            answered.add(http.send(
                            HttpRequest.newBuilder(URI.create(delivery.getOrDefault("endpoint_url", "")))
                                    .header("Content-Type", "application/secevent+jwt")
                                    .header("Authorization", delivery.getOrDefault("authorization_header", ""))
                                    .POST(BodyPublishers.ofString(token))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode());
            synchronized (this) {
                taken();
            }
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext trustingItself() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("self", tls.getCertificate("key"));
            trust.init(trusted);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void empty(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static void json(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
        pushing.shutdownNow();
    }
}
