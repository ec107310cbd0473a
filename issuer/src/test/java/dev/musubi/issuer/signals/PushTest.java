package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.issuer.database.DeadLetters;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.openid.client.OpenIdClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A real receiver on a real socket, and what is pushed to it. */
abstract class PushTest extends SignalsTest {

    @Autowired
    protected PushDelivery delivery;

    @Autowired
    protected PushClaims claims;

    @Autowired
    protected WorkQueue work;

    @Autowired
    protected DeadLetters deadLetters;

    /** What a receiver says to an event. */
    protected record Said(int status, String body) {}

    protected final List<Map.Entry<Map<String, String>, String>> came = new CopyOnWriteArrayList<>();
    protected volatile Function<String, Said> manner = jti -> new Said(202, "");
    protected HttpsServer receiver;
    protected OpenIdClient client;
    protected StreamId stream;

    @BeforeEach
    void listen() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password =
                Files.readString(FOLDER.resolve("tls/password")).strip().toCharArray();
        try (InputStream in = Files.newInputStream(FOLDER.resolve("tls/server.p12"))) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        receiver = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.setHttpsConfigurator(new HttpsConfigurator(tls));
        receiver.createContext("/events", this::take);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.start();
        client = register();
        stream = stream(client, "/events");
    }

    @AfterEach
    void hangUp() {
        receiver.stop(0);
    }

    protected void take(HttpExchange exchange) throws IOException {
        String token = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        Said said = manner.apply(state(token));
        came.add(Map.entry(
                Map.of(
                        "type", exchange.getRequestHeaders().getFirst("Content-Type"),
                        "accept", exchange.getRequestHeaders().getFirst("Accept"),
                        "authorization",
                                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                                        .orElse("none")),
                token));
        byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    protected StreamId stream(OpenIdClient of, String path) {
        return streams.make(of, null, to(path), null).orElseThrow().id();
    }

    /** A way to the receiver. */
    protected Delivery.Push to(String path) {
        return new Delivery.Push(
                URI.create("https://localhost:" + receiver.getAddress().getPort() + path), "Bearer secret");
    }

    /** Another path at the receiver, where everything is taken and noted, too. */
    protected List<String> takingAt(String path) {
        List<String> taken = new CopyOnWriteArrayList<>();
        receiver.createContext(path, exchange -> {
            taken.add(state(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII)));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        return taken;
    }

    /** An event that names itself. */
    protected static EventQueue.New named(String name, String subject) {
        return new EventQueue.New(
                null, null, subject, EventType.ASSURANCE_LEVEL_CHANGE, Map.of("current_level", name), null, null);
    }

    protected static String state(String token) {
        try {
            Map<String, Object> events =
                    SignedJWT.parse(token).getJWTClaimsSet().getJSONObjectClaim("events");
            Map<?, ?> said = (Map<?, ?>) events.values().iterator().next();
            Object level = said.get("current_level");
            return level == null ? String.valueOf(said.get("status")) : level.toString();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    protected List<String> states() {
        return came.stream().map(each -> state(each.getValue())).toList();
    }

    protected Optional<WorkQueue.Entry> piece() {
        return work.find(PushWork.KIND, stream.toString());
    }

    /** Whatever waits for its time is due now. */
    protected void push() throws InterruptedException {
        jdbc.sql("update signal_event set not_before = null where stream_id = ?")
                .param(stream)
                .update();
        work.allDue(PushWork.KIND, machine.instant());
        delivery.due();
        refusals.due();
    }

    protected List<DeadLetters.Letter> dead() {
        return deadLetters.all().stream()
                .filter(letter -> client.id().equals(letter.about()))
                .toList();
    }

    /** How often an event was tried so that it counts. */
    protected int attempts(String name) {
        return jdbc.sql("select attempts from signal_event where stream_id = ? and said like ?")
                .params(stream, "%\"" + name + "\"%")
                .query(Integer.class)
                .single();
    }

    /** Configures the stream otherwise. */
    protected void configure(Delivery delivery) {
        EventStream before = streams.find(stream).orElseThrow();
        assertThat(queue.configure(before.with(before.requested(), delivery, before.description())))
                .isTrue();
    }
}
