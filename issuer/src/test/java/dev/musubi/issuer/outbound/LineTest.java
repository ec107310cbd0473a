package dev.musubi.issuer.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.HostileServer;
import dev.musubi.issuer.outbound.AddressRules.Refusal;
import dev.musubi.issuer.outbound.Outcome.Answered;
import dev.musubi.issuer.outbound.Outcome.BreakerOpen;
import dev.musubi.issuer.outbound.Outcome.Busy;
import dev.musubi.issuer.outbound.Outcome.RefusedAddress;
import dev.musubi.issuer.outbound.Outcome.TimedOut;
import dev.musubi.issuer.outbound.Outcome.TooLarge;
import dev.musubi.issuer.outbound.Outcome.Unreachable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that misbehave in every phase of an exchange. The timeout is for a test that would hang, and is no measure. */
@Timeout(60)
class LineTest {

    private static final AddressRules LOOPBACK =
            AddressRules.allowing(List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")));
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MOST = 1000;

    @TempDir
    Path folder;

    private final List<Line> lines = new ArrayList<>();

    @AfterEach
    void hangUp() {
        lines.forEach(Line::close);
    }

    private static OutboundSettings settings() {
        return new OutboundSettings(List.of(), 4, 64, Duration.ofSeconds(20), 6, Duration.ofMinutes(10));
    }

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private Line line(Duration deadline) {
        return line(deadline, LOOPBACK, settings(), InetAddress::getAllByName);
    }

    private Line line(
            Duration deadline, AddressRules rules, OutboundSettings settings, CheckedNames.NameService names) {
        Line line = new Line(
                new LineOptions("test", rules, null, deadline, MOST),
                settings,
                new Semaphore(settings.atOnceInAll()),
                names,
                new LineMeter(registry));
        lines.add(line);
        return line;
    }

    private static Call get(HostileServer server) {
        return Call.get("peer", server.uri(), Map.of());
    }

    @Test
    void whenAPeerAnswersThenStatusHeadersAndBodyAreThere() {
        try (HostileServer server = HostileServer.begin(HostileServer.answering(404, "not here"))) {
            assertThat(line(LONG).send(get(server))).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.status()).isEqualTo(404);
                assertThat(answered.mediaType()).isEqualTo("text/plain");
                assertThat(answered.header("CONTENT-LENGTH")).contains("8");
                assertThat(new String(answered.body(), StandardCharsets.UTF_8)).isEqualTo("not here");
            });
        }
    }

    @Test
    void whenABodyIsSentThenItArrivesWithItsHeaders() {
        List<String> received = new ArrayList<>();
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            received.add(HostileServer.request(socket));
            HostileServer.say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        })) {
            Outcome outcome = line(LONG)
                    .send(Call.post(
                            "peer",
                            server.uri(),
                            Map.of("Content-Type", "application/json"),
                            "{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.body()).isEmpty());
            assertThat(received.getFirst())
                    .startsWith("POST /x HTTP/1.1\r\n")
                    .contains("Content-Type: application/json\r\n")
                    .endsWith("\r\n\r\n{\"a\":1}");
        }
    }

    @Test
    void whenAPeerAcceptsAndSaysNothingThenTheCallEnds() {
        try (HostileServer server = HostileServer.begin((self, socket) -> self.hang())) {
            assertThat(line(SOON).send(get(server))).isEqualTo(new TimedOut());
        }
    }

    @Test
    void whenTheHeadDripsThenTheCallEnds() {
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\nX: ");
            self.drip(socket.getOutputStream(), "x");
        })) {
            assertThat(line(SOON).send(get(server))).isEqualTo(new TimedOut());
        }
    }

    @Test
    void whenTheBodyDripsThenTheCallEnds() {
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n");
            self.drip(socket.getOutputStream(), "x");
        })) {
            assertThat(line(SOON).send(get(server))).isEqualTo(new TimedOut());
        }
    }

    @Test
    void whenInformationComesWithoutEndThenTheCallEnds() {
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            HostileServer.request(socket);
            self.drip(socket.getOutputStream(), "HTTP/1.1 100 Continue\r\n\r\n");
        })) {
            assertThat(line(SOON).send(get(server))).isEqualTo(new TimedOut());
        }
    }

    @Test
    void whenThePeerReadsNothingOfALongRequestThenTheCallEnds() {
        try (HostileServer server = HostileServer.begin((self, socket) -> self.hang())) {
            Call huge = Call.post("peer", server.uri(), Map.of(), new byte[32 * 1024 * 1024]);
            assertThat(line(SOON).send(huge)).isEqualTo(new TimedOut());
        }
    }

    @Test
    void whenTheHandshakeHangsOrDripsThenTheCallEnds() {
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            // The head of a TLS record of 16 KiB, and then its bytes one by one.
            socket.getOutputStream().write(new byte[] {0x16, 3, 3, 0x40, 0});
            self.drip(socket.getOutputStream(), "x");
        })) {
            URI uri = URI.create("https://127.0.0.1:" + server.port() + "/");
            assertThat(line(SOON).send(Call.get("peer", uri, Map.of()))).isEqualTo(new TimedOut());
            server.now((self, socket) -> self.hang());
            assertThat(line(SOON).send(Call.get("peer", uri, Map.of()))).isEqualTo(new TimedOut());
        }
    }

    @Test
    void whenTheNameServiceHangsThenTheCallEnds() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Line line = line(SOON, LOOPBACK, settings(), host -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[0];
        });
        assertThat(line.send(Call.get("peer", URI.create("http://slow.example/"), Map.of())))
                .isEqualTo(new TimedOut());
        over.countDown();
    }

    @Test
    void whenABodyIsHugeThenNoMoreThanAllowedIsRead() {
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
            self.hang();
        })) {
            assertThat(line(LONG).send(get(server))).isEqualTo(new TooLarge());
        }
    }

    @Test
    void whenABodyHasNoEndThenNoMoreThanAllowedIsRead() {
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                HostileServer.say(socket, "400\r\n" + "x".repeat(0x400) + "\r\n");
            }
        })) {
            assertThat(line(LONG).send(get(server))).isEqualTo(new TooLarge());
        }
    }

    @Test
    void whenHeadersHaveNoEndThenNoMoreThanAllowedIsRead() {
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\n");
            while (true) {
                HostileServer.say(socket, "X: y\r\n");
            }
        })) {
            assertThat(line(LONG).send(get(server))).isEqualTo(new TooLarge());
            server.now((self, socket) -> {
                HostileServer.request(socket);
                HostileServer.say(socket, "HTTP/1.1 200 OK\r\nX: ");
                while (true) {
                    HostileServer.say(socket, "y".repeat(1000));
                }
            });
            assertThat(line(LONG).send(get(server))).isEqualTo(new TooLarge());
        }
    }

    @Test
    void whenACompressedBombComesThenItStaysCompressed() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[200_000]);
        }
        try (HostileServer server = HostileServer.begin((self, socket) -> {
            String request = HostileServer.request(socket);
            assertThat(request).doesNotContainIgnoringCase("accept-encoding");
            HostileServer.say(
                    socket, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n");
            socket.getOutputStream().write(bomb.toByteArray());
        })) {
            assertThat(bomb.size()).isLessThan(MOST);
            assertThat(line(LONG).send(get(server)))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.body()).isEqualTo(bomb.toByteArray()));
        }
    }

    @Test
    void whenTheConnectionIsResetOrNoHttpComesThenThePeerIsUnreachable() {
        try (HostileServer server = HostileServer.begin((self, socket) -> HostileServer.reset(socket))) {
            assertThat(line(LONG).send(get(server))).isEqualTo(new Unreachable(Unreachable.Cause.BROKEN));
            server.now((self, socket) -> {
                HostileServer.request(socket);
                HostileServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                HostileServer.reset(socket);
            });
            assertThat(line(LONG).send(get(server))).isEqualTo(new Unreachable(Unreachable.Cause.BROKEN));
            server.now((self, socket) -> {
                HostileServer.request(socket);
                HostileServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            });
            assertThat(line(LONG).send(get(server))).isEqualTo(new Unreachable(Unreachable.Cause.BROKEN));
            server.now((self, socket) -> HostileServer.say(socket, "SSH-2.0-something\r\n"));
            assertThat(line(LONG).send(get(server))).isEqualTo(new Unreachable(Unreachable.Cause.BROKEN));
        }
    }

    @Test
    void whenNobodyListensThenThePeerIsUnreachable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(line(LONG).send(Call.get("peer", URI.create("http://127.0.0.1:" + port), Map.of())))
                .isEqualTo(new Unreachable(Unreachable.Cause.CONNECT));
    }

    @Test
    void whenTheServerIsNotWhoItShouldBeThenNothingIsSent() {
        try (HostileServer server = HostileServer.begin(TestTls.of("localhost").sockets(), (self, socket) -> {
            HostileServer.request(socket);
        })) {
            URI uri = URI.create("https://localhost:" + server.port() + "/");
            assertThat(line(LONG).send(Call.get("peer", uri, Map.of())))
                    .isEqualTo(new Unreachable(Unreachable.Cause.TLS));
        }
    }

    @Test
    void whenTheCertificateIsForAnotherNameThenNothingIsSent() {
        TestTls tls = TestTls.of("other.example");
        try (HostileServer server = HostileServer.begin(tls.sockets(), HostileServer.answering(200, "x"))) {
            Line line = new Line(
                    new LineOptions("test", LOOPBACK, tls.trusting(), LONG, MOST),
                    settings(),
                    new Semaphore(8),
                    host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                    new LineMeter(registry));
            lines.add(line);
            assertThat(line.send(Call.get("a", URI.create("https://rp.example:" + server.port() + "/"), Map.of())))
                    .isEqualTo(new Unreachable(Unreachable.Cause.TLS));
            assertThat(line.send(Call.get("a", URI.create("https://other.example:" + server.port() + "/"), Map.of())))
                    .isInstanceOf(Answered.class);
        }
    }

    @Test
    void whenAPeerRedirectsThenThatIsItsAnswer() {
        try (HostileServer elsewhere = HostileServer.begin(HostileServer.answering(200, "x"));
                HostileServer server = HostileServer.begin((self, socket) -> {
                    HostileServer.request(socket);
                    HostileServer.say(
                            socket,
                            "HTTP/1.1 302 Found\r\nLocation: " + elsewhere.uri() + "\r\nContent-Length: 0\r\n\r\n");
                })) {
            assertThat(line(LONG).send(get(server)))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.status()).isEqualTo(302));
            assertThat(elsewhere.asked()).isZero();
        }
    }

    @Test
    void whenAnAddressIsSpecialThenNothingIsConnectedTo() {
        Line strict = line(LONG, AddressRules.allowing(List.of()), settings(), InetAddress::getAllByName);
        try (HostileServer server = HostileServer.begin(HostileServer.answering(200, "inside"))) {
            for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "127.1")) {
                URI uri = URI.create("http://" + host + ":" + server.port() + "/x");
                assertThat(strict.send(Call.get("peer", uri, Map.of())))
                        .as(host)
                        .isInstanceOf(RefusedAddress.class);
            }
            assertThat(server.asked()).isZero();
        }
    }

    @Test
    void whenANameResolvesInwardAtTheNextLookThenItIsRefusedThen() {
        // DNS rebinding: a public address when it was registered, a private one when it is called.
        AtomicInteger looks = new AtomicInteger();
        try (HostileServer server = HostileServer.begin(HostileServer.answering(200, "x"))) {
            Line line = line(LONG, AddressRules.allowing(List.of(Network.parse("127.0.0.1"))), settings(), host -> {
                looks.incrementAndGet();
                return new InetAddress[] {InetAddress.ofLiteral(looks.get() == 1 ? "127.0.0.1" : "169.254.169.254")};
            });
            Call call = Call.get("peer", URI.create("http://rp.example:" + server.port() + "/"), Map.of());
            assertThat(line.send(call)).isInstanceOf(Answered.class);
            // One look a connection: what was looked at is what was connected to.
            assertThat(looks).hasValue(1);
            assertThat(line.send(call)).isEqualTo(new RefusedAddress(Refusal.SPECIAL_ADDRESS));
        }
    }

    /** Also where a connection is open already that another call was let make. */
    @Test
    void whenACallIsStrictThenNetworksAnOperatorOpenedAreClosedToIt() {
        try (HostileServer server = HostileServer.begin(HostileServer.answering(200, "x"))) {
            Line line =
                    line(LONG, LOOPBACK, settings(), host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
            Call call = Call.get("peer", URI.create("http://rp.example:" + server.port() + "/"), Map.of());
            assertThat(line.send(call)).isInstanceOf(Answered.class);
            assertThat(line.send(call.strictIf(true))).isEqualTo(new RefusedAddress(Refusal.SPECIAL_ADDRESS));
            assertThat(line.send(call.strictIf(false))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void whenANameResolvesToBothThenOnlyTheOpenOneIsConnectedTo() {
        try (HostileServer server = HostileServer.begin(HostileServer.answering(200, "x"))) {
            Line line = line(LONG, AddressRules.allowing(List.of(Network.parse("127.0.0.1"))), settings(), host ->
                    new InetAddress[] {InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")});
            assertThat(line.send(Call.get("p", URI.create("http://rp.example:" + server.port()), Map.of())))
                    .isInstanceOf(Answered.class);
        }
    }

    @Test
    void whenTheSchemeIsNotHttpOrAUserIsNamedThenItIsRefused() {
        Line line = line(LONG);
        for (String each : List.of("file:///etc/passwd", "ftp://127.0.0.1/", "http:///x", "http://u:p@127.0.0.1/")) {
            assertThat(line.send(Call.get("peer", URI.create(each), Map.of()))).isInstanceOf(RefusedAddress.class);
        }
    }

    @Test
    void whenOnePeerHangsThenOthersAreNotHeldUp() throws Exception {
        try (HostileServer hanging = HostileServer.begin((self, socket) -> self.hang());
                HostileServer good = HostileServer.begin(HostileServer.answering(200, "x"));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Line line = line(LONG);
            List<Future<Outcome>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(callers.submit(() -> line.send(Call.get("hanging", hanging.uri(), Map.of()))));
            }
            while (hanging.asked() < 4) {
                Thread.onSpinWait();
            }
            // All places with the one are taken; with the other there are all.
            assertThat(line.send(Call.get("good", good.uri(), Map.of()))).isInstanceOf(Answered.class);
            assertThat(waiting).noneMatch(Future::isDone);
            hanging.end();
            for (Future<Outcome> each : waiting) {
                assertThat(each.get()).isEqualTo(new Unreachable(Unreachable.Cause.BROKEN));
            }
        }
    }

    @Test
    void whenAllPlacesWithAPeerStayTakenThenItIsBusy() throws Exception {
        OutboundSettings impatient = new OutboundSettings(List.of(), 1, 64, Duration.ZERO, 6, Duration.ofMinutes(10));
        try (HostileServer hanging = HostileServer.begin((self, socket) -> self.hang());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Line line = line(LONG, LOOPBACK, impatient, InetAddress::getAllByName);
            Future<Outcome> first = callers.submit(() -> line.send(get(hanging)));
            while (hanging.asked() < 1) {
                Thread.onSpinWait();
            }
            assertThat(line.send(get(hanging))).isEqualTo(new Busy());
            hanging.end();
            assertThat(first.get()).isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void whenMostCallsToAPeerFailThenItIsLeftAloneAndTheOthersAreNot() {
        try (HostileServer failing = HostileServer.begin(HostileServer.answering(503, ""));
                HostileServer good = HostileServer.begin(HostileServer.answering(200, "x"))) {
            Line line = line(LONG);
            for (int i = 0; i < 6; i++) {
                assertThat(line.send(Call.get("failing", failing.uri(), Map.of())))
                        .isInstanceOf(Answered.class);
            }
            assertThat(line.send(Call.get("failing", failing.uri(), Map.of()))).isEqualTo(new BreakerOpen());
            assertThat(failing.asked()).isEqualTo(6);
            assertThat(line.send(Call.get("good", good.uri(), Map.of()))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void whenAPeerRecoversThenItsBreakerCloses() {
        OutboundSettings brief = new OutboundSettings(List.of(), 4, 64, Duration.ZERO, 2, Duration.ofMillis(1));
        try (HostileServer server = HostileServer.begin(HostileServer.answering(500, ""))) {
            Line line = line(LONG, LOOPBACK, brief, InetAddress::getAllByName);
            while (!(line.send(get(server)) instanceof BreakerOpen)) {
                // Until it opens.
            }
            server.now(HostileServer.answering(200, "x"));
            int good = 0;
            while (good < 6) {
                good = line.send(get(server)) instanceof Answered(int status, var headers, var body) && status == 200
                        ? good + 1
                        : 0;
            }
        }
    }

    @Test
    void whenWhatAPeerCannotHelpHappensOftenThenItsBreakerStaysClosed() {
        AtomicInteger looks = new AtomicInteger();
        try (HostileServer server = HostileServer.begin(HostileServer.answering(200, "x"))) {
            Line line = line(LONG, AddressRules.allowing(List.of(Network.parse("127.0.0.1"))), settings(), host ->
                    new InetAddress[] {InetAddress.ofLiteral(looks.incrementAndGet() < 20 ? "10.0.0.1" : "127.0.0.1")});
            Call call = Call.get("peer", URI.create("http://rp.example:" + server.port()), Map.of());
            for (int i = 1; i < 20; i++) {
                assertThat(line.send(call)).isInstanceOf(RefusedAddress.class);
            }
            assertThat(line.send(call)).isInstanceOf(Answered.class);
        }
    }

    @Test
    void whenABodyGoesIntoAFileThenItIsThere() throws IOException {
        Path file = folder.resolve("list");
        try (HostileServer server = HostileServer.begin(HostileServer.answering(200, "the list"))) {
            assertThat(line(LONG).receive(get(server), file)).isInstanceOf(Answered.class);
            assertThat(file).hasContent("the list");
        }
        assertThat(Files.size(file)).isEqualTo(8);
    }

    @Test
    void whenTheFileCannotBeWrittenThenThatIsSaid() {
        try (HostileServer server = HostileServer.begin(HostileServer.answering(200, "the list"))) {
            assertThat(line(LONG).receive(get(server), folder.resolve("missing/list")))
                    .isEqualTo(new Unreachable(Unreachable.Cause.DISK));
        }
    }

    @Test
    void whenACallIsWrittenThenNeitherAddressNorBodyAre() {
        Call call = Call.post("peer", URI.create("https://x.example/secret"), Map.of(), new byte[] {1});
        assertThat(call).hasToString("Call[POST to peer]");
    }
}
