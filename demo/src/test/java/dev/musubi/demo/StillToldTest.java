package dev.musubi.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.Signal;
import dev.musubi.relyingparty.fixture.TestProvider;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether the bank is still told: by whoever agrees and by nobody else, and by a stream that delivers. */
class StillToldTest extends BankTest {

    private static final String NOTHING = "確認することはありません";

    @AfterEach
    void asBefore() {
        list.status = 200;
        list.publish(Map.of());
    }

    private static Map<String, Object> agreedNoMore(String state) {
        Map<String, Object> standing = standing(state, 1);
        standing.remove("monitored_until");
        return standing;
    }

    private static String known() {
        return clerk().attribute(ACCOUNT, "data-known");
    }

    private static void round() {
        sites.bank(Rounds.class).soon();
    }

    @Test
    void whenTheHolderEndsItAtTheIssuerThenTheBankSaysSoAndLooksNowhere() {
        listed();
        Person person = watchedCustomer();
        until("the list is here", () -> clerk().attribute(ACCOUNT, "data-list").equals("VALID"));
        assertThat(person.open("/mine").text("watched")).contains("同意をいただきました", "に終わります");
        assertThat(person.shows("watch")).isFalse();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        sites.provider.standing = agreedNoMore("REISSUE_REQUIRED");
        person.open("/mine");
        assertThat(person.text("watched")).as("at once").contains("同意は終わりました");
        assertThat(person.shows("watch")).isTrue();
        sites.provider.standing = agreedNoMore("ACTIVE");
        agrees(false);
        person.open("/musubi/sign-in?return_to=/mine");
        until("the counter says so", () -> clerk().text(ACCOUNT).contains("通知への同意は"));
        assertThat(clerk().attribute(ACCOUNT, "data-list")).isEmpty();
        assertThat(known()).isEqualTo("NOT_TOLD");
        assertThat(clerk().text(ACCOUNT)).contains("に終わりました").doesNotContain(NOTHING, "一覧");

        sites.provider.standing = standing("ACTIVE", 1);
        agrees(true);
        person.open(person.attribute("watch", "href"));
        assertThat(person.text("watched")).contains("同意をいただきました");
        untilIntroduced();
        until("it is watched again", () -> known().equals("NOTHING"));
    }

    @Test
    void whenWhatWasHeardBeforeTheEndIsTrueStillThenTheCounterGoesOnSayingIt() {
        watchedCustomer();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        sites.provider.standing = agreedNoMore("ACTIVE");
        ask();
        until("the counter says so", () -> clerk().text(ACCOUNT).contains("通知への同意は"));
        assertThat(mark()).as("and nothing is followed of what came after").isEqualTo("TO_CONFIRM");
    }

    /** As a day later. */
    private static void ask() {
        sites.bank(Watches.class).change(TestProvider.SUBJECT, Watched::toBeAsked);
        round();
    }

    @Test
    void whenItsDayHasComeThenItEndsByItself() {
        Map<String, Object> standing = standing("ACTIVE", 1);
        standing.put("monitored_until", Days.of(Instant.now()).toString());
        sites.provider.standing = standing;
        Person person = customer();
        until("the counter says so", () -> clerk().text(ACCOUNT).contains("通知への同意は"));
        assertThat(clerk().text(ACCOUNT)).doesNotContain(NOTHING);
        assertThat(person.open("/mine").shows("watch")).isTrue();
        round();
        until(
                "the issuer is told, too",
                () -> sites.provider.managed.stream().anyMatch(call -> call.startsWith("/signals/subjects/remove ")));
    }

    @Test
    void whenThePrivateIdEndsAndTakesTheAgreementAlongThenItsErasureIsHeardEvenSo() {
        watchedCustomer();
        sites.provider.standing = agreedNoMore("ENDED");
        ask();
        until("the end is known", () -> mark().equals("RESTING"));
        assertThat(clerk().text(ACCOUNT)).contains("通知への同意は");
        tell(Signal.ACCOUNT_PURGED, Map.of());
        assertThat(mark()).isEqualTo("ERASED");
    }

