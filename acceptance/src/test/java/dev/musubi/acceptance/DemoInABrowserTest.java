package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.HolderApp;
import dev.musubi.app.demo.Await;
import dev.musubi.app.demo.Cast;
import dev.musubi.app.demo.Landing;
import dev.musubi.app.process.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The demonstration as its visitors go through it: from its first page, in a real browser and with nothing else. Every page is
 * looked at on the way ({@link Lens}), in both languages, on a phone and at a desk, once by keyboard alone.
 */
class DemoInABrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Map<String, Lens> LENSES = new HashMap<>();

    private static Chromium chromium;
    private static World world;
    private static Landing landing;
    private static final Map<String, CityHall> HALLS = new HashMap<>();

    @BeforeAll
    static void begin() throws IOException {
        chromium = Chromium.start();
        world = World.beginWithSites("demo-in-a-browser");
        for (Site site : Site.values()) {
            world.operator().register(world.platform.siteRegistration(site));
        }
        landing = Landing.open(world.platform, world.sandbox, Optional.empty());
    }

    @AfterAll
    static void end() {
        if (world != null) {
            landing.close();
            world.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    static List<Screen> everyScreen() {
        return List.of(Screen.phone("ja"), Screen.keys("en"), Screen.desk("ja"), Screen.phone("en"));
    }

    static List<Screen> aPhoneAndADesk() {
        return List.of(Screen.phone("ja"), Screen.desk("en"));
    }

    /** One for each language and width: what was looked at once is not looked at again. */
    private static Lens lens(Screen screen) {
        return LENSES.computeIfAbsent(screen.toString(), each -> new Lens(screen));
    }

    /** Where the landing page's link leads, in the same language and width. */
    private static CityHall hall(Screen screen) {
        return HALLS.computeIfAbsent(
                screen.toString(),
                each -> new CityHall(
                        chromium, screen, lens(screen), world.platform.sandboxUri() + "/?lang=" + screen.language()));
    }

    private static Walk walk(Screen screen) {
        HolderApp resident = new Cast(world.platform, world.sandbox).grownUp().orElseThrow();
        return new Walk(
                ResidentsBrowser.open(chromium, screen, lens(screen), resident.residentId()),
                world,
                landing.uri().toString(),
                resident.residentId());
    }

    @ParameterizedTest
    @MethodSource("everyScreen")
    void whenSomebodyMovesThenTheBankLeadsToTheReissueAndBackInSevenTapsAndTwoPins(Screen screen) {
        try (Walk walk = walk(screen)) {
            walk.apply(false);
            assertThat(walk.state()).isEqualTo("ACTIVE");
            Walk.Account opened = walk.openAccount();
            hall(screen).move(walk.residentId());
            Await.until(
                    "the issuer has seen the lists", PATIENCE, () -> walk.home().equals("REISSUE_REQUIRED"));
            walk.lookAround("moved");
            walk.noticeAtTheBank();
            walk.leave();

            walk.taps().begin();
            walk.reissueFromTheBank();
            Walk.Account kept = walk.updatedAccount();
            assertThat(kept.number()).as("the same account").isEqualTo(opened.number());
            assertThat(kept.subject()).as("the same person to the bank").isEqualTo(opened.subject());
            assertThat(kept.address()).as("who lives elsewhere now").isNotEqualTo(opened.address());
            assertThat(walk.taps().taps()).as("%s", walk.taps()).hasSizeLessThanOrEqualTo(7);
            assertThat(walk.taps().pins()).as("%s", walk.taps()).hasSizeLessThanOrEqualTo(2);
            assertThat(walk.home()).isEqualTo("ACTIVE");
            walk.lookAround("reissued");
        }
    }

    @ParameterizedTest
    @MethodSource("aPhoneAndADesk")
    void whenSomebodyAgreedThatTheBankIsToldThenItsCounterShowsTheMoveBeforeAnybodySignsIn(Screen screen) {
        try (Walk walk = walk(screen);
                Counter counter = new Counter(chromium, screen, lens(screen), world.platform.siteUri(Site.BANK))) {
            walk.apply(false);
            Walk.Account opened = walk.openAccountAndLetTheBankBeTold();
            counter.shows(opened.number(), "", "counter");
            hall(screen).move(walk.residentId());
            counter.shows(opened.number(), "TO_CONFIRM", "counter-marked");
            walk.toldAtTheBank();
            walk.leave();
            walk.reissueFromTheBank();
            assertThat(walk.updatedAccount().address()).isNotEqualTo(opened.address());
            counter.shows(opened.number(), "", "counter-after");
        }
    }

    @ParameterizedTest
    @MethodSource("aPhoneAndADesk")
    void whenEachSiteIsVisitedThenItsFirstPagesAreSound(Screen screen) {
        try (Walk walk = walk(screen)) {
            walk.visitSites();
        }
    }

    @ParameterizedTest
    @MethodSource("aPhoneAndADesk")
    void whenTheTelcoAndTheCityOfficeAreUsedThenTheirInnerPagesAreSound(Screen screen) {
        try (Walk walk = walk(screen)) {
            walk.apply(false);
            walk.use(Site.TELCO);
            walk.use(Site.CITY);
        }
    }

    @ParameterizedTest
    @MethodSource("aPhoneAndADesk")
    void whenSomethingGoesWrongAtTheCityHallThenItSaysSoAndAsksFirst(Screen screen) {
        String residentId =
                new Cast(world.platform, world.sandbox).grownUp().orElseThrow().residentId();
        hall(screen).goWrong(residentId);
        assertThat(world.sandbox.resident(residentId).body().path("events")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("aPhoneAndADesk")
    void whenSomebodyShowsWhoTheyAreMeanwhileThenTheBoxesOfTheConsentStayAsTheyWere(Screen screen) {
        try (Walk walk = walk(screen)) {
            walk.apply(false);
            walk.askedByTheCityOffice();
            walk.tickAndConfirmWho();
            assertThat(walk.remembers()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("aPhoneAndADesk")
    void whenSomebodyAgreedToUpdatesThenAMoveIsFollowedWithoutATap(Screen screen) {
        try (Walk walk = walk(screen)) {
            walk.apply(true);
            Walk.Account opened = walk.openAccount();
            walk.taps().begin();
            hall(screen).move(walk.residentId());
            Await.until("brought up to date", PATIENCE, () -> {
                walk.home();
                return walk.generations() == 2;
            });
            assertThat(walk.state()).isEqualTo("ACTIVE");
            assertThat(walk.taps().taps()).isEmpty();
            walk.lookAround("refreshed");
            Walk.Account kept = walk.comeBackToTheBank();
            assertThat(kept.number()).isEqualTo(opened.number());
            assertThat(kept.address()).isNotEqualTo(opened.address());
        }
    }
}
