package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.app.demo.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Kills at random moments, in the middle of whatever goes on. */
class CrashTest {

    @Test
    void whenTheIssuerIsKilledWhilePeopleEnrolAndMoveThenNothingIsLostAndNothingIsTwice() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CrashTest seed " + seed);
        Random random = new Random(seed);
        try (World world = World.begin("crash");
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<HolderApp> holders = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                holders.add(world.somebody());
            }
            AtomicInteger enrolled = new AtomicInteger();
            for (HolderApp holder : holders) {
                people.execute(() -> {
                    enrolUntilItWorks(holder);
                    enrolled.incrementAndGet();
                });
            }
            int kills = 0;
            while (enrolled.get() < holders.size() && kills < 12) {
                TimeUnit.MILLISECONDS.sleep(150 + random.nextInt(700));
                world.platform.issuer().kill();
                kills++;
                world.platform.issuer().launch();
                world.platform.issuer().awaitReady();
            }
            Await.until("everybody is enrolled", Duration.ofSeconds(90), () -> enrolled.get() == holders.size());
            assertThat(world.privateIds()).isEqualTo(holders.size());

            // All move at once; the issuer dies while it sweeps and refreshes.
            holders.forEach(holder -> world.move(holder, true));
            world.sandbox.publish();
            for (int i = 0; i < 4; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
                world.platform.issuer().kill();
                world.platform.issuer().launch();
                world.platform.issuer().awaitReady();
            }
            for (HolderApp holder : holders) {
                Await.until("refreshed", Duration.ofSeconds(60), () -> {
                    Reply state = holder.state().expect(200);
                    return state.text("state").equals("ACTIVE")
                            && state.text("attributes_source").equals("J_LIS");
                });
                Reply history = holder.history().expect(200);
                long refreshes = history.body()
                        .valueStream()
                        .filter(entry -> entry.path("kind").asString().equals("private_id.refreshed"))
                        .count();
                assertThat(refreshes).isEqualTo(1);
            }
            assertThat(world.privateIds()).isEqualTo(holders.size());
        }
    }

    private static void enrolUntilItWorks(HolderApp holder) {
        while (true) {
            try {
                if (holder.enrol(true).status() == 201) {
                    return;
                }
            } catch (UnreachableException | Reply.UnexpectedReplyException killed) {
                // The issuer is down; a person would try again, so do we.
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
