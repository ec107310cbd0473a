package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.demo.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Time passes, or differs between the two. */
class ClockTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static void issuerMovesTo(World world, Instant now) {
        world.operator()
                .send("PUT", "/operator/clock", Map.of("now", now.toString()))
                .expect(200);
    }

    private static Instant sandboxNow(World world) {
        return Instant.parse(world.sandbox.clock().text("now"));
    }

    @Test
    void whenYearsPassThenAnchorsExpireAndApplicationsToo() {
        try (World world = World.begin("clock")) {
            HolderApp holder = world.holder(false);
            Reply application = holder.apply(false);
            String signed = world.sandbox
                    .sign(holder.residentId(), application.text("document"), application.text("type"))
                    .expect(200)
                    .text("signed");
            world.sandbox.advance("PT11M");
            issuerMovesTo(world, sandboxNow(world));
            Reply late = holder.submit(application.text("application_id"), signed, null);
            assertThat(late.status()).isEqualTo(410);
            assertThat(late.code()).isEqualTo("application_expired");

            HolderApp other = world.holder(true);
            world.sandbox.advance("P6Y");
            issuerMovesTo(world, sandboxNow(world));
            // The app is let in by the machine's clock, which nobody moved, and says what has become of the ID.
            Await.until(
                    "the anchor expires",
                    PATIENCE,
                    () -> !other.state().expect(200).text("state").equals("ACTIVE"));
        }
    }

    @Test
    void whenTheIssuersClockIsWrongThenNothingIsTakenForGood() {
        try (World world = World.begin("skew")) {
            HolderApp holder = world.somebody();
            // Days, because within hours the day's revocation list still answers where OCSP does not.
            issuerMovesTo(world, sandboxNow(world).plus(Duration.ofDays(5)));
            Reply ahead = holder.enrol(false);
            assertThat(ahead.status()).isEqualTo(503);
            assertThat(ahead.code()).isEqualTo("certificate_status_unknown");
            issuerMovesTo(world, sandboxNow(world).minus(Duration.ofDays(5)));
            Reply behind = holder.enrol(false);
            assertThat(behind.status()).isEqualTo(503);
            issuerMovesTo(world, sandboxNow(world).plus(Duration.ofSeconds(20)));
            assertThat(holder.enrol(false).status())
                    .as("a little skew is all right")
                    .isEqualTo(201);
        }
    }
}
