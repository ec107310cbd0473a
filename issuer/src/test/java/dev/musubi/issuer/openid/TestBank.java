package dev.musubi.issuer.openid;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Other people's sites, for a real browser: {@code /callback} shows a page, {@code /leads-on} sends the browser on to an
 * app's own origin, as many callbacks do, and every other path shows a page too.
 */
final class TestBank implements AutoCloseable {

    /** Where {@code /leads-on} leads. */
    static final String LANDED = "https://app.example/landed";

    private final HttpsServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private TestBank(HttpsServer server) {
        this.server = server;
    }

    /** It serves with the issuer's own development key; nobody here looks at whose it is. */
    static TestBank start(Path tls) throws IOException, GeneralSecurityException {
        char[] password = Files.readString(tls.resolve("password")).strip().toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(tls.resolve("server.p12"))) {
            keys.load(in, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        TestBank bank = new TestBank(server);
        server.createContext("/", exchange -> {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            String query = exchange.getRequestURI().getRawQuery();
            String said = query == null ? new String(sent, StandardCharsets.UTF_8) : query;
            bank.asked.add(exchange.getRequestURI().getPath() + "?" + said);
            if (exchange.getRequestURI().getPath().equals("/leads-on")) {
                exchange.getResponseHeaders().set("Location", LANDED + "?" + said);
                exchange.sendResponseHeaders(303, -1);
            } else {
                byte[] page = "<!doctype html><title>bank</title>the bank".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
            exchange.close();
        });
        server.start();
        return bank;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What was asked of it, path and what came with it. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
