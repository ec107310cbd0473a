package dev.musubi.jpki.revocation.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.fixture.TestResponder;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.RevocationReason;
import dev.musubi.jpki.revocation.UnknownReason;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against a real HTTP server that behaves and misbehaves. */
class OcspClientTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final JpkiProfile SANDBOX = JpkiProfile.sandbox();

    private final TestAuthority authority = TestAuthority.signature();
    private final CertificateId certificate = new CertificateId(authority.keyId(), BigInteger.valueOf(4711));
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private HttpClient http;
    private OcspAnswer answer = new OcspAnswer.Good();

    @BeforeEach
    void start() throws IOException {
        http = HttpClient.newHttpClient();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/ocsp", exchange -> respond(exchange, 200, "application/ocsp-response", answer(exchange)));
        server.createContext("/html", exchange -> respond(exchange, 200, "text/html", answer(exchange)));
        server.createContext(
                "/error", exchange -> respond(exchange, 503, "application/ocsp-response", answer(exchange)));
        server.createContext(
                "/parameter", exchange -> respond(exchange, 200, "Application/OCSP-Response; x=y", answer(exchange)));
        server.createContext(
                "/huge", exchange -> respond(exchange, 200, "application/ocsp-response", new byte[65_537]));
        server.createContext(
                "/later",
                exchange -> respond(exchange, 200, "application/ocsp-response", OcspError.TRY_LATER.response()));
        server.createContext("/redirect", exchange -> {
            exchange.getResponseHeaders().set("Location", "/ocsp");
            respond(exchange, 307, "application/ocsp-response", new byte[0]);
        });
        server.createContext("/hangs", exchange -> await(exchange, false));
        server.createContext("/hangs-in-body", exchange -> await(exchange, true));
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdown();
    }

    private void await(HttpExchange exchange, boolean afterHeaders) throws IOException {
        try (exchange) {
            if (afterHeaders) {
                exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
            }
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] answer(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("GET")) {
            String path = exchange.getRequestURI().getRawPath();
            request = Base64.getDecoder()
                    .decode(URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.US_ASCII));
        } else {
            assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/ocsp-request");
        }
        OcspQuery query = OcspResponder.parse(request).orElseThrow();
        return TestResponder.of(authority)
                .responder()
                .respond(query, item -> answer, query.nonce().orElseThrow(), AT, AT.plusSeconds(900));
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private CertificateStatus check(OcspPolicy policy, URI uri) {
        return new OcspClient(http, SANDBOX, policy, new Random(1), InstantSource.fixed(AT))
                .check(certificate, authority.authority(), uri);
    }

    private void assertUnknown(String path, UnknownReason why) {
        assertThat(check(OcspPolicy.strict(), at(path))).isEqualTo(new CertificateStatus.Unknown(why, AT));
    }

    @ParameterizedTest
    @EnumSource(OcspMethod.class)
    void whenTheResponderAnswersThenTheStatusIsKnownEitherWay(OcspMethod method) {
        OcspPolicy policy = OcspPolicy.strict().withMethod(method);
        assertThat(check(policy, at("/ocsp"))).isInstanceOf(CertificateStatus.Good.class);
        assertThat(check(policy, at("/ocsp/"))).isInstanceOf(CertificateStatus.Good.class);
        answer = new OcspAnswer.Revoked(AT.minusSeconds(1), RevocationReason.KEY_COMPROMISE);
        assertThat(check(policy, at("/ocsp"))).isInstanceOf(CertificateStatus.Revoked.class);
        answer = new OcspAnswer.Unknown();
        assertThat(check(policy, at("/ocsp")))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.NOT_KNOWN_TO_RESPONDER, AT));
    }

    @Test
    void whenTheMediaTypeHasAParameterThenItIsTaken() {
        assertThat(check(OcspPolicy.strict(), at("/parameter"))).isInstanceOf(CertificateStatus.Good.class);
    }

    @Test
    void whenTheServerMisbehavesThenTheStatusIsUnknownAndSaysWhy() {
        assertUnknown("/html", UnknownReason.HTTP_ERROR);
        assertUnknown("/error", UnknownReason.HTTP_ERROR);
        assertUnknown("/nowhere", UnknownReason.HTTP_ERROR);
        assertUnknown("/redirect", UnknownReason.HTTP_ERROR);
        assertUnknown("/huge", UnknownReason.TOO_LARGE);
        assertUnknown("/later", UnknownReason.TRY_LATER);
    }

    @Test
    void whenTheServerHangsThenTheTimeLimitHoldsForHeadersAndBody() {
        OcspPolicy hasty = OcspPolicy.strict().withTimeout(Duration.ofMillis(300));
        for (String path : new String[] {"/hangs", "/hangs-in-body"}) {
            assertThat(check(hasty, at(path)))
                    .as(path)
                    .isEqualTo(new CertificateStatus.Unknown(UnknownReason.TIMEOUT, AT));
        }
    }

    @Test
    void whenNobodyListensThenTheStatusIsUnknown() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(check(OcspPolicy.strict(), URI.create("http://127.0.0.1:" + port + "/")))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.UNREACHABLE, AT));
        assertThat(check(OcspPolicy.strict(), URI.create("ldap://127.0.0.1/")))
                .isEqualTo(new CertificateStatus.Unknown(UnknownReason.UNREACHABLE, AT));
    }

    @Test
    void whenTheThreadIsInterruptedThenItStaysSoAndTheStatusIsUnknown() {
        Thread.currentThread().interrupt();
        assertUnknown("/hangs", UnknownReason.UNREACHABLE);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whenTheCertificateIsOfAnotherAuthorityThenThatIsAnError() {
        TestAuthority other = TestAuthority.of(AuthorityRole.SIGNATURE, "02");
        OcspClient client = new OcspClient(http, SANDBOX, OcspPolicy.strict(), new Random(1), InstantSource.fixed(AT));
        assertThatThrownBy(() -> client.check(certificate, other.authority(), at("/ocsp")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(UnknownReason.class)
    void whenTheStatusIsUnknownThenThereIsACodeAndASentence(UnknownReason reason) {
        assertThat(reason.code()).isEqualTo(reason.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(reason.sentence()).endsWith(".");
    }
}
