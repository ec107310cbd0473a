package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.app.client.AppKey;
import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.VirtualPhone;
import dev.musubi.app.demo.Await;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a thief has of a holder's, and what a liar can have signed, through the front doors. */
class LineageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static World world;

    @BeforeAll
    static void begin() {
        // Short, so that an authentication grows old while a test looks on.
        world = World.begin("lineage", "--musubi.credentials.fresh-for=PT15S");
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static HolderApp thief(HolderApp victim, AppKey key) {
        return new HolderApp(
                world.platform.holdersUri(),
                world.platform.serverCertificate(),
                world.sandbox,
                victim.residentId(),
                key,
                victim.access());
    }

    /** Another device of the same resident, with a key of its own. */
    private static HolderApp newPhone(HolderApp holder) {
        return new HolderApp(
                world.platform.holdersUri(), world.platform.serverCertificate(), world.sandbox, holder.residentId());
    }

    private static Browser atSignIn() {
        Browser browser = new Browser(List.of(world.platform.serverCertificate(), world.platform.mynaAppCertificate()));
        browser.open(URI.create(world.platform.holdersUri() + "/signin"));
        return browser;
    }

    private static boolean isSignedIn(Browser browser) {
        browser.open(URI.create(world.platform.holdersUri() + "/home"));
        return browser.shows("state");
    }

    private static Browser signedIn(HolderApp app) {
        Browser browser = atSignIn();
        new AtTheIssuer(world, app, browser).signIn();
        assertThat(isSignedIn(browser)).isTrue();
        return browser;
    }

    @Test
    void whenATokenIsCopiedWithoutItsKeyThenItIsWorthNothing() {
        HolderApp victim = world.holder(false);
        HolderApp thief = thief(victim, AppKey.generate());
        for (Reply reply : List.of(
                thief.state(),
                thief.attributes(),
                thief.allow("bank", "x", List.of("NAME")),
                thief.send("POST", "/v1/holder/withdrawal", Map.of("erase", true)))) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.code()).isEqualTo("invalid_dpop_proof");
            assertThat(reply.header("WWW-Authenticate")).startsWith("DPoP ").contains("error=\"invalid_dpop_proof\"");
        }
        assertThat(victim.state().status()).isEqualTo(200);
    }

    @Test
    void whenASignedApplicationIsSubmittedByAnotherKeyThenItIsRefused() {
        HolderApp victim = world.somebody();
        Reply application = victim.apply(false);
        String signed = world.sandbox
                .sign(victim.residentId(), application.text("document"), application.text("type"))
                .expect(200)
                .text("signed");
        Reply phished = newPhone(victim).submit(application.text("application_id"), signed, null);
        assertThat(phished.status()).isEqualTo(403);
        assertThat(phished.code()).isEqualTo("requester_differs");
        victim.submit(application.text("application_id"), signed, null).expect(201);
    }

    @Test
    void whenALiarPassesHisApplicationOnThenThePhoneDoesNotSignIt() {
        HolderApp liar = world.somebody();
        Reply his = liar.apply(false);
        Sandbox deceived = new Sandbox(world.platform.sandboxUri(), URI.create("https://musubi-login.example"));
        String victim = world.somebody().residentId();
        Reply refused = deceived.sign(victim, his.text("document"), his.text("type"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("ISSUER_DIFFERS");
        Reply shown = world.sandbox
                .sign(victim, his.text("document"), his.text("type"))
                .expect(200);
        assertThat(shown.text("shown"))
                .startsWith("接続先: " + world.platform.holdersUri().getAuthority() + "\n確認のことば: " + his.text("check_word")
                        + "\n");
    }

    @Test
    void whenAnAttackerHasTheVictimTapForHisBrowserThenTheVictimsOwnIsNotSentOn() {
        HolderApp victim = world.holder(false);
        Browser attacker = atSignIn();
        attacker.press("card");
        Browser own = atSignIn();
        URI waiting = attacker.at();
        // The link was passed on: whoever opens the attacker's waiting page in another browser is told nothing and sent
        // nowhere.
        own.open(waiting);
        assertThat(own.shows("open-app")).isFalse();
        assertThat(isSignedIn(own)).isFalse();
        // And a callback carried over signs nobody in.
        new VirtualPhone(victim.residentId(), world.platform.mynaAppCertificate()).confirm(attacker);
        own.open(attacker.at());
        assertThat(isSignedIn(own)).isFalse();
    }

    @Test
    void whenTheVictimReissuesThenEverythingOfBeforeIsOver() {
        AppKey stolenKey = AppKey.generate();
        HolderApp first = world.somebody();
        HolderApp victim = new HolderApp(
                world.platform.holdersUri(),
                world.platform.serverCertificate(),
                world.sandbox,
                first.residentId(),
                stolenKey,
                null);
        victim.enrol(true).expect(201);
        Browser session = signedIn(victim);
        HolderApp thief = thief(victim, stolenKey);
        assertThat(thief.state().status()).as("with the key it is the app").isEqualTo(200);

        // A refresh by consent is no proofing, and ends nothing.
        world.move(victim, true);
        world.sandbox.publish();
        Await.until(
                "refreshed",
                PATIENCE,
                () -> victim.state().body().path("generation").asInt() == 2);
        assertThat(isSignedIn(session)).isTrue();

        HolderApp phone = newPhone(victim);
        Reply issued = phone.enrol(false).expect(201);
        assertThat(issued.body().path("generation").asInt()).isEqualTo(3);
        assertThat(issued.body()
                        .path("ended")
                        .valueStream()
                        .map(each -> each.path("kind").asString()))
                .containsExactlyInAnyOrder("APP", "SESSION");
        assertThat(thief.state().code()).isEqualTo("access_required");
        assertThat(isSignedIn(session)).isFalse();
        assertThat(phone.state().status()).isEqualTo(200);
        assertThat(phone.send("GET", "/v1/holder/notices", null)
                        .expect(200)
                        .body()
                        .valueStream()
                        .map(each -> each.path("kind").asString()))
                .contains("EARLIER_ENDED", "APP_ADDED");
    }

    @Test
    void whenAnAuthenticationHasGrownOldThenWhatMattersWaitsForTheCard() {
        HolderApp holder = world.holder(false);
        Browser browser = signedIn(holder);
        holder.send("POST", "/v1/holder/suspension", null).expect(204);
        Await.until(
                "grown old",
                PATIENCE,
                () -> holder.send("POST", "/v1/holder/credentials/keep", Map.of("keep", List.of()))
                        .code()
                        .equals("insufficient_user_authentication"));
        for (Reply reply : List.of(
                holder.send("DELETE", "/v1/holder/suspension", null),
                holder.allow("bank", "x", List.of("NAME")),
                holder.send("POST", "/v1/holder/withdrawal", Map.of("erase", true)))) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.code()).isEqualTo("insufficient_user_authentication");
            assertThat(reply.header("WWW-Authenticate")).contains("max_age=\"15\"");
        }
        // The browser's is a little younger than the app's.
        Await.until("the page asks once more", PATIENCE, () -> {
            browser.open(URI.create(world.platform.holdersUri() + "/signin/passkey?to=/home"));
            return browser.shows("again");
        });
        browser.open(URI.create(world.platform.holdersUri() + "/home"));
        browser.press("resume");
        assertThat(browser.shows("again")).isTrue();
        assertThat(holder.state().text("state")).isEqualTo("SUSPENDED");

        holder.authenticate();
        holder.send("DELETE", "/v1/holder/suspension", null).expect(204);
        assertThat(holder.state().text("state")).isEqualTo("ACTIVE");
    }

    @Test
    void whenSomebodyLooksThenEachWayInIsThereAndEndsAlone() {
        HolderApp holder = world.holder(false);
        Browser one = signedIn(holder);
        Browser other = signedIn(holder);
        Reply listed = holder.send("GET", "/v1/holder/credentials", null).expect(200);
        String newest = listed.body()
                .valueStream()
                .filter(each -> each.path("kind").asString().equals("SESSION"))
                .map(each -> each.path("credential").asString())
                .findFirst()
                .orElseThrow();
        holder.send("DELETE", "/v1/holder/credentials/" + newest, null).expect(204);
        assertThat(isSignedIn(other)).isFalse();
        assertThat(isSignedIn(one)).isTrue();
    }
}
