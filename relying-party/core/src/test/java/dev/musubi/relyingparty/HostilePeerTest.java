package dev.musubi.relyingparty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.musubi.relyingparty.Trouble.Why;
import dev.musubi.relyingparty.fixture.HostileServer;
import dev.musubi.relyingparty.fixture.HostileServer.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that drip, hang, pour, burst and break off, on real sockets. Each call ends, and nobody else notices. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostilePeerTest {

    /** How long a call may take where it has to run out of time; elsewhere it has as long as it likes. */
    private static final Duration SHORT = Duration.ofMillis(700);

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicLong nanoseconds = new AtomicLong();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private HostileServer server(Behaviour behaviour) {
        HostileServer server = new HostileServer(folder, behaviour);
        open.add(server);
        return server;
    }

    private static HostileServer.Behaviour fine() {
        return (raw, out) -> {
            HostileServer.head(out, "200 OK", "Content-Length: 2", "Content-Type: application/json");
            out.write("{}".getBytes(US_ASCII));
        };
    }

    private Transport transport(Duration patience, int atOnce, HostileServer... trusted) throws IOException {
        List<Path> pems = new ArrayList<>();
        for (HostileServer each : trusted) {
            pems.add(each.pem());
        }
        Transport transport = new Transport(
                ClientTls.context(pems, null, new char[0]),
                patience,
                new Peers(atOnce, Duration.ZERO, nanoseconds::get));
        open.add(0, transport);
        return transport;
    }

    private Why why(Transport transport, HostileServer server) {
        TransportException failed =
                catchThrowableOfType(TransportException.class, () -> transport.get(server.uri(), Map.of()));
        return failed.why();
    }

    private Why why(Duration patience, HostileServer server) throws IOException {
        return why(transport(patience, 8, server), server);
    }

    private static void gone(HostileServer server) throws ExecutionException, InterruptedException, TimeoutException {
        assertThat(server.hungUp().get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenABodyDripsThenTheDeadlineIsForItTooAndTheConnectionEnds() throws Exception {
        HostileServer server = server((raw, out) -> {});
        server.behaviour = (raw, out) -> {
            HostileServer.head(out, "200 OK", "Content-Length: 100000");
            server.drip(out, "x");
        };
        assertThat(why(SHORT, server)).isEqualTo(Why.TOO_SLOW);
        gone(server);
    }

    @Test
    void whenHeadersDripThenTheDeadlineIsForThemToo() throws Exception {
        HostileServer server = server((raw, out) -> {});
        server.behaviour = (raw, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            server.drip(out, "X-More: more\r\n");
        };
        assertThat(why(SHORT, server)).isEqualTo(Why.TOO_SLOW);
        gone(server);
    }

    @Test
    void whenNothingIsAnsweredThenTheCallEnds() throws IOException {
        HostileServer silent = server((raw, out) -> {});
        silent.behaviour = (raw, out) -> silent.hang();
        assertThat(why(SHORT, silent)).isEqualTo(Why.TOO_SLOW);
        HostileServer deaf = server((raw, out) -> {});
        deaf.deaf = true;
        assertThat(why(SHORT, deaf)).isEqualTo(Why.TOO_SLOW);
    }

    @Test
    void whenABodyHasNoEndThenItIsCutOff() throws Exception {
        HostileServer server = server((raw, out) -> {});
        byte[] chunk = new byte[16 * 1024];
        server.behaviour = (raw, out) -> {
            HostileServer.head(out, "200 OK", "Transfer-Encoding: chunked");
            for (; ; ) {
                out.write("4000\r\n".getBytes(US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(US_ASCII));
            }
        };
        assertThat(why(LONG, server)).isEqualTo(Why.TOO_LARGE);
        gone(server);
    }

    @Test
    void whenABodySaysItIsHugeThenNothingOfItIsRead() throws Exception {
        HostileServer server = server((raw, out) -> {});
        server.behaviour = (raw, out) -> {
            HostileServer.head(out, "200 OK", "Content-Length: 9000000000");
            server.pour(out, new byte[64 * 1024]);
        };
        assertThat(why(LONG, server)).isEqualTo(Why.TOO_LARGE);
        gone(server);
    }

    @Test
    void whenHeadersHaveNoEndThenTheCallEnds() throws Exception {
        HostileServer server = server((raw, out) -> {});
        server.behaviour = (raw, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
            server.pour(out, ("X-" + "a".repeat(80) + ": " + "b".repeat(8000) + "\r\n").getBytes(US_ASCII));
        };
        assertThat(why(LONG, server)).isEqualTo(Why.BROKEN_OFF);
        // The JDK's client reads no more, and leaves the connection for the peer to end.
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "identity, gzip"})
    void whenABodyIsCompressedThenItIsNotInflated(String encoding) throws IOException {
        byte[] bomb = bomb();
        HostileServer server = server((raw, out) -> {
            HostileServer.head(out, "200 OK", "Content-Encoding: " + encoding, "Content-Length: " + bomb.length);
            out.write(bomb);
        });
        assertThat(why(LONG, server)).isEqualTo(Why.COMPRESSED);
    }

    /** A hundred megabytes of nothing, in a hundred kilobytes. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1024 * 1024]);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void whenAnAnswerBreaksOffThenItIsNone() throws IOException {
        HostileServer reset = server((raw, out) -> {
            HostileServer.head(out, "200 OK", "Content-Length: 1000");
            out.write(new byte[500]);
            raw.setSoLinger(true, 0);
            raw.close();
        });
        assertThat(why(LONG, reset)).isEqualTo(Why.BROKEN_OFF);
        HostileServer early = server((raw, out) -> {
            raw.setSoLinger(true, 0);
            raw.close();
        });
        assertThat(why(LONG, early)).isEqualTo(Why.BROKEN_OFF);
        HostileServer noise = server((raw, out) -> {
            out.write("220 mail.example ESMTP\r\n\r\n".getBytes(US_ASCII));
            out.flush();
        });
        assertThat(why(LONG, noise)).isEqualTo(Why.BROKEN_OFF);
    }

    @Test
    void whenAnAnswerLeadsElsewhereThenNobodyGoesThere() throws IOException {
        HostileServer elsewhere = server(fine());
        HostileServer server = server((raw, out) ->
                HostileServer.head(out, "307 Temporary Redirect", "Location: " + elsewhere.uri(), "Content-Length: 0"));
        assertThat(transport(LONG, 8, server, elsewhere)
                        .post(server.uri(), Map.of("client_assertion", "secret"), Map.of())
                        .status())
                .isEqualTo(307);
        assertThat(elsewhere.connections).hasValue(0);
    }

    @Test
    void whenNobodyIsThereOrItIsNotTheOneThatIsTrustedThenItIsSaidWhich() throws IOException {
        HostileServer server = server(fine());
        HostileServer another = server(fine());
        assertThat(why(transport(LONG, 8, another), server)).isEqualTo(Why.NOT_TRUSTED);
        server.close();
        assertThat(why(LONG, server)).isEqualTo(Why.NOT_CONNECTED);
        TransportException clear = catchThrowableOfType(
                TransportException.class,
                () -> transport(LONG, 8, another).get(URI.create("http://localhost/"), Map.of()));
        assertThat(clear.why()).isEqualTo(Why.NOT_HTTPS);
    }

    /** A call by a thread of its own. */
    private CompletableFuture<Why> started(Transport transport, HostileServer server) {
        CompletableFuture<Why> why = new CompletableFuture<>();
        new Thread(() -> why.complete(why(transport, server))).start();
        return why;
    }

    @Test
    void whenOnePeerHangsThenCallsToAnotherDoNotWait() throws Exception {
        HostileServer slow = server((raw, out) -> {});
        slow.behaviour = (raw, out) -> slow.hang();
        HostileServer fine = server(fine());
        Transport transport = transport(LONG, 2, slow, fine);
        List<CompletableFuture<Why>> hanging = List.of(started(transport, slow), started(transport, slow));
        while (slow.requests.get() < 2) {
            Thread.onSpinWait();
        }
        assertThat(why(transport, slow)).isEqualTo(Why.TOO_MANY_AT_ONCE);
        for (int i = 0; i < 20; i++) {
            assertThat(transport.get(fine.uri(), Map.of()).status()).isEqualTo(200);
        }
        transport.close();
        for (CompletableFuture<Why> each : hanging) {
            assertThat(each.get()).isEqualTo(Why.INTERRUPTED);
        }
    }

    @Test
    void whenAPeerFailsAgainAndAgainThenItIsLeftAloneForAWhileAndTriedAgain() throws IOException {
        HostileServer server = server((raw, out) -> raw.close());
        HostileServer fine = server(fine());
        Transport transport = transport(LONG, 8, server, fine);
        for (int i = 0; i < 10; i++) {
            assertThat(why(transport, server)).isEqualTo(Why.BROKEN_OFF);
        }
        int before = server.connections.get();
        assertThat(why(transport, server)).isEqualTo(Why.RESTING);
        assertThat(server.connections).hasValue(before);
        assertThat(transport.get(fine.uri(), Map.of()).status()).isEqualTo(200);

        nanoseconds.addAndGet(Peers.REST.toNanos() - 1);
        assertThat(why(transport, server)).isEqualTo(Why.RESTING);
        nanoseconds.addAndGet(2);
        server.behaviour = fine();
        assertThat(transport.get(server.uri(), Map.of()).status()).isEqualTo(200);
        assertThat(transport.get(server.uri(), Map.of()).status()).isEqualTo(200);
        server.behaviour = (raw, out) -> raw.close();
        assertThat(why(transport, server)).isEqualTo(Why.BROKEN_OFF);
    }

    @Test
    void whenAPeerAnswersThatItFailsThenThatCountsAndItsRefusalsDoNot() throws IOException {
        HostileServer server = server((raw, out) -> HostileServer.head(out, "400 Bad Request", "Content-Length: 0"));
        Transport transport = transport(LONG, 8, server);
        for (int i = 0; i < 30; i++) {
            assertThat(transport.get(server.uri(), Map.of()).status()).isEqualTo(400);
        }
        server.behaviour = (raw, out) -> HostileServer.head(out, "503 Service Unavailable", "Content-Length: 0");
        for (int i = 0; i < 10; i++) {
            assertThat(transport.get(server.uri(), Map.of()).status()).isEqualTo(503);
        }
        assertThat(why(transport, server)).isEqualTo(Why.RESTING);
    }

    @Test
    void whenWhoeverCallsIsInterruptedThenTheCallEnds() throws Exception {
        HostileServer slow = server((raw, out) -> {});
        slow.behaviour = (raw, out) -> slow.hang();
        Transport transport = transport(LONG, 8, slow);
        CompletableFuture<Why> why = new CompletableFuture<>();
        Thread caller = new Thread(() -> why.complete(why(transport, slow)));
        caller.start();
        while (slow.requests.get() < 1) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        assertThat(why.get()).isEqualTo(Why.INTERRUPTED);
    }
}
