package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.demo.Story;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main job, told from beginning to end, and told again with somebody killed after every step. */
class StoryTest {

    /** Who is killed after a step. */
    enum Victim {
        /** The issuer and the sandbox in turns: what each loses alone shows at every other step. */
        ONE,
        BOTH;

        boolean isIssuer(int step) {
            return this == BOTH || step % 2 == 1;
        }

        boolean isSandbox(int step) {
            return this == BOTH || step % 2 == 0;
        }
    }

    private static String play(World world, Story.Interlude interlude) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new Story(world.platform, new PrintStream(told, true, StandardCharsets.UTF_8), interlude).play();
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whenNothingGoesWrongThenTheStoryGoesToItsEndAndTheStoreNamesNobody() throws Exception {
        try (World world = World.beginWithSites("story")) {
            String told = play(world, step -> {});
            assertThat(told).contains("10  J-LIS goes dark");
            Leaks.assertNone(world);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenSomebodyIsKilledAfterEveryStepThenTheStoryGoesOn(Victim victim) {
        try (World world = World.beginWithSites("story-kill-" + victim.name().toLowerCase(java.util.Locale.ROOT))) {
            play(world, step -> {
                if (victim.isIssuer(step)) {
                    world.platform.issuer().kill();
                }
                if (victim.isSandbox(step)) {
                    world.platform.sandbox().kill();
                }
                if (victim.isSandbox(step)) {
                    world.platform.sandbox().launch();
                }
                if (victim.isIssuer(step)) {
                    world.platform.issuer().launch();
                    world.platform.issuer().awaitReady();
                }
                world.platform.sandbox().awaitReady();
            });
            // Nothing twice: one private ID for each of the seven who enrolled.
            assertThat(world.privateIds()).isEqualTo(7);
        }
    }
}
