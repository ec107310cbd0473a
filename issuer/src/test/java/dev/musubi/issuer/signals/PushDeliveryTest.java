package dev.musubi.issuer.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.issuer.database.DeadLetters;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.time.MachineClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Pushing to a real receiver on a real socket. */
class PushDeliveryTest extends IssuerTest {

    @Autowired
    private PushDelivery delivery;

    @Autowired
    private Refusals refusals;

    @Autowired
    private EventQueue queue;

    @Autowired
    private Streams streams;

    @Autowired
    private ClientRegistry clients;

    @Autowired
    private WorkQueue work;

    @Autowired
    private DeadLetters deadLetters;

    @Autowired
    private MachineClock machine;

    @Autowired
    private WorkLoop loop;

    @Autowired
    private Signer signer;

    @Autowired
    private OpenIdSettings settings;

    @Autowired
    private SignalReceivers receivers;

    /** What a receiver says to an event. */
    private record Said(int status, String body) {}

    private final List<Map.Entry<Map<String, String>, String>> came = new CopyOnWriteArrayList<>();
    private volatile Function<String, Said> manner = jti -> new Said(202, "");
    private HttpsServer receiver;
    private OpenIdClient client;
    private StreamId stream;

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
        jdbc.sql("delete from work_item where kind like 'signal%'").update();
    }

    private void take(HttpExchange exchange) throws IOException {
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

    private OpenIdClient register() throws Exception {
        String id = "rp-" + UUID.randomUUID().toString().substring(0, 8);
        operator("POST", "/operator/relying-parties", """
                {"id": "%s", "name": "試験銀行", "sector": "%s.example", "law": "JP_AML"}""".formatted(id, id), 201);
        operator("PUT", "/operator/openid-clients/" + id, """
                {"relying_party": "%s", "profile": "BASIC", "metadata": {"redirect_uris": ["https://%s.example/callback"],
                 "grant_types": ["authorization_code", "client_credentials"]}}""".formatted(id, id), 200);
        return clients.find(id).orElseThrow();
    }

    private StreamId stream(OpenIdClient of, String path) {
        return streams.make(
                        of,
                        null,
                        new Delivery.Push(
                                URI.create("https://localhost:"
                                        + receiver.getAddress().getPort() + path),
                                "Bearer secret"),
                        null)
                .orElseThrow()
                .id();
    }

    private static String operator(String method, String path, String body, int expected) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(OPERATOR_DOOR + path))
                                .header("Authorization", "Bearer " + Files.readString(FOLDER.resolve("operator-token")))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(expected);
        return response.body();
    }

    /** An event that names itself. */
    private static EventQueue.New event(String name, String subject) {
        return new EventQueue.New(
                null, null, subject, EventType.ASSURANCE_LEVEL_CHANGE, Map.of("current_level", name), null, null);
    }

    private static String state(String token) {
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

    private List<String> states() {
        return came.stream().map(each -> state(each.getValue())).toList();
    }

    private Optional<WorkQueue.Entry> piece() {
        return work.find(PushWork.KIND, stream.toString());
    }

    /** Whatever waits for its time is due now. */
    private void push() throws InterruptedException {
        work.allDue(PushWork.KIND, machine.instant());
        delivery.due();
        refusals.due();
    }

    private List<DeadLetters.Letter> letters() {
        return deadLetters.all().stream()
                .filter(letter -> client.id().equals(letter.about()))
                .toList();
    }

    @Test
    void whenTheReceiverTakesThemThenEachComesOnceInOrderAsTheStandardHasIt() throws Exception {
        queue.add(stream, List.of(event("a1", "a"), event("a2", "a"), event("a3", "a")));
        delivery.due();
        assertThat(states()).containsExactly("a1", "a2", "a3");
        assertThat(came.getFirst().getKey())
                .containsEntry("type", "application/secevent+jwt")
                .containsEntry("accept", "application/json")
                .containsEntry("authorization", "Bearer secret");
        assertThat(piece()).isEmpty();
        queue.add(stream, List.of(event("a4", "a")));
        delivery.due();
        assertThat(states()).containsExactly("a1", "a2", "a3", "a4");
    }

    @Test
    void whenNoHeaderIsWantedThenNoneIsSent() throws Exception {
        StreamId plain = streams.make(
                        client,
                        null,
                        new Delivery.Push(
                                URI.create("https://localhost:"
                                        + receiver.getAddress().getPort() + "/events"),
                                null),
                        null)
                .orElseThrow()
                .id();
        queue.add(plain, List.of(event("a1", "a")));
        delivery.due();
        assertThat(came.getFirst().getKey()).containsEntry("authorization", "none");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 403, 404, 429, 500, 503})
    void whenTheReceiverCannotThenItIsToldAgainLaterAndInOrder(int status) throws Exception {
        manner = name -> new Said(status, "");
        queue.add(stream, List.of(event("a1", "a"), event("a2", "a")));
        delivery.due();
        assertThat(states()).as("the second does not overtake").containsExactly("a1");
        WorkQueue.Entry failed = piece().orElseThrow();
        assertThat(failed.outcome()).isEqualTo("http_" + status);
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.dueAt()).isAfterOrEqualTo(machine.instant().plusSeconds(25));
        queue.add(stream, List.of(event("a3", "a")));
        delivery.due();
        assertThat(states()).as("a new event does not hurry").containsExactly("a1");
        manner = name -> new Said(202, "");
        push();
        assertThat(states()).containsExactly("a1", "a1", "a2", "a3");
        push();
        assertThat(piece()).isEmpty();
        assertThat(came.get(0).getValue().split("\\.", -1)[1])
                .as("the same event says the same each time")
                .isEqualTo(came.get(1).getValue().split("\\.", -1)[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request,http_400_invalid_request",
        "invalid_audience,http_400_invalid_audience",
        "something_else,http_400"
    })
    void whenTheReceiverRefusesOneThenAnOperatorSeesItAndTheOthersGoOn(String err, String code) throws Exception {
        manner = name -> name.equals("a1")
                ? new Said(400, "{\"err\":\"" + err + "\",\"description\":\"the name Hanako is wrong\"}")
                : new Said(202, "");
        queue.add(stream, List.of(event("a1", "a"), event("a2", "a")));
        delivery.due();
        refusals.due();
        assertThat(states()).containsExactly("a1", "a2");
        assertThat(letters()).extracting(DeadLetters.Letter::code).containsExactly(code);
        assertThat(letters()).extracting(DeadLetters.Letter::kind).containsExactly("signal_refused");
        assertThat(operator("GET", "/operator/coverage", "", 200)).contains("\"signal_refused\":");
        assertThat(operator("GET", "/operator/dead-letters", "", 200))
                .contains(code)
                .doesNotContain("Hanako");
        manner = name -> new Said(202, "");
        operator("POST", "/operator/dead-letters/" + letters().getFirst().id() + "/retry", "", 204);
        refusals.due();
        delivery.due();
        assertThat(states()).containsExactly("a1", "a2", "a1");
        assertThat(letters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"authentication_failed", "access_denied", "invalid_key"})
    void whenTheReceiverMayMendItThenItIsToldAgain(String err) throws Exception {
        manner = name -> new Said(400, "{\"err\":\"" + err + "\"}");
        queue.add(stream, List.of(event("a1", "a")));
        delivery.due();
        assertThat(piece().orElseThrow().outcome()).isEqualTo("http_400_" + err);
        assertThat(letters()).isEmpty();
    }

    @Test
    @Timeout(300)
    void whenNothingIsTakenForHoursThenTheStreamIsPausedAndAnOperatorSeesItAndItGoesOnWhenTriedAgain()
            throws Exception {
        manner = name -> new Said(503, "");
        queue.add(stream, List.of(event("a1", "a")));
        for (int tries = 0; tries < 9; tries++) {
            push();
        }
        assertThat(letters()).extracting(DeadLetters.Letter::kind).containsExactly("signal_push");
        assertThat(queue.status(stream).orElseThrow())
                .isEqualTo(new StreamStatus(StreamStatus.Value.PAUSED, PushDelivery.TAKES_NOTHING, true));
        queue.add(stream, List.of(event("a2", "a")));
        push();
        assertThat(came).as("nobody is bothered meanwhile").hasSizeLessThanOrEqualTo(10);
        came.clear();
        manner = name -> new Said(202, "");
        for (DeadLetters.Letter each : letters()) {
            operator("POST", "/operator/dead-letters/" + each.id() + "/retry", "", 204);
        }
        // The breaker rests for a while, as it does for any peer that failed so often.
        while (!states().containsAll(List.of("a1", "a2", "paused", "enabled"))) {
            push();
        }
        assertThat(states().indexOf("a1")).isLessThan(states().indexOf("a2"));
        assertThat(queue.status(stream).orElseThrow().value()).isEqualTo(StreamStatus.Value.ENABLED);
    }

    @Test
    void whenTheReceiverItselfEnablesTheStreamThenWhatWaitedComes() throws Exception {
        queue.set(stream, StreamStatus.Value.PAUSED, null);
        queue.add(stream, List.of(event("a1", "a")));
        push();
        assertThat(came).isEmpty();
        queue.set(stream, StreamStatus.Value.ENABLED, null);
        push();
        assertThat(states()).containsExactly("a1");
        queue.set(stream, StreamStatus.Value.DISABLED, null);
        queue.add(stream, List.of(event("a2", "a")));
        queue.set(stream, StreamStatus.Value.ENABLED, null);
        push();
        assertThat(states()).as("a stream that is disabled keeps nothing").containsExactly("a1");
    }

    @Test
    void whenOneEventAloneIsNeverTakenThenItIsGivenUpAndHoldsUpNoOtherSubject() throws Exception {
        manner = name -> name.equals("bad") ? new Said(500, "") : new Said(202, "");
        queue.add(stream, List.of(event("bad", "a"), event("a2", "a")));
        for (int i = 0; i < 8; i++) {
            queue.add(stream, List.of(event("b" + i, "b")));
            push();
        }
        assertThat(states()).contains("b0", "b7");
        assertThat(letters()).extracting(DeadLetters.Letter::code).containsExactly("http_500");
        push();
        assertThat(states()).contains("a2");
    }

    /** The timeout is no measure: without room beside the slow one this would never end. */
    @Test
    @Timeout(300)
    void whenASlowReceiverHasMuchToBeToldThenTheOthersAreToldMeanwhile() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch quick = new CountDownLatch(1);
        manner = state -> {
            if (state.equals("quick")) {
                quick.countDown();
            }
            return new Said(202, "");
        };
        receiver.createContext("/slow", exchange -> {
            try {
                slow.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        OpenIdClient other = register();
        for (int i = 0; i < 8; i++) {
            StreamId hanging = stream(other, "/slow");
            for (int n = 0; n < 20; n++) {
                queue.add(hanging, List.of(event("s", "s" + n)));
            }
        }
        queue.add(stream, List.of(event("quick", "a")));
        try (ExecutorService delivering = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> delivered = delivering.submit(() -> {
                delivery.due();
                return null;
            });
            quick.await();
            slow.countDown();
            delivered.get();
        } finally {
            slow.countDown();
        }
    }

    @Test
    void whenAnotherNodePushesTheStreamThenNobodyElseDoes() throws Exception {
        queue.add(stream, List.of(event("a1", "a")));
        assertThat(queue.claim(stream, java.time.Duration.ofMinutes(1))).isTrue();
        assertThat(queue.claim(stream, java.time.Duration.ofMinutes(1))).isFalse();
        delivery.due();
        assertThat(came).isEmpty();
        queue.release(stream);
        push();
        assertThat(states()).containsExactly("a1");
    }

    @Test
    void whenSomethingGoesWrongOnOurSideThenItCountsAsAFailureAndIsTriedAgain() throws Exception {
        PushDelivery broken = new PushDelivery(
                loop,
                queue,
                streams,
                clients,
                new SecurityEventTokens(signer, settings) {
                    @Override
                    String of(EventStream to, OpenIdClient whom, QueuedEvent event) {
                        throw new IllegalStateException("no key of 山田花子");
                    }
                },
                receivers,
                machine);
        queue.add(stream, List.of(event("a1", "a")));
        broken.due();
        assertThat(piece().orElseThrow().outcome()).isEqualTo("internal_error");
        assertThat(piece().orElseThrow().failures()).isEqualTo(1);
        push();
        assertThat(states()).containsExactly("a1");
    }

    @Test
    void whenTheStreamIsGoneThenNobodyIsTold() throws Exception {
        queue.add(stream, List.of(event("a1", "a")));
        streams.remove(stream);
        push();
        assertThat(came).isEmpty();
        assertThat(piece()).isEmpty();
    }
}
