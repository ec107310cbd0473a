package dev.musubi.issuer.openid.logout;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.issuer.database.DeadLetters;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.WorkQueue;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.signin.SessionId;
import dev.musubi.issuer.time.MachineClock;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

class LogoutDeliveryTest extends IssuerTest {

    @Autowired
    private LogoutDelivery delivery;

    @Autowired
    private WorkQueue queue;

    @Autowired
    private DeadLetters deadLetters;

    @Autowired
    private MachineClock machine;

    private final AtomicInteger answer = new AtomicInteger(200);
    private final AtomicInteger taken = new AtomicInteger();
    private HttpsServer receiver;
    private String clientId;

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
        receiver.createContext("/logout", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int status = answer.get();
            if (status == 200) {
                taken.incrementAndGet();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.start();
        clientId = register("https://localhost:" + receiver.getAddress().getPort() + "/logout");
    }

    @AfterEach
    void hangUp() {
        receiver.stop(0);
    }

    private static String register(String logout) throws Exception {
        String id = "rp-" + UUID.randomUUID().toString().substring(0, 8);
        operator("POST", "/operator/relying-parties", """
                {"id": "%s", "name": "試験銀行", "sector": "%s.example", "law": "JP_AML"}""".formatted(id, id), 201);
        operator("PUT", "/operator/openid-clients/" + id, """
                {"relying_party": "%s", "profile": "BASIC", "metadata": {"redirect_uris": ["https://%s.example/callback"],
                 "backchannel_logout_uri": "%s"}}""".formatted(id, id, logout), 200);
        return id;
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

    private LogoutWork.Notice put() {
        LogoutWork.Notice notice = new LogoutWork.Notice(HolderId.random(), SessionId.random(), clientId);
        queue.putOnce(LogoutNotices.KIND, notice.key(), notice, machine.instant());
        return notice;
    }

    private Optional<WorkQueue.Entry> entry(LogoutWork.Notice notice) {
        return queue.find(LogoutNotices.KIND, notice.key());
    }

    private List<DeadLetters.Letter> letters() {
        return deadLetters.all().stream()
                .filter(letter -> clientId.equals(letter.about()))
                .toList();
    }

    /** Delivers until this many tries have failed; the clockwork may help. */
    private void deliverUntilFailed(LogoutWork.Notice notice, int failures) throws InterruptedException {
        while (entry(notice).filter(entry -> entry.failures() < failures).isPresent()) {
            delivery.deliver();
        }
    }

    private void deliverUntilGone(LogoutWork.Notice notice) throws InterruptedException {
        while (entry(notice).isPresent()) {
            delivery.deliver();
        }
    }

    @Test
    void whenTheClientTakesItThenItIsToldOnce() throws Exception {
        deliverUntilGone(put());
        assertThat(taken).hasValue(1);
        assertThat(letters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 404, 408, 429, 503})
    void whenTheClientAnswersOtherwiseThenItIsToldAgainLater(int status) throws Exception {
        answer.set(status);
        Instant before = machine.instant();
        LogoutWork.Notice notice = put();
        deliverUntilFailed(notice, 1);
        WorkQueue.Entry failed = entry(notice).orElseThrow();
        assertThat(failed.outcome()).isEqualTo("http_" + status);
        assertThat(failed.dueAt()).isAfterOrEqualTo(before.plusSeconds(30));
        answer.set(200);
        queue.allDue(LogoutNotices.KIND, machine.instant());
        deliverUntilGone(notice);
        assertThat(taken).hasValue(1);
    }

    @Test
    void whenNobodyTakesItThenThePausesGrowAndAtLastAnOperatorSeesItAndCanHaveItToldAgain() throws Exception {
        answer.set(503);
        LogoutWork.Notice notice = put();
        for (int failures = 1; failures < 8; failures++) {
            Instant before = machine.instant();
            queue.allDue(LogoutNotices.KIND, before);
            deliverUntilFailed(notice, failures);
            assertThat(entry(notice).orElseThrow().dueAt())
                    .isAfterOrEqualTo(before.plus(Duration.ofSeconds(30).multipliedBy(1L << (failures - 1))));
        }
        queue.allDue(LogoutNotices.KIND, machine.instant());
        deliverUntilGone(notice);
        String seen = operator("GET", "/operator/dead-letters", "", 200);
        assertThat(seen)
                .contains("\"kind\":\"logout_notice\"", "\"about\":\"" + clientId + "\"", "\"code\":\"http_503\"")
                .doesNotContain(notice.holderId().toString())
                .doesNotContain(notice.sessionId().toString());
        assertThat(operator("GET", "/operator/coverage", "", 200)).contains("\"dead_letters\":{\"");
        answer.set(200);
        String id = letters().getFirst().id();
        operator("POST", "/operator/dead-letters/" + id + "/retry", "", 204);
        deliverUntilGone(notice);
        assertThat(taken).hasValue(1);
        operator("POST", "/operator/dead-letters/" + id + "/discard", "", 404);
    }

    @Test
    void whenTheClientFindsTheTokenBadThenItIsGivenUpAtOnceAndCanBeThrownAway() throws Exception {
        answer.set(400);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger log = (Logger) LoggerFactory.getLogger(WorkQueue.class);
        log.addAppender(said);
        try {
            deliverUntilGone(put());
        } finally {
            log.detachAppender(said);
        }
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("work.given_up kind=logout_notice about=" + clientId + " code=http_400 attempts=1");
        assertThat(letters()).extracting(DeadLetters.Letter::code).containsExactly("http_400");
        operator("POST", "/operator/dead-letters/" + letters().getFirst().id() + "/discard", "", 204);
        assertThat(letters()).isEmpty();
    }

    /** The timeout is no measure: without room beside the slow one this would never end. */
    @Test
    @Timeout(300)
    void whenASlowClientHasMuchToBeToldThenTheOthersAreToldMeanwhile() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        receiver.createContext("/slow", exchange -> {
            try {
                slow.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        String slowId = register("https://localhost:" + receiver.getAddress().getPort() + "/slow");
        for (int i = 0; i < 100; i++) {
            LogoutWork.Notice notice = new LogoutWork.Notice(HolderId.random(), SessionId.random(), slowId);
            queue.putOnce(
                    LogoutNotices.KIND, notice.key(), notice, machine.instant().minusSeconds(60));
        }
        LogoutWork.Notice quick = put();
        try (ExecutorService delivering = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> delivered = delivering.submit(() -> {
                delivery.deliver();
                return null;
            });
            while (entry(quick).isPresent()) {
                Thread.sleep(50);
            }
            slow.countDown();
            delivered.get();
        } finally {
            slow.countDown();
            jdbc.sql("delete from work_item where about = ?").param(slowId).update();
        }
        assertThat(taken).hasValue(1);
    }

    @Test
    void whenTheClientIsGoneThenNobodyIsTold() throws Exception {
        clientId = "gone-" + UUID.randomUUID();
        deliverUntilGone(put());
        assertThat(letters()).isEmpty();
    }
}
