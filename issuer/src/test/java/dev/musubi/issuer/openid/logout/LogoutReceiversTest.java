package dev.musubi.issuer.openid.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.fixture.HostileServer;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.OutboundForTests;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.issuer.relyingparty.OutboundTls;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that take a logout token, refuse it, or never finish. The timeout is no measure. */
@Timeout(120)
class LogoutReceiversTest {

    private final Outbound outbound = OutboundForTests.withLoopback();
    private final LogoutReceivers receivers;

    LogoutReceiversTest() throws Exception {
        receivers = new LogoutReceivers(outbound, new OutboundTls(new OutboundTls.Settings(null)));
    }

    @AfterEach
    void end() {
        outbound.destroy();
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "204, true",
        "302, false",
        "400, false",
        "404, false",
        "429, false",
        "500, false",
        "503, false"
    })
    void whenAClientAnswersThenItsStatusSaysWhetherItWasTaken(int status, boolean done) {
        try (HostileServer client = HostileServer.begin(HostileServer.answering(status, "x"))) {
            assertThat(taken(receivers.deliver("client", false, client.uri(), "a.b.c")))
                    .isEqualTo(done);
        }
    }

    @Test
    void whenATokenIsSentThenAsAForm() {
        List<String> received = new ArrayList<>();
        try (HostileServer client = HostileServer.begin((self, socket) -> {
            received.add(HostileServer.request(socket));
            HostileServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(taken(receivers.deliver("client", false, client.uri(), "a.b.c")))
                    .isTrue();
            assertThat(received.getFirst())
                    .contains("Content-Type: application/x-www-form-urlencoded")
                    .endsWith("logout_token=a.b.c");
        }
    }

    @Test
    void whenAClientDripsThenItIsToldAgainLaterAndTheOthersWereNotHeldUp() throws Exception {
        try (HostileServer slow = HostileServer.begin((self, socket) -> {
                    HostileServer.request(socket);
                    HostileServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                    self.drip(socket.getOutputStream(), "x");
                });
                HostileServer good = HostileServer.begin(HostileServer.answering(200, ""));
                ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> slowly = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                slowly.add(deliveries.submit(() -> taken(receivers.deliver("slow", false, slow.uri(), "a.b.c"))));
            }
            while (slow.asked() < 16) {
                Thread.onSpinWait();
            }
            assertThat(taken(receivers.deliver("good", false, good.uri(), "a.b.c")))
                    .isTrue();
            for (Future<Boolean> each : slowly) {
                assertThat(each.get()).isFalse();
            }
        }
    }

    @Test
    void whenAClientNamedAnAddressInsideThenItIsNotCalled() {
        assertThat(taken(receivers.deliver(
                        "client", false, URI.create("https://169.254.169.254/latest/meta-data"), "a.b.c")))
                .isFalse();
    }

    @Test
    void whenNobodyVerifiedTheClientThenNetworksAnOperatorOpenedAreClosedToIt() {
        try (HostileServer client = HostileServer.begin(HostileServer.answering(204, ""))) {
            assertThat(taken(receivers.deliver("verified", false, client.uri(), "a.b.c")))
                    .isTrue();
            assertThat(taken(receivers.deliver("stranger", true, client.uri(), "a.b.c")))
                    .isFalse();
            assertThat(client.asked()).isEqualTo(1);
        }
    }

    private static boolean taken(Outcome said) {
        return said instanceof Outcome.Answered(int status, var headers, var body) && status >= 200 && status < 300;
    }
}
