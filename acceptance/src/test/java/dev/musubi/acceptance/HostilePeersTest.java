package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Tls;
import dev.musubi.app.demo.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Peers that drip, hang, flood and break off, on both sides of an issuer in a process of its own: whoever depends on them is
 * told so, and nobody else notices. The timeout is no measure.
 */
@Timeout(180)
class HostilePeersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Attackers come from an address of their own, as they would. */
    private static final String ATTACKER = "127.0.0.66";

    private static final int MANY = 200;

    private static final BadLine STATUS = new BadLine();
    private static final BadLine SERVICES = new BadLine();
    private static World world;
    private static HolderApp bystander;
    private static String bystanderAtBank;

    private final List<Socket> attackers = new ArrayList<>();

    @BeforeAll
    static void begin() {
        world = World.begin(
                "hostile-peers",
                "--musubi.jlis.ocsp=http://127.0.0.1:" + STATUS.port() + "/ocsp/signature",
                "--musubi.jlis.services=https://127.0.0.1:" + SERVICES.port());
        STATUS.to(world.platform.ports().sandbox());
        SERVICES.to(world.platform.ports().verifierServices());
        bystander = world.holder(false);
        bystanderAtBank = world.atBank(bystander);
    }

    @AfterAll
    static void end() {
        world.close();
        STATUS.close();
        SERVICES.close();
    }

    @AfterEach
    void mend() throws IOException {
        STATUS.now(BadLine.Manner.PASSES);
        SERVICES.now(BadLine.Manner.PASSES);
        for (Socket attacker : attackers) {
            attacker.close();
        }
    }

    private static void nobodyElseNotices() {
        assertThat(bystander.state().expect(200).text("state")).isEqualTo("ACTIVE");
        assertThat(world.bank().standing(bystanderAtBank, null).expect(200).text("state"))
                .isEqualTo("ACTIVE");
        world.operator().coverage().expect(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = BadLine.Manner.class,
            names = {"PASSES"},
            mode = EnumSource.Mode.EXCLUDE)
    void whenTheStatusServiceBehavesBadlyThenOneAnswerIsNotFreshAndNobodyElseNotices(BadLine.Manner manner)
            throws Exception {
        HolderApp holder = world.holder(false);
        String subject = world.atBank(holder);
        STATUS.now(manner);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> asking = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asking.add(threads.submit(() -> world.bank().standing(subject, "PT0S")));
            }
            nobodyElseNotices();
            for (Future<Reply> each : asking) {
                Reply standing = each.get().expect(200);
                assertThat(standing.text("state")).isEqualTo("ACTIVE");
                assertThat(standing.body().path("fresh").asBoolean(true)).isFalse();
            }
        }
        STATUS.now(BadLine.Manner.PASSES);
        Await.until(
                "it is asked again",
                PATIENCE,
                () -> world.bank()
                        .standing(subject, "PT0S")
                        .expect(200)
                        .body()
                        .path("fresh")
                        .asBoolean(false));
    }

    @ParameterizedTest
    @EnumSource(
            value = BadLine.Manner.class,
            names = {"HANGS", "HEAD_DRIPS", "RESETS", "NONSENSE"})
    void whenTheServicesBehaveBadlyThenAnEnrolmentWaitsAndNobodyElseNotices(BadLine.Manner manner) throws Exception {
        HolderApp applicant = world.somebody();
        Reply application = applicant.apply(false);
        String signed = world.sandbox
                .sign(applicant.residentId(), application.text("document"), application.text("type"))
                .expect(200)
                .text("signed");
        SERVICES.now(manner);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> submitted =
                    threads.submit(() -> applicant.submit(application.text("application_id"), signed, null));
            nobodyElseNotices();
            Reply refused = submitted.get();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("person_not_determined");
        }
        SERVICES.now(BadLine.Manner.PASSES);
        Await.until(
                "the same application is taken",
                PATIENCE,
                () -> applicant
                                .submit(application.text("application_id"), signed, null)
                                .status()
                        == 201);
    }

    /** What a caller can do to a door. */
    enum Call {
        SAYS_NOTHING,
        BEGINS_NO_HANDSHAKE,
        DRIPS_ITS_HEAD,
        NEVER_ENDS_ITS_BODY,
        SENDS_HEADERS_WITHOUT_END,
        SENDS_A_BOMB,
        RESETS
    }

    private Socket plain(int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(ATTACKER), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        attackers.add(socket);
        return socket;
    }

    private OutputStream encrypted(int port, boolean withSelfMadeCertificate) throws IOException {
        Socket plain = plain(port);
        var context = Tls.context(
                world.platform.serverCertificate(),
                withSelfMadeCertificate
                        ? Tls.relyingPartyKey(world.platform.data().resolve("stranger/client.p12"), "Stranger")
                        : null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
        attackers.add(socket);
        return socket.getOutputStream();
    }

    private void call(int port, Call how) throws IOException {
        boolean relyingParties = port == world.platform.ports().relyingParties();
        String post = "POST " + (relyingParties ? "/v1/disclosures" : "/v1/issuance-applications")
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        switch (how) {
            case SAYS_NOTHING -> plain(port);
            case BEGINS_NO_HANDSHAKE -> say(plain(port).getOutputStream(), "\u0016\u0003\u0001\u0002\u0000");
            case DRIPS_ITS_HEAD -> say(encrypted(port, relyingParties), "GET /terms HTTP/1.1\r\nHost: localh");
            case NEVER_ENDS_ITS_BODY ->
                say(encrypted(port, relyingParties), post + "Content-Length: 1000\r\n\r\n{\"code\":");
            case SENDS_HEADERS_WITHOUT_END -> {
                OutputStream out = encrypted(port, relyingParties);
                say(
                        out,
                        "GET /terms HTTP/1.1\r\nHost: localhost\r\n"
                                + ("X-More: " + "x".repeat(500) + "\r\n").repeat(40));
            }
            case SENDS_A_BOMB -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                    gzip.write(new byte[20 * 1024 * 1024]);
                }
                OutputStream out = encrypted(port, relyingParties);
                say(out, post + "Content-Encoding: gzip\r\nContent-Length: " + bytes.size() + "\r\n\r\n");
                out.write(bytes.toByteArray());
                out.flush();
            }
            case RESETS -> {
                Socket socket = plain(port);
                say(socket.getOutputStream(), "\u0016\u0003\u0001");
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void whenCallersBehaveBadlyThenNobodyElseNotices(Call how) {
        for (int port :
                List.of(world.platform.ports().holders(), world.platform.ports().relyingParties())) {
            for (int i = 0; i < (how == Call.SENDS_A_BOMB ? 10 : MANY); i++) {
                try {
                    call(port, how);
                } catch (IOException turnedAway) {
                    // That is what a door is for.
                }
            }
            nobodyElseNotices();
        }
    }

    @Test
    void whenAllOfThemComeAtOnceThenNobodyElseNotices() throws Exception {
        STATUS.now(BadLine.Manner.DRIPS);
        SERVICES.now(BadLine.Manner.HANGS);
        HolderApp applicant = world.somebody();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> enrolling = threads.submit(() -> applicant.enrol(false));
            for (Call how : Call.values()) {
                whenCallersBehaveBadlyThenNobodyElseNotices(how);
            }
            assertThat(enrolling.get().status()).isIn(429, 503);
        }
    }
}
