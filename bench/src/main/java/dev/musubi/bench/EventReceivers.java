package dev.musubi.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Any number of receivers to whom events are pushed (RFC 8935), each an address of its own at one server, which takes everything. */
final class EventReceivers implements AutoCloseable {

    private static final String PASSWORD = "receivers";

    private final HttpsServer server;
    private final Queue<Long> taken = new ConcurrentLinkedQueue<>();

    /** @param certificate where the certificate is written for the issuer to trust (PEM) */
    EventReceivers(Path folder, Path certificate) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("receivers.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "receivers",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        Files.createDirectories(certificate.getParent());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "receivers",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
        taken.add(System.nanoTime());
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** When each event was acknowledged, by {@link System#nanoTime}; from now on it is counted anew. */
    long[] drain() {
        long[] all = taken.stream().mapToLong(Long::longValue).sorted().toArray();
        taken.clear();
        return all;
    }

    int count() {
        return taken.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
