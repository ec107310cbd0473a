package dev.musubi.issuer.jlis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.anchor.NumberLinks;
import dev.musubi.issuer.anchor.RevocationListSource.Fetched;
import dev.musubi.issuer.fixture.HostileServer;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.OutboundForTests;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.UnknownReason;
import dev.musubi.jpki.trust.TrustedAuthorities;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What the adapters make of a J-LIS that hangs, drips, says too much or nonsense. The timeout is no measure. */
@Timeout(60)
class HostileJlisTest {

    private static final TestAuthority AUTHORITY = TestAuthority.signature();
    private static final CertificateId CERTIFICATE = CertificateId.of(AUTHORITY.keyId(), "01f4");
    private static final InstantSource CLOCK = InstantSource.fixed(dev.musubi.jpki.fixture.TestCertificateBuilder.AT);

    @TempDir
    Path folder;

    private final HostileServer server = HostileServer.begin(HostileServer.answering(500, ""));
    private final Outbound outbound = OutboundForTests.withLoopback();
    private JlisSettings settings = settings(Duration.ofSeconds(20));

    @BeforeEach
    void begin() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        try (OutputStream out = Files.newOutputStream(folder.resolve("client.p12"))) {
            keys.store(out, "x".toCharArray());
        }
        settings = settings(Duration.ofSeconds(20));
    }

    @AfterEach
    void end() {
        server.close();
        outbound.destroy();
    }

    private JlisSettings settings(Duration timeout) {
        URI uri = URI.create("http://127.0.0.1:" + server.port());
        return new JlisSettings(
                uri, uri, uri, uri, Path.of(folder + "/client.p12"), "x", null, null, "musubi", timeout, List.of());
    }

    private CertificateStatus status() throws IOException {
        return new OcspStatusSource(
                        AUTHORITY.profile(),
                        TrustedAuthorities.none(AUTHORITY.profile()).with(AUTHORITY.certificate()),
                        settings,
                        new JlisLines(settings, outbound),
                        CLOCK)
                .ask(CERTIFICATE);
    }

    private Fetched list() throws IOException {
        return new HttpRevocationLists(settings, new JlisLines(settings, outbound), folder)
                .fetch(AUTHORITY.keyId(), "Tokyo-to", "Chofu-shi", "\"7\"");
    }

    private NumberLinks.Answer links() throws IOException {
        return new JlisNumberLinks(new VerifierServices(settings, new JlisLines(settings, outbound), new JsonMapper()))
                .linkedTo(CERTIFICATE);
    }

    private void drips(String head, String body) {
        settings = settings(Duration.ofMillis(300));
        server.now((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(socket, head);
            self.drip(socket.getOutputStream(), body);
        });
    }

    private static UnknownReason why(CertificateStatus status) {
        assertThat(status).isInstanceOf(CertificateStatus.Unknown.class);
        return ((CertificateStatus.Unknown) status).why();
    }

    @Test
    void whenAStatusDripsThenItIsUnknownAfterTheDeadline() throws IOException {
        drips("HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: 60000\r\n\r\n", "0");
        assertThat(why(status())).isEqualTo(UnknownReason.TIMEOUT);
    }

    @Test
    void whenAStatusIsTooLargeOrNoneThenItIsUnknown() throws IOException {
        server.now((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(
                    socket,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: 70000\r\n\r\n");
            self.hang();
        });
        assertThat(why(status())).isEqualTo(UnknownReason.TOO_LARGE);
        server.now(HostileServer.answering(200, "<html>"));
        assertThat(why(status())).isEqualTo(UnknownReason.HTTP_ERROR);
        server.now(HostileServer.answering(302, ""));
        assertThat(why(status())).isEqualTo(UnknownReason.HTTP_ERROR);
        server.now((self, socket) -> HostileServer.reset(socket));
        assertThat(why(status())).isEqualTo(UnknownReason.UNREACHABLE);
    }

    @Test
    void whenAListDripsThenItIsBrokenOffAndNothingOfItStays() throws IOException {
        settings = settings(Duration.ofMillis(100));
        server.now((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\n\r\n");
            self.drip(socket.getOutputStream(), "x");
        });
        assertThat(list()).isEqualTo(new Fetched.Unreachable("timeout"));
        try (Stream<Path> left = Files.list(folder.resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whenAListIsThereUnchangedOrMissingThenThatIsSaid() throws IOException {
        server.now((self, socket) -> {
            assertThat(HostileServer.request(socket)).contains("If-None-Match: \"7\"");
            HostileServer.say(socket, "HTTP/1.1 304 Not Modified\r\n\r\n");
        });
        assertThat(list()).isEqualTo(new Fetched.Unchanged());
        server.now(HostileServer.answering(404, ""));
        assertThat(list()).isEqualTo(new Fetched.Unreachable("http_404"));
        server.now((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\nETag: \"8\"\r\nContent-Length: 4\r\n\r\nlist");
        });
        assertThat(list()).isInstanceOfSatisfying(Fetched.Downloaded.class, downloaded -> {
            assertThat(downloaded.file()).hasContent("list");
            assertThat(downloaded.etag()).isEqualTo("\"8\"");
        });
    }

    @Test
    void whenAServiceDripsThenItIsUnavailable() throws IOException {
        drips("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"links\":[", " ");
        assertThat(links()).isEqualTo(new NumberLinks.Answer.Unavailable("timeout"));
    }

    @Test
    void whenAServiceTalksWithoutEndThenItIsUnavailable() throws IOException {
        server.now((self, socket) -> {
            HostileServer.request(socket);
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                HostileServer.say(socket, " ".repeat(10_000));
            }
        });
        assertThat(links()).isEqualTo(new NumberLinks.Answer.Unavailable("too_large"));
        server.now(HostileServer.answering(200, "<html>"));
        assertThat(links()).isEqualTo(new NumberLinks.Answer.Unavailable("not_json"));
        server.now(HostileServer.answering(503, "x"));
        assertThat(links()).isEqualTo(new NumberLinks.Answer.Unavailable("http_503"));
        server.now(HostileServer.answering(404, "{\"code\":\"UNKNOWN_CERTIFICATE\"}"));
        assertThat(links()).isEqualTo(new NumberLinks.Answer.Unavailable("UNKNOWN_CERTIFICATE"));
        server.now(HostileServer.answering(200, "{\"links\":[]}"));
        assertThat(links()).isEqualTo(new NumberLinks.Answer.Linked(List.of()));
    }

    @Test
    void whenJlisLiesInANetworkNobodyNamedThenItIsNotCalled() throws IOException {
        JlisSettings inside = new JlisSettings(
                URI.create("http://10.1.2.3/ocsp"),
                null,
                URI.create("http://10.1.2.3/crl"),
                URI.create("http://10.1.2.3/"),
                folder.resolve("client.p12"),
                "x",
                null,
                null,
                "musubi",
                Duration.ofMillis(300),
                List.of());
        settings = inside;
        assertThat(list()).isEqualTo(new Fetched.Unreachable("address_refused"));
        assertThat(server.asked()).isZero();
    }
}
