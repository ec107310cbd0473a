package dev.musubi.sandbox.mynaapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.musubi.sandbox.SandboxProperties;
import dev.musubi.sandbox.World;
import dev.musubi.sandbox.fixture.StoppedClock;
import dev.musubi.sandbox.fixture.TestWorld;
import dev.musubi.sandbox.problem.Problem;
import dev.musubi.sandbox.verifierservice.ConsentStart;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the played server outlives a restart, and what a file at the start says. */
class MynaAppStateTest {

    private static final String CLIENT = """
            {"name":"試験","redirectUris":["https://rp.example/back"],
             "jwks":{"keys":[{"kty":"EC","crv":"P-256","kid":"a",
              "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}}
            """;

    private final Realm realm = new Realm(() -> URI.create("https://127.0.0.1:1"));

    @TempDir
    Path folder;

    private World open(@Nullable Path clients) {
        return World.open(
                new SandboxProperties(
                        folder.resolve("data"),
                        10,
                        TestWorld.SEED,
                        0,
                        URI.create("http://127.0.0.1:9080"),
                        ConsentStart.NEXT_DAY,
                        0,
                        null,
                        clients),
                new StoppedClock(TestWorld.START));
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("clients.json"), text);
    }

    @Test
    void whenItIsStartedAgainThenClientsAndKeysAreTheSame() throws Exception {
        Object keys;
        String subject;
        try (World world = open(file("{\"RP1\":" + CLIENT + "}"))) {
            MynaApp app = world.mynaApp(realm);
            assertThat(app.clients().find("RP1").orElseThrow().encryptionKey()).isNull();
            keys = app.publicKeys();
            assertThat(keys).hasToString(app.publicKeys().toString());
            subject = String.valueOf(world.mynaApp(realm).publicKeys());
        }
        long size = Files.size(folder.resolve("data/journal"));
        try (World world = open(folder.resolve("clients.json"))) {
            MynaApp app = world.mynaApp(realm);
            assertThat(app.clients().all()).extracting(Client::id).containsExactly("RP1");
            assertThat(app.publicKeys()).hasToString(subject);
            assertThat(Files.size(folder.resolve("data/journal")))
                    .as("nothing is written twice")
                    .isEqualTo(size);
            assertThat(app.clients().remove("RP1")).isTrue();
        }
        try (World world = open(null)) {
            assertThat(world.mynaApp(realm).clients().all()).isEmpty();
        }
    }

    @Test
    void whenTheFileIsNoneThenTheSandboxDoesNotStart() throws Exception {
        assertThatThrownBy(() -> open(folder.resolve("nothing"))).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> open(file("[]"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open(file("{\"RP-1\":" + CLIENT + "}"))).isInstanceOf(Problem.class);
        open(null).close();
    }

    @Test
    void whenThingsExpireThenTheyAreGoneAndTheirPlaceIsFree() {
        StoppedClock clock = new StoppedClock(TestWorld.START);
        Expiring<String> kept = new Expiring<>(clock);
        assertThat(kept.add("a", "1", TestWorld.START.plusSeconds(60))).isTrue();
        assertThat(kept.add("a", "1", TestWorld.START.plusSeconds(60)))
                .as("the same again")
                .isFalse();
        assertThat(kept.get("a")).contains("1");
        for (int i = 0; i < 9_999; i++) {
            kept.add("k" + i, "v", TestWorld.START.plusSeconds(60));
        }
        assertThatThrownBy(() -> kept.add("one more", "v", TestWorld.START.plusSeconds(60)))
                .isInstanceOf(OAuthProblem.class);
        clock.advance(Duration.ofSeconds(60));
        assertThat(kept.get("a")).isEmpty();
        assertThat(kept.take("k1")).isEmpty();
        assertThat(kept.add("a", "2", TestWorld.START.plusSeconds(120))).isTrue();
        assertThat(kept.take("a")).contains("2");
        assertThat(kept.take("a")).isEmpty();
    }
}
