package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.fixture.TestPersons;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bank's counter: what signals do to accounts whose holders agreed, and to no others. */
class CounterTest extends BankTest {

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
        assertThat(clerk.text(ACCOUNT)).contains("普通 1000001", "氏名・住所が古いかもしれません", "再発行が必要になったと知らされました");
        assertThat(clerk.text("staff")).contains("行員");
        assertThat(clerk.text("main"))
                .as("nothing of the person, and nothing but words")
                .doesNotContain(TestPersons.NAME, TestProvider.SUBJECT, "TO_CONFIRM", "secevent", "{");
        assertThat(clerk.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'");
        clerk.post("/language", "language", "en", "to", "/counter");
        assertThat(clerk.text(ACCOUNT)).contains("Name and address may be old");
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
        assertThat(person.text("to-confirm")).contains("氏名・住所が古いかもしれません", "再発行");
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
        assertThat(clerk().text(ACCOUNT)).contains("登録内容が変わったかもしれません", "次のサインイン");
        person.open("/mine");
        assertThat(person.text("newer")).contains("民間IDが新しくなりました");
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
        assertThat(clerk().text(ACCOUNT)).contains("民間IDが使えません");
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
        sites.provider.standing = standing("REISSUE_REQUIRED", 1);
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
        listed();
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
