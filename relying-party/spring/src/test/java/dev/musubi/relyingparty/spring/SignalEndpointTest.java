package dev.musubi.relyingparty.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.fixture.TestTransmitter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/** Signals that are pushed to an application on the starter. */
class SignalEndpointTest {

    /** An application that listens. */
    static class Listens {
        final List<Signal> heard = new CopyOnWriteArrayList<>();
        volatile boolean able = true;

        @EventListener
        void on(Signal signal) {
            if (!able) {
                throw new IllegalStateException("not now");
            }
            heard.add(signal);
        }
    }

    @TempDir
    private Path folder;

    private TestTransmitter transmitter;
    private @Nullable ConfigurableApplicationContext application;

    @BeforeEach
    void begin() {
        transmitter = new TestTransmitter(folder);
    }

    @AfterEach
    void end() {
        if (application != null) {
            application.close();
        }
        transmitter.close();
    }

    private Listens start(String... further) {
        String[] usual = {
            "--server.port=0",
            "--musubi.relying-party.issuer=" + transmitter.issuer(),
            "--musubi.relying-party.client-id=bank",
            "--musubi.relying-party.key=" + folder.resolve("bank.jwk"),
            "--musubi.relying-party.origin=https://bank.example",
            "--musubi.relying-party.trusted=" + transmitter.pem(),
            "--spring.main.banner-mode=off",
            "--logging.level.root=warn"
        };
        String[] all = new String[usual.length + further.length];
        System.arraycopy(usual, 0, all, 0, usual.length);
        System.arraycopy(further, 0, all, usual.length, further.length);
        ConfigurableApplicationContext started =
                new SpringApplicationBuilder(TestApplication.class, Listens.class).run(all);
        application = started;
        return started.getBean(Listens.class);
    }

    private HttpResponse<String> push(String token, String authorization) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:"
                                        + Objects.requireNonNull(application)
                                                .getEnvironment()
                                                .getProperty("local.server.port")
                                        + "/musubi/signals"))
                                .header("Content-Type", "application/secevent+jwt")
                                .header("Authorization", authorization)
                                .POST(BodyPublishers.ofString(token))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void whenASignalIsPushedThenItIsAnEventOfTheApplicationOnce() throws Exception {
        Listens listens = start("--musubi.relying-party.signals-authorization=Bearer secret");
        String token = transmitter.token("one", Signal.REISSUE_REQUIRED, claims -> {});
        HttpResponse<String> refused = push(token, "Bearer other");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("authentication_failed");
        assertThat(refused.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(refused.headers().allValues("Content-Language")).containsExactly("en");
        listens.able = false;
        assertThat(push(token, "Bearer secret").statusCode()).isEqualTo(503);
        listens.able = true;
        HttpResponse<String> taken = push(token, "Bearer secret");
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.headers().map()).doesNotContainKeys("content-type", "content-language");
        assertThat(push(token, "Bearer secret").statusCode()).isEqualTo(202);
        assertThat(listens.heard).hasSize(1);
        assertThat(listens.heard.get(0).is(Signal.REISSUE_REQUIRED)).isTrue();
        assertThat(push("x".repeat(100_000), "Bearer secret").statusCode()).isEqualTo(400);
    }

    @Test
    void whenNoHeaderIsSetThenThereIsNoSuchAddress() throws Exception {
        start();
        String token = transmitter.token("one", Signal.REISSUED, claims -> {});
        assertThat(push(token, "Bearer secret").statusCode()).isEqualTo(404);
    }
}
