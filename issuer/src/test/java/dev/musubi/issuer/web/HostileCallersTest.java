package dev.musubi.issuer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.ClientTls;
import dev.musubi.issuer.fixture.IssuerTest;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** The whole issuer, with callers at its doors who never finish; the others are answered. The timeout is no measure. */
@Timeout(300)
class HostileCallersTest extends IssuerTest {

    private static final int MANY = 200;

    private final List<Socket> sockets = new ArrayList<>();
    private final ClientKey bank = ClientKey.make(-1, 1);

    @Autowired
    RelyingParties parties;

    @BeforeEach
    void register() {
        parties.register(
                new RelyingParty(
                        "patient-bank",
                        "Patient Bank",
                        "patient.example",
                        RelyingParty.Law.JP_AML,
                        List.of(),
                        false,
                        null),
                bank.certificate());
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private SSLSocket at(String door, @Nullable ClientKey key) throws IOException {
        Path server = FOLDER.resolve("tls/server.pem");
        SSLContext context = key == null
                ? ClientTls.trusting(server)
                : ClientTls.trusting(server, key.pair().getPrivate(), key.certificate());
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", URI.create(door).getPort());
        sockets.add(socket);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A whole answer to a request after which the connection closes. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The head of an answer. */
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                throw new IOException("no answer: " + head);
            }
            head.append((char) c);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private String standing() throws IOException {
        try (SSLSocket socket = at(MUTUAL_TLS, bank)) {
            say(socket, "GET /v1/standing/nobody HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return answer(socket);
        }
    }

    @Test
    void whenStrangersWithSelfMadeCertificatesNeverFinishTheirBodiesThenTheDoorStaysOpen() throws Exception {
        ClientKey stranger = ClientKey.make(-1, 1);
        for (int i = 0; i < MANY; i++) {
            SSLSocket socket = at(MUTUAL_TLS, stranger);
            say(socket, """
                    POST /v1/disclosures HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: 1000\r
                    \r
                    {"code":\
                    """);
            // Turned away while the body is still not there.
            assertThat(head(socket)).startsWith("http/1.1 403").contains("application/problem+json");
        }
        assertThat(standing()).startsWith("HTTP/1.1 404").contains("unknown_subject");
    }

    @Test
    void whenAKnownPartyNeverFinishesItsBodiesThenItHurtsItselfAloneAndTheOtherDoorNot() throws Exception {
        ClientKey other = ClientKey.make(-1, 1);
        parties.register(
                new RelyingParty(
                        "slow-bank", "Slow Bank", "slow.example", RelyingParty.Law.JP_AML, List.of(), false, null),
                other.certificate());
        for (int i = 0; i < MANY; i++) {
            say(at(MUTUAL_TLS, other), """
                    POST /v1/disclosures HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: 1000\r
                    \r
                    {"code":\
                    """);
        }
        assertThat(standing()).startsWith("HTTP/1.1 404").contains("unknown_subject");
        try (SSLSocket resident = at(ISSUER, null)) {
            say(resident, "GET /terms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer(resident)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whenACertificateIsOutOfItsTermThenItsBearerIsTurnedAwayUnread() throws Exception {
        ClientKey late = ClientKey.make(-3, -1);
        SSLSocket socket = at(MUTUAL_TLS, late);
        say(socket, "POST /openid/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\ngrant");
        assertThat(head(socket)).startsWith("http/1.1 403");
    }

    @Test
    void whenResidentsHeadsNeverEndThenOthersAreAnswered() throws Exception {
        for (int i = 0; i < MANY; i++) {
            say(at(ISSUER, null), "GET /home HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        }
        try (SSLSocket resident = at(ISSUER, null)) {
            say(resident, "GET /terms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer(resident)).startsWith("HTTP/1.1 200");
        }
    }
}
