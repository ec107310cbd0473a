package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.PostOffice;
import dev.musubi.issuer.notice.Channels;
import dev.musubi.issuer.notice.Postman;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A holder says on the pages where to be told things, and stops it. */
class ReachingTest extends OpenIdTest {

    private static final String PAGE = "/home/reaching";

    @Autowired
    private Postman postman;

    @Autowired
    private Channels channels;

    private final String address = UUID.randomUUID() + "@mail.example";

    private TestBrowser opened(TestCertificate person) {
        TestBrowser browser = signedIn(person, false);
        browser.go(URI.create(ISSUER + PAGE));
        return browser;
    }

    private void ask(TestBrowser browser, String typed) {
        browser.go(URI.create(ISSUER + "/home/reaching-mail"));
        browser.press("send", Map.of("address", typed, "language", "ja"));
        postman.round();
    }

    private String link() {
        return PostOffice.OPEN.to(address).getLast().link();
    }

    /** The session's holder authenticated a while ago. */
    private void growOld(HolderId holderId) {
        jdbc.sql(
                        "update credential set authenticated_at = authenticated_at - interval '10 minutes' where holder_id = ?")
                .param(holderId)
                .update();
    }

    @Test
    void whenAnAddressIsNamedThenItCountsOnceItsMailWasOpenedInTheHoldersSession() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        assertThat(browser.shows("no-mail")).isTrue();
        ask(browser, " " + address.replace("@", "＠") + " ");
        assertThat(browser.text("pending")).contains(address);
        assertThat(browser.shows("no-mail")).isTrue();
        assertThat(PostOffice.OPEN.to(address)).singleElement().satisfies(letter -> {
            assertThat(letter.subject()).isEqualTo("【結び 民間ID】メールアドレスの確認");
            assertThat(letter.link())
                    .startsWith(ISSUER + "/home/reaching-confirm?code=")
                    .doesNotContain("mail.example");
        });
        browser.go(URI.create(link()));
        assertThat(channels.email(holderOf(person)))
                .as("looking at a page changes nothing")
                .isEmpty();
        assertThat(browser.text("address")).isEqualTo(address);
        browser.press("confirm");
        assertThat(browser.text("email")).isEqualTo(address);
        assertThat(browser.shows("pending")).isFalse();
    }

    @Test
    void whenSomebodyIsSignedOutWhileTypingThenTheSignInLeadsBackToTheForm() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        browser.go(URI.create(ISSUER + "/home/reaching-mail"));
        assertThat(browser.page().select("form[data-typed]"))
                .as("keeps what was typed in the tab")
                .hasSize(1);
        jdbc.sql(
                        "update credential set ended_at = now(), ended_why = 'EXPIRED' where holder_id = ? and kind = 'SESSION'")
                .param(holderOf(person))
                .update();
        URI at = browser.press("send", Map.of("address", address, "language", "ja"));
        assertThat(at).hasToString(ISSUER + "/signin?to=/home/reaching-mail&kept=1");
        assertThat(browser.text("again")).contains("入力した内容は残っています");
    }

    @Test
    void whenTheLinkIsOpenedWhereNobodyIsSignedInThenTheSignInLeadsBackToIt() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        ask(browser, address);
        TestBrowser other = browser();
        assertThat(other.go(URI.create(link())).getPath()).isEqualTo("/signin");
        byCard(other, person);
        assertThat(other.shows("confirm")).isTrue();
        assertThat(other.text("address")).isEqualTo(address);
    }

    @Test
    void whenTheLinkIsOpenedInAnothersSessionThenItConfirmsNothing() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        ask(browser, address);
        TestBrowser anothers = opened(person());
        HttpResponse<String> answer =
                anothers.send(HttpRequest.newBuilder(URI.create(link())).header("Accept", "text/html"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(Jsoup.parse(answer.body()).text())
                .contains("notice_link_of_another")
                .doesNotContain(address);
        assertThat(channels.email(holderOf(person))).isEmpty();
    }

    @Test
    void whenTheLinkIsADayOldThenItConfirmsNothing() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        ask(browser, address);
        String link = link();
        pass(Duration.ofHours(24));
        HttpResponse<String> answer =
                browser.send(HttpRequest.newBuilder(URI.create(link)).header("Accept", "text/html"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("notice_link_unknown");
    }

    @Test
    void whenNobodyAuthenticatedJustNowThenTheFormLeadsToTheSignInAndNothingChanges() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        HolderId holderId = holderOf(person);
        browser.go(URI.create(ISSUER + "/home/reaching-mail"));
        growOld(holderId);
        URI at = browser.press("send", Map.of("address", address, "language", "ja"));
        assertThat(at.toString()).isEqualTo(ISSUER + "/signin?to=/home/reaching-mail");
        assertThat(channels.of(holderId)).isEmpty();
        assertThat(browser.go(URI.create(ISSUER + "/home/reaching-mail")).getPath())
                .isEqualTo("/signin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hanako",
                "hanako@",
                "@mail.example",
                "a@b",
                "a b@mail.example",
                "a@mail.example\r\nBcc: b@mail.example",
                "a@-x.example",
                "<a@mail.example>"
            })
    void whenItIsNoAddressThenThePageSaysSoAndKeepsWhatWasTyped(String typed) {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        browser.go(URI.create(ISSUER + "/home/reaching-mail"));
        browser.press("send", Map.of("address", typed, "language", "en"));
        assertThat(browser.shows("problem")).isTrue();
        assertThat(browser.attribute("address", "value")).isEqualTo(typed);
        assertThat(browser.attribute("address", "aria-describedby")).isEqualTo("problem");
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @Test
    void whenTheServerKnewNoSuchAddressThenThePageSaysSo() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        ask(browser, address);
        browser.go(URI.create(ISSUER + PAGE));
        assertThat(browser.shows("pending-failing")).isFalse();
        // As sending writes it down.
        jdbc.sql("update notice_channel set failing_at = since where holder_id = ?")
                .param(holderOf(person))
                .update();
        browser.go(URI.create(ISSUER + PAGE));
        assertThat(browser.text("pending-failing")).contains(address);
    }

    @Test
    void whenTheHolderTakesTheirDataAlongThenTheAddressIsInIt() {
        TestBrowser browser = registered(person());
        browser.go(URI.create(ISSUER + "/home/data/private-id.json"));
        assertThat(browser.answer().body()).contains("notice_ways").contains(address);
    }

    private TestBrowser registered(TestCertificate person) {
        TestBrowser browser = opened(person);
        ask(browser, address);
        browser.go(URI.create(link()));
        browser.press("confirm");
        return browser;
    }

    @Test
    void whenTheHolderEndsItOnThePageThenTheAddressIsToldALastTimeAndForgotten() {
        TestCertificate person = person();
        TestBrowser browser = registered(person);
        HolderId holderId = holderOf(person);
        growOld(holderId);
        assertThat(browser.press("end-mail").getPath()).isEqualTo("/signin");
        assertThat(channels.email(holderId)).isPresent();
        jdbc.sql(
                        "update credential set authenticated_at = authenticated_at + interval '10 minutes' where holder_id = ?")
                .param(holderId)
                .update();
        browser.go(URI.create(ISSUER + PAGE));
        browser.press("end-mail");
        assertThat(browser.shows("no-mail")).isTrue();
        postman.round();
        assertThat(PostOffice.OPEN.to(address).getLast().subject()).isEqualTo("【結び 民間ID】メールでのお知らせが終了されました。");
        assertThat(channels.of(holderId)).isEmpty();
    }

    private String stopLink(TestCertificate person) {
        registered(person);
        HolderId holderId = holderOf(person);
        mynaApp.lay(person);
        holders.locking(holderId, () -> cards.add(holderId, 1, mynaApp.subject(person)));
        postman.round();
        PostOffice.Letter letter = PostOffice.OPEN.to(address).getLast();
        assertThat(letter.subject()).contains("サインインが登録されました");
        return letter.header("List-Unsubscribe").replaceAll("[<>]", "");
    }

    @Test
    void whenTheStopIsPressedThenItIsOneTapWithoutASignInAndPressedAgainItIsTheSame() {
        TestCertificate person = person();
        String link = stopLink(person);
        TestBrowser anybody = browser();
        anybody.go(URI.create(link));
        assertThat(channels.email(holderOf(person)))
                .as("scanners of links stop nothing")
                .isPresent();
        TestBrowser twin = anybody.twin();
        twin.go(URI.create(link));
        anybody.press("stop");
        assertThat(anybody.shows("stopped")).isTrue();
        assertThat(channels.of(holderOf(person))).isEmpty();
        twin.press("stop");
        assertThat(twin.shows("stopped")).isTrue();
    }

    @Test
    void whenAMailProgramSendsTheOrderThenItCounts() {
        TestCertificate person = person();
        String link = stopLink(person);
        HttpResponse<String> answer = browser()
                .send(HttpRequest.newBuilder(URI.create(link))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @Test
    void whenTheStopIsNoneOfOursThenItStopsNothing() {
        HttpResponse<String> answer = browser()
                .send(HttpRequest.newBuilder(URI.create(ISSUER + "/notices/stop?code=guessed"))
                        .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("notice_link_unknown");
    }

    @Test
    void whenNobodyIsSignedInThenThePagesLeadToTheSignIn() {
        assertThat(browser().go(URI.create(ISSUER + PAGE)).toString()).isEqualTo(ISSUER + "/signin?to=" + PAGE);
    }
}
