package dev.musubi.relyingparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.musubi.relyingparty.Trouble.Why;
import dev.musubi.relyingparty.fixture.HostileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who serves the names that a provider's metadata has may not answer for long. Nobody who signs in waits for that. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SlowNamesTest {

    /** Enough for the metadata to come on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int AT_ONCE = 4;

    @TempDir
    Path folder;

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private HostileServer server;
    private URI issuer;

    @BeforeEach
    void begin() {
        server = new HostileServer(folder, (raw, out) -> {});
        issuer = URI.create("https://localhost:" + server.uri().getPort());
        byte[] metadata = """
                {"issuer":"%s","authorization_response_iss_parameter_supported":true,
                 "code_challenge_methods_supported":["S256"],
                 "jwks_uri":"https://names.example/keys","authorization_endpoint":"https://names.example/authorize",
                 "token_endpoint":"https://names.example/token","userinfo_endpoint":"https://names.example/userinfo",
                 "pushed_authorization_request_endpoint":"https://names.example/par"}""".formatted(issuer).getBytes(StandardCharsets.UTF_8);
        server.behaviour = (raw, out) -> {
            HostileServer.head(out, "200 OK", "Content-Length: " + metadata.length);
            out.write(metadata);
        };
    }

    private Transport transport(Duration patience) throws IOException {
        return new Transport(
                ClientTls.context(List.of(server.pem()), null, new char[0]),
                patience,
                new Peers(8, Duration.ZERO, System::nanoTime));
    }

    @AfterEach
    void end() {
        answered.countDown();
        server.close();
    }

    private InetAddress[] slowly(String host) {
        asked.incrementAndGet();
        try {
            answered.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Test
    void whenNoNameIsAnsweredThenWhoeverSignsInIsToldInTimeAndLaterItIsTriedAgain()
            throws IOException, NotSignedInException {
        try (Transport transport = transport(PATIENCE)) {
            Provider provider = new Provider(
                    issuer,
                    transport,
                    new SteadyClock(InstantSource.system(), Duration.ofSeconds(30)),
                    false,
                    new Addresses(this::slowly));
            assertThat(catchThrowableOfType(NotSignedInException.class, provider::known)
                            .outcome())
                    .isInstanceOfSatisfying(
                            NotSignedIn.Unreachable.class,
                            unreachable ->
                                    assertThat(unreachable.trouble().why()).isEqualTo(Why.TOO_SLOW));
            assertThat(asked).hasValue(1);
            answered.countDown();
            assertThat(provider.known().token()).isEqualTo(URI.create("https://names.example/token"));
        }
    }

    @Test
    void whenNoNameIsAnsweredThenOnlySoManyThreadsWaitForOne() throws IOException {
        try (Transport transport = transport(SHORT)) {
            for (int i = 0; i < AT_ONCE; i++) {
                assertThat(why(transport)).isEqualTo(Why.TOO_SLOW);
            }
            assertThat(why(transport)).isEqualTo(Why.TOO_MANY_AT_ONCE);
            answered.countDown();
            Why then = Why.TOO_MANY_AT_ONCE;
            while (then == Why.TOO_MANY_AT_ONCE) {
                then = why(transport);
            }
            assertThat(then).as("it is looked up").isNull();
        }
    }

    private @Nullable Why why(Transport transport) {
        try {
            assertThat(transport.inTime(() -> slowly("names.example"))).hasSize(1);
            return null;
        } catch (TransportException failed) {
            return failed.why();
        }
    }
}