    @Test
    void whenNothingIsKnownThenTheCounterDoesNotSayThatThereIsNothing() {
        agrees(false);
        customer();
        assertThat(known()).isEqualTo("NOT_TOLD");
        assertThat(clerk().text(ACCOUNT)).contains("手続きに来られたとき").doesNotContain(NOTHING);
    }

    @Test
    void whenTheIssuerWasNotAskedYetThenTheCounterSaysSo() {
        watchedCustomer();
        until("it is told", () -> known().equals("NOTHING"));
        assertThat(clerk().text(ACCOUNT)).contains(NOTHING);
        assertThat(clerk().shows("deaf")).isFalse();
        sites.provider.managedStatus = 503;
        sites.restart(false);
        assertThat(known()).isEqualTo("NOT_NOW");
        assertThat(clerk().text("deaf")).contains("つながっていない");
        assertThat(clerk().text(ACCOUNT)).doesNotContain(NOTHING);
        sites.provider.managedStatus = 0;
        until("it is told again", () -> known().equals("NOTHING"));
        assertThat(clerk().shows("deaf")).isFalse();
    }

    @Test
    void whenTheListSaysOtherwiseThenThatIsToBeSeenTo() {
        listed();
        watchedCustomer();
        for (Map.Entry<Integer, String> each :
                Map.of(1, "INVALID", 2, "SUSPENDED", 3, "REISSUE_REQUIRED").entrySet()) {
            list.publish(Map.of(ENTRY, each.getKey()));
            sites.restart(false);
            until(
                    "the list is here",
                    () -> clerk().attribute(ACCOUNT, "data-list").equals(each.getValue()));
            assertThat(known()).as(each.getValue()).isEqualTo("SOMETHING");
            assertThat(clerk().text(ACCOUNT)).contains("一覧では、有効ではありません").doesNotContain(NOTHING);
        }
    }

    @Test
    void whenTheStreamWasPausedThenItGoesOnAndWhatItDidNotKeepIsAskedFor() {
        watchedCustomer();
        sites.provider.streamStatus = "paused";
        sites.provider.standing = standing("REISSUE_REQUIRED", 1);
        round();
        until("the move is known", () -> mark().equals("TO_CONFIRM"));
        assertThat(sites.provider.streamStatus).isEqualTo("enabled");
        sites.provider.streamStatus = "disabled";
        sites.provider.standing = standing("ACTIVE", 2);
        round();
        until("the re-issue is known", () -> mark().equals("NEWER"));
        assertThat(clerk().text(ACCOUNT)).doesNotContain("氏名・住所が古い");
    }

    @Test
    void whenTheStreamIsGoneThenAnotherIsMade() {
        watchedCustomer();
        sites.provider.streamStatus = "";
        sites.provider.standing = standing("SUSPENDED", 1);
        round();
        until("it is known", () -> mark().equals("RESTING"));
        assertThat(sites.provider.streamStatus).isEqualTo("enabled");
        untilIntroduced();
    }

    @Test
    void whenTheIssuerDoesNotAnswerThenItIsAskedAgainWhatIsOnRecord() {
        Person person = watchedCustomer();
        sites.provider.standing = standing("ACTIVE", 2);
        person.open("/musubi/sign-in?return_to=/mine&max_age=0");
        assertThat(person.shows("updated")).isTrue();
        sites.provider.standingStatus = 503;
        tell(Signal.REISSUED, Map.of("attributes_changed", true));
        assertThat(mark()).isEqualTo("NEWER");
        sites.provider.standingStatus = 200;
        until("it is found to be on record", () -> mark().isEmpty());
    }

    @Test
    void whenMoreThanOneThingIsTrueThenAllOfThemAreSaid() {
        Person person = watchedCustomer();
        tell(Signal.REISSUE_REQUIRED, Map.of());
        tell(Signal.ACCOUNT_DISABLED, Map.of());
        assertThat(mark()).as("the gravest").isEqualTo("RESTING");
        assertThat(clerk().text(ACCOUNT)).containsSubsequence("民間IDが使えません", "氏名・住所が古いかもしれません");
        sites.provider.standingStatus = 503;
        person.open("/mine");
        assertThat(person.shows("resting")).isTrue();
        assertThat(person.shows("to-confirm")).isTrue();
    }
}
