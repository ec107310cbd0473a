package dev.musubi.acceptance;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.app.client.HolderApp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Somebody between a holder and the issuer: passes on applications that are genuine, and his. Even its TLS is what the
 * holder trusts, so that nothing is left to tell it by but what is signed.
 */
final class Relay implements AutoCloseable {

    private final HttpsServer server;

    private Relay(HttpsServer server) {
        this.server = server;
    }

    /** One that passes on what this app of the liar's is offered. */
    static Relay of(World world, HolderApp liar) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(tls(world.platform.data().resolve("issuer/tls"))));
            server.createContext("/v1/issuance-applications", exchange -> {
                byte[] passedOn = liar.apply(false).body().toString().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(201, passedOn.length);
                exchange.getResponseBody().write(passedOn);
                exchange.close();
            });
            server.start();
            return new Relay(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    URI uri() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    private static SSLContext tls(Path folder) throws IOException {
        char[] password = Files.readString(folder.resolve("password")).strip().toCharArray();
        try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
