package dev.musubi.app.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.relyingparty.PushAnswer;
import dev.musubi.relyingparty.SignalReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Where the suite pushes signals to: an HTTPS door on this machine, behind which one receiver at a time hears. */
final class PushDoor implements AutoCloseable {

    private static final String PATH = "/signals";
    private static final int LONGEST = 64 * 1024;

    private final HttpsServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable SignalReceiver receiver;

    private PushDoor(HttpsServer server) {
        this.server = server;
    }

    /**
     * Opens one, at a free port.
     *
     * @param shows the key and certificate it shows
     */
    static PushDoor open(SSLContext shows) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(shows));
        PushDoor door = new PushDoor(server);
        server.setExecutor(door.executor);
        server.createContext(PATH, door::take);
        server.start();
        return door;
    }

    /** Its address. */
    URI uri() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + PATH);
    }

    /** Who hears what is pushed from now on. */
    void leadsTo(SignalReceiver now) {
        receiver = now;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            SignalReceiver hears = receiver;
            if (hears == null) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST);
            PushAnswer answer = hears.pushed(
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(body, StandardCharsets.UTF_8));
            byte[] said = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
