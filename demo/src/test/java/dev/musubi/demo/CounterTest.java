package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.fixture.TestDecisions;
import dev.musubi.relyingparty.fixture.TestPersons;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestStatusList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bank's counter: what signals do to accounts whose holders agreed, and to no others. */
class CounterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACCOUNT = "account-1000001";
    private static final int ENTRY = 7;

    @TempDir
    static Path data;

    private static Sites sites;
    private static TestStatusList list;

    private int told;

    @BeforeAll
    static void begin() {
        sites = Sites.start(data);
        list = new TestStatusList(sites.provider, 1, 2, TestStatusList.ENTRIES);
    }

    @AfterAll
    static void end() {
        sites.close();
    }

    @BeforeEach
    void asUsual() throws IOException {
        sites.provider.decision = TestDecisions.accept();
        sites.provider.standing = standing("ACTIVE", 1);
        sites.provider.standingStatus = 200;
        sites.provider.managedStatus = 0;
        sites.provider.idToken = claims -> {};
        agrees(true);
        for (String each : List.of("bank/records", "bank/watched")) {
            Path folder = data.resolve(each);
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
        sites.provider.managed.clear();
    }

    private static void agrees(boolean agrees) {
        sites.provider.tokenAnswer = answer -> answer.put("scope", agrees ? "openid monitoring" : "openid");
    }

    private static Map<String, Object> standing(String state, int generation) {
        Map<String, Object> standing = TestProvider.standing(state, true);
        standing.put("generation", generation);
        return standing;
    }

    /** Looks until it is so: others do it by threads of their own. */
    private static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in vain: " + what).isLessThan(deadline);
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static Person customer() {
        Person person = new Person(sites, Shop.BANK).open("/procedure").post("/procedure");
        assertThat(person.at.getPath()).isEqualTo("/mine");
        return person;
    }

    private static Person watchedCustomer() {
        Person person = customer();
        untilIntroduced();
        return person;
    }

    private static void untilIntroduced() {
        until(
                "the issuer is told to tell",
                () -> new Watches(data.resolve("bank/watched"))
                        .find(TestProvider.SUBJECT)
                        .filter(Watched::inStream)
                        .isPresent());
    }

    private static Person clerk() {
        return new Person(sites, Shop.BANK).open("/counter");
    }

    private static String mark() {
        return clerk().attribute(ACCOUNT, "data-mark");
    }

    private static String secret() {
        try {
            return Files.readString(data.resolve("bank/signals-authorization"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token(String type, Map<String, Object> said) {
        told++;
        return sites.provider.sign(
                "secevent+jwt",
                new JWTClaimsSet.Builder()
                        .issuer(sites.provider.issuer())
                        .audience("bank")
                        .issueTime(Date.from(Instant.now().minusSeconds(30).plusSeconds(told)))
                        .jwtID(getClass().getSimpleName() + System.nanoTime())
                        .claim(
                                "sub_id",
                                Map.of(
                                        "format",
                                        "iss_sub",
                                        "iss",
                                        sites.provider.issuer(),
                                        "sub",
                                        TestProvider.SUBJECT))
                        .claim("events", Map.of(type, said))
                        .build());
    }

    private void tell(String type, Map<String, Object> said) {
        push(token(type, said), 202);
    }

    private static void push(String token, int status) {
        assertThat(new Person(sites, Shop.BANK).push(secret(), token).status).isEqualTo(status);
    }

    @Test
    void whenAHolderAgreedThenAMoveMarksTheAccountBeforeAnybodySignsIn() {
        watchedCustomer();
        assertThat(sites.provider.lastRequest).containsEntry("scope", "openid monitoring");
        assertThat(sites.provider.managed)
                .anySatisfy(call ->
                        assertThat(call).startsWith("/signals/subjects/add ").contains(TestProvider.SUBJECT));
        assertThat(mark()).isEmpty();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        Person clerk = clerk();
        assertThat(clerk.attribute(ACCOUNT, "data-mark")).isEqualTo("TO_CONFIRM");
        assertThat(clerk.text(ACCOUNT)).contains("普通 1000001", "住所の確認が必要です", "再発行が必要になったと知らされました");
        assertThat(clerk.text("staff")).contains("行員");
        assertThat(clerk.text("main"))
                .as("nothing of the person, and nothing but words")
                .doesNotContain(TestPersons.NAME, TestProvider.SUBJECT, "TO_CONFIRM", "secevent", "{");
        assertThat(clerk.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'");
        clerk.post("/language", "language", "en", "to", "/counter");
        assertThat(clerk.text(ACCOUNT)).contains("Address to be confirmed");
    }

    @Test
    void whenAHolderDidNotAgreeThenNothingIsHeardOfThem() {
        agrees(false);
        Person person = customer();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        assertThat(mark()).isEmpty();
        assertThat(clerk().attribute(ACCOUNT, "data-list"))
                .as("nor is the list looked into")
                .isEmpty();
        assertThat(clerk().text(ACCOUNT)).contains("通知への同意がない");
        assertThat(new Watches(data.resolve("bank/watched")).all()).isEmpty();
        assertThat(sites.provider.managed).noneMatch(call -> call.contains("subjects"));
        assertThat(person.text("watched")).contains("同意をいただいていない");
        agrees(true);
        person.open(person.attribute("watch", "href"));
        assertThat(sites.provider.lastRequest).containsEntry("scope", "openid monitoring");
        assertThat(person.text("watched")).contains("同意をいただきました");
        untilIntroduced();
    }

    @Test
    void whenSomebodySignsInThatIsNotOpeningAnAccountThenThatPageIsNotInTheWay() {
        Person person = watchedCustomer();
        person.open("/musubi/sign-in?return_to=/mine");
        assertThat(sites.provider.lastRequest).containsEntry("scope", "openid");
        person.open("/musubi/sign-in?return_to=/procedure");
        assertThat(sites.provider.lastRequest).as("a customer is asked no more").containsEntry("scope", "openid");
        new Person(sites, Shop.CITY).open("/musubi/sign-in?return_to=/procedure");
        assertThat(sites.provider.lastRequest)
                .as("and at the city office nobody is")
                .containsEntry("scope", "openid");
        assertThat(new Person(sites, Shop.CITY).open("/counter").status).isEqualTo(404);
    }

    @Test
    void whenTheHolderComesBackWhereTheyAreSignedInThenTheySeeTheSameWithOneButton() {
        Person person = watchedCustomer();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        sites.provider.standing = standing("REISSUE_REQUIRED", 1);
        person.open("/mine");
        assertThat(person.text("to-confirm")).contains("住所の確認が必要です", "再発行");
        assertThat(person.attribute("renew", "href")).isEqualTo("/musubi/sign-in?return_to=/mine&max_age=0");
        assertThat(person.shows("outdated")).isFalse();
        sites.provider.standingStatus = 503;
        assertThat(person.open("/mine").shows("to-confirm"))
                .as("whether the issuer answers or not")
                .isTrue();
        assertThat(person.text("counter")).contains("窓口");
    }

    @Test
    void whenItIsIssuedAnewThenTheMarkGoesOnceTheBankHasWhatItSays() {
        Person person = watchedCustomer();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        sites.provider.standing = standing("ACTIVE", 2);
        tell(Signal.REISSUED, Map.of("attributes_changed", true));
        assertThat(clerk().text(ACCOUNT)).contains("新しい登録内容を確かめます", "次のサインインのとき");
        person.open("/mine");
        assertThat(person.text("newer")).contains("新しい内容");
        person.open(person.attribute("take-over", "href"));
        assertThat(person.shows("updated")).isTrue();
        assertThat(mark()).isEmpty();
    }

    @Test
    void whenTheReissueWasPartOfTheSignInThenTheSignalThatComesAfterMarksNothing() {
        Person person = watchedCustomer();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        sites.provider.standing = standing("ACTIVE", 2);
        person.open("/musubi/sign-in?return_to=/mine&max_age=0");
        assertThat(person.shows("updated")).isTrue();
        assertThat(mark()).isEmpty();
        tell(Signal.REISSUED, Map.of("attributes_changed", true));
        until("it is found to be on record", () -> mark().isEmpty());
    }

    @Test
    void whenItEndsThenTheAccountSaysWhatRestsAndWhatIsKept() {
        Person person = watchedCustomer();
        tell(Signal.ACCOUNT_DISABLED, Map.of());
        assertThat(clerk().text(ACCOUNT)).contains("オンラインの手続きを休んでいます");
        sites.provider.standing = standing("ENDED", 1);
        assertThat(person.open("/mine").text("resting")).contains("口座はこれまでどおり");
        tell(Signal.ACCOUNT_PURGED, Map.of());
        assertThat(clerk().text(ACCOUNT)).contains("消去されました", "7年間保存");
        assertThat(person.open("/mine").text("erased")).contains("7年間保存");
    }

    @Test
    void whenASignalIsNotTheIssuersOrComesAgainThenNothingIsChangedByIt() {
        Person person = watchedCustomer();
        String moved = token(Signal.REISSUE_REQUIRED, Map.of());
        assertThat(new Person(sites, Shop.BANK).push("Bearer guessed", moved).status)
                .isEqualTo(400);
        push("forged" + moved, 400);
        assertThat(mark()).isEmpty();
        push(moved, 202);
        assertThat(mark()).isEqualTo("TO_CONFIRM");
        tell(Signal.REISSUED, Map.of("attributes_changed", false));
        assertThat(mark()).isEmpty();
        sites.restart(false);
        push(moved, 202);
        assertThat(mark()).as("after a restart too").isEmpty();
        assertThat(person.status).isEqualTo(200);
    }

    @Test
    void whenTheBankIsStartedAnewThenTheMarkIsThereAndItsStreamLeadsToIt() throws IOException {
        sites.provider.managedStatus = 503;
        customer();
        sites.restart(false);
        sites.provider.managedStatus = 0;
        untilIntroduced();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        sites.restart(true);
        assertThat(mark()).isEqualTo("TO_CONFIRM");
        String here = sites.origin(Shop.BANK) + "/musubi/signals";
        until(
                "another stream leads here",
                () -> sites.provider.managed.stream()
                        .anyMatch(call -> call.contains(here.replace("/", "\\/")) || call.contains(here)));
        untilIntroduced();
        assertThat(sites.provider.managed).anyMatch(call -> call.startsWith("DELETE /signals/streams"));
        assertThat(Files.readString(data.resolve("bank/stream.json"))).contains(here);
    }

    @Test
    void whenTheIssuerIsAwayThenTheListStillSaysWhatWasSoAndWhen() {
        sites.provider.idToken = claims -> claims.claim(
                "status", Map.of("status_list", Map.of("uri", list.uri().toString(), "idx", ENTRY)));
        Person person = watchedCustomer();
        until("the list is here", () -> clerk().attribute(ACCOUNT, "data-list").equals("VALID"));
        assertThat(clerk().text(ACCOUNT)).contains("発行事業者の一覧", "の時点で", "有効です");
        sites.provider.standingStatus = 503;
        list.status = 503;
        assertThat(clerk().attribute(ACCOUNT, "data-list")).isEqualTo("VALID");
        person.open("/mine");
        assertThat(person.shows("outdated") || person.shows("to-confirm")).isFalse();
        list.status = 200;
        list.publish(Map.of(ENTRY, 3));
        // Started anew it knows no list, and fetches the one there is now.
        sites.restart(false);
        until(
                "the list is here again",
                () -> clerk().attribute(ACCOUNT, "data-list").equals("REISSUE_REQUIRED"));
        assertThat(mark()).as("a list alone marks nothing").isEmpty();
    }
}
