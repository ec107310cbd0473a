package dev.musubi.issuer.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.OutboundForTests;
import dev.musubi.issuer.outbound.TestTls;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.signing.SigningRoute.Departure;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.jpki.verification.ToSign;
import dev.musubi.mynaapp.Dialect;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending people to マイナアプリ, where its server's line breaks. */
class MynaAppRouteTest {

    private static final String TRANSACTION = "0a2f3a52-7d2e-4f0e-9b1a-6d5a3f0c9e11";
    private static final ToSign DOCUMENT = new ToSign("test+json", "{}");

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Outbound outbound = OutboundForTests.withLoopback();
    private HttpsServer server;
    private MynaAppRoute route;
    private int breaks;
    private int status = Dialect.STARTED;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException, JOSEException {
        TestTls tls = TestTls.of("localhost");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.serving()));
        server.createContext("/", this::answer);
        server.start();
        String at = "https://localhost:" + server.getAddress().getPort();
        route = new MynaAppRoute(
                new MynaAppSettings(
                        URI.create(at + "/realms/test"),
                        URI.create(at + "/sign-transactions"),
                        "client",
                        written(
                                "assertion.json",
                                new ECKeyGenerator(Curve.P_256)
                                        .keyID("assertion")
                                        .generate()),
                        Files.writeString(
                                folder.resolve("evidence.json"),
                                new JWKSet((JWK) new RSAKeyGenerator(2048)
                                                .keyID("evidence")
                                                .generate())
                                        .toString(false)),
                        trusted(tls),
                        null,
                        Duration.ofSeconds(10)),
                new SignInSettings(
                        URI.create("https://localhost:8443"),
                        "test",
                        Duration.ofHours(1),
                        Duration.ofMinutes(5),
                        false),
                outbound,
                new MachineClock());
    }

    @AfterEach
    void stop() {
        outbound.destroy();
        server.stop(0);
    }

    private Path written(String name, JWK key) throws IOException {
        return Files.writeString(folder.resolve(name), key.toJSONString());
    }

    private Path trusted(TestTls tls) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", tls.keys().getCertificate("server"));
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, new char[0]);
        }
        return file;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestURI().getPath().replaceFirst(".*/", ""));
            exchange.getRequestBody().readAllBytes();
            if (breaks-- > 0) {
                return; // Closed without an answer.
            }
            boolean transaction = exchange.getRequestURI().getPath().endsWith("/sign-transactions");
            byte[] body = (transaction
                            ? "{\"" + Dialect.TRANSACTION_ID + "\":\"" + TRANSACTION + "\"}"
                            : "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":300}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(transaction ? status : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void whenAllIsWellThenTheServerIsAskedOnce() {
        assertThat(route.sign(DOCUMENT)).isInstanceOf(Departure.Away.class);
        assertThat(asked).containsExactly("token", "sign-transactions");
    }

    @Test
    void whenTheLineBreaksOnceThenNobodyNotices() {
        breaks = 1;
        assertThat(route.sign(DOCUMENT)).isInstanceOf(Departure.Away.class);
        assertThat(asked).containsExactly("token", "token", "sign-transactions");
    }

    @Test
    void whenItBreaksAgainThenThePersonIsToldAndTheServerLeftAlone() {
        breaks = 2;
        assertThat(route.sign(DOCUMENT))
                .isInstanceOfSatisfying(
                        Departure.Closed.class,
                        closed -> assertThat(closed.why().code()).isEqualTo("mynaapp_server_unreachable"));
        assertThat(asked).containsExactly("token", "token");
    }

    @Test
    void whenTheServerRefusesThenItIsNotAskedAgain() {
        status = 400;
        assertThat(route.sign(DOCUMENT)).isInstanceOf(Departure.Closed.class);
        assertThat(asked).containsExactly("token", "sign-transactions");
    }
}
