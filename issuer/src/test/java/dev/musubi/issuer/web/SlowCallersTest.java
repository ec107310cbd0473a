package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A door alone, on a real socket, and callers who take their time. The timeouts are for tests that would hang. */
@Timeout(60)
class SlowCallersTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMillis(400);

    @TempDir
    Path folder;

    private @Nullable Tomcat tomcat;
    private int port;
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void end() throws LifecycleException, IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        if (tomcat != null) {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    /** Answers with how much of a body came. */
    private static final class Counting extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            int length = request.getInputStream().readAllBytes().length;
            response.getOutputStream().print("got " + length);
        }
    }

    private void open(Duration head, Duration body, Duration exchange, int connectionsPerAddress)
            throws LifecycleException {
        LimitSettings limits = new LimitSettings(
                head,
                body,
                exchange,
                LONG,
                100,
                connectionsPerAddress,
                10,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                LimitSettings.ProxyHeader.X_FORWARDED_FOR);
        Tomcat server = new Tomcat();
        server.setBaseDir(folder.toString());
        Connector connector = new Connector(DoorProtocol.class.getName());
        DoorProtocol protocol = (DoorProtocol) connector.getProtocolHandler();
        protocol.guardWith(new ConnectionGuard(limits));
        protocol.setExecutor(new VirtualThreadExecutor("test-"));
        protocol.setAddress(InetAddress.getLoopbackAddress());
        // Far longer than any test: what ends a connection here is the guard.
        protocol.setConnectionTimeout((int) LONG.toMillis());
        connector.setPort(0);
        server.setConnector(connector);
        Context context = server.addContext("", folder.toString());
        Tomcat.addServlet(context, "counting", new Counting());
        context.addServletMappingDecoded("/*", "counting");
        server.start();
        tomcat = server;
        port = connector.getLocalPort();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Says the same again and again until nobody listens any more. */
    private static void drip(Socket socket, String text) {
        try {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(20);
            while (true) {
                out.write(text.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                try {
                    if (in.read() < 0) {
                        return;
                    }
                } catch (java.net.SocketTimeoutException goesOn) {
                    // Nothing said yet.
                }
            }
        } catch (IOException cutOff) {
            // As it should be.
        }
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("got ") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new SocketException("no answer");
            }
            answer.append((char) c);
        }
        return answer.append((char) socket.getInputStream().read()).toString();
    }

    @Test
    void whenAHeadDripsThenTheConnectionEnds() throws Exception {
        open(SOON, LONG, LONG, 0);
        Socket socket = connect();
        say(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: ");
        drip(socket, "x");
    }

    @Test
    void whenAHeadNeverBeginsThenTheConnectionEnds() throws Exception {
        open(SOON, LONG, LONG, 0);
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenABodyDripsThenTheConnectionEnds() throws Exception {
        open(LONG, SOON, LONG, 0);
        Socket socket = connect();
        say(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        drip(socket, "x");
    }

    @Test
    void whenTheSecondHeadOnAConnectionDripsThenItEnds() throws Exception {
        open(SOON, LONG, LONG, 0);
        Socket socket = connect();
        say(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("got 3");
        say(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: ");
        drip(socket, "x");
    }

    @Test
    void whenAConnectionIsIdleBetweenRequestsThenItIsNotTheGuardsBusiness() throws Exception {
        open(SOON, SOON, SOON, 0);
        Socket idle = connect();
        say(idle, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer(idle)).endsWith("got 0");
        // Another connection that never says anything is ended meanwhile, so that a sweep has been.
        assertThat(connect().getInputStream().read()).isEqualTo(-1);
        say(idle, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer(idle)).endsWith("got 0");
    }

    @Test
    void whenManyBodiesNeverEndThenOthersAreAnswered() throws Exception {
        open(LONG, LONG, LONG, 0);
        for (int i = 0; i < 90; i++) {
            say(connect(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nbegun");
        }
        Socket good = connect();
        say(good, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(answer(good)).endsWith("got 3");
    }

    @Test
    void whenAnAddressHasAllItsConnectionsThenAFurtherOneEndsAndAnEndedOneMakesRoom() throws Exception {
        open(LONG, LONG, LONG, 2);
        Socket first = connect();
        say(first, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer(first)).endsWith("got 0");
        Socket second = connect();
        say(second, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer(second)).endsWith("got 0");
        assertThat(refused()).isTrue();
        first.close();
        while (refused()) {
            // Until the server has seen that the first one left.
        }
    }

    private boolean refused() throws IOException {
        try (Socket further = new Socket(InetAddress.getLoopbackAddress(), port)) {
            say(further, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            return further.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
