package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.PushService;
import dev.musubi.issuer.notice.Channel;
import dev.musubi.issuer.notice.Channels;
import dev.musubi.issuer.notice.FurtherWays;
import dev.musubi.issuer.notice.Postman;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A holder says on the page that a browser, or the post, is to tell things; what the script sends, the test sends. */
class ReachingFurtherTest extends OpenIdTest {

    private static final URI PAGE = URI.create(ISSUER + "/home/reaching");
    private static final String AGENT = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile";

    @Autowired
    private Postman postman;

    @Autowired
    private Channels channels;

    @Autowired
    private FurtherWays ways;

    private TestBrowser opened(TestCertificate person) {
        TestBrowser browser = signedIn(person, false);
        browser.go(PAGE);
        return browser;
    }

    private static Map<String, Object> subscription(TestBrowser browser, PushService.Browser push) {
        Map<String, Object> body = new HashMap<>();
        body.put("csrf", browser.attribute("push", "data-csrf"));
        body.put("endpoint", push.endpoint());
        body.put("p256dh", push.p256dh());
        body.put("auth", push.auth());
        return body;
    }

    private static HttpResponse<String> send(TestBrowser browser, Map<String, Object> body) {
        return browser.send(HttpRequest.newBuilder(URI.create(ISSUER + "/home/reaching-push"))
                .header("Content-Type", "application/json")
                .header("User-Agent", AGENT)
                .POST(BodyPublishers.ofString(json(body))));
    }

    private static PushService.Browser pushFor(TestBrowser browser) {
        return PushService.OPEN.subscribe(browser.attribute("push", "data-key"));
    }

    private PushService.Browser add(TestBrowser browser) {
        PushService.Browser push = pushFor(browser);
        HttpResponse<String> answer = send(browser, subscription(browser, push));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(member(answer, "to")).isEqualTo("/home/reaching");
        browser.go(PAGE);
        return push;
    }

    /** The session's holder authenticated a while ago. */
    private void growOld(HolderId holderId) {
        jdbc.sql(
                        "update credential set authenticated_at = authenticated_at - interval '10 minutes' where holder_id = ?")
                .param(holderId)
                .update();
    }

    private String endButton(TestCertificate person) {
        return "end-" + ways.browsers(holderOf(person)).getFirst().channel().id();
    }

    @Test
    void whenABrowserIsAddedThenThePageListsItAndTheBrowserIsTold() {
        TestBrowser browser = opened(person());
        assertThat(browser.shows("no-push")).isTrue();
        PushService.Browser push = add(browser);
        assertThat(browser.text("browsers")).contains("Chrome, Android");
        assertThat(browser.shows("no-push")).isFalse();
        assertThat(browser.answer().body()).doesNotContain(push.endpoint());
        postman.round();
        assertThat(push.complaints()).isEmpty();
        assertThat(push.came())
                .singleElement()
                .satisfies(each -> assertThat(each.member("page")).isEqualTo("/home/reaching"));
    }

    @Test
    void whenTheSameIsSentTwiceThenItIsOneBrowser() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        PushService.Browser push = add(browser);
        assertThat(send(browser, subscription(browser, push)).statusCode()).isEqualTo(200);
        assertThat(channels.of(holderOf(person))).hasSize(1);
    }

    @Test
    void whenNobodyAuthenticatedJustNowThenNothingIsAddedAndTheScriptIsToldWhy() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        growOld(holderOf(person));
        HttpResponse<String> answer = send(browser, subscription(browser, pushFor(browser)));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(member(answer, "code")).isEqualTo("insufficient_user_authentication");
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @Test
    void whenAnotherSiteSendsItThenNothingIsAdded() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        Map<String, Object> body = subscription(browser, pushFor(browser));
        body.put("csrf", "guessed");
        assertThat(send(browser, body).statusCode()).isEqualTo(403);
        body.remove("csrf");
        assertThat(send(browser, body).statusCode()).isEqualTo(403);
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint,http://push.example.net/a,endpoint_not_https",
        "endpoint,https://10.0.0.1/a,special_address",
        "endpoint,https://user@push.example.net/a,user_info",
        "endpoint,'',endpoint_malformed",
        "p256dh,BAAA,key_malformed",
        "auth,AAAA,auth_malformed"
    })
    void whenTheSubscriptionIsNoneThatWeCallThenACodeSaysWhy(String member, String value, String reason) {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        Map<String, Object> body = subscription(browser, pushFor(browser));
        body.put(member, value);
        HttpResponse<String> answer = send(browser, body);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(member(answer, "code")).isEqualTo("push_subscription_refused");
        assertThat(member(answer, "reason")).isEqualTo(reason);
        assertThat(answer.body()).doesNotContain("push.example.net", "10.0.0.1");
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @Test
    void whenTheSubscriptionIsHugeOrNoJsonThenItIsRefusedTheSameWay() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        Map<String, Object> body = subscription(browser, pushFor(browser));
        body.put("endpoint", "https://push.example.net/" + "a".repeat(20_000));
        assertThat(send(browser, body).statusCode()).isIn(413, 422);
        HttpResponse<String> answer = browser.send(HttpRequest.newBuilder(URI.create(ISSUER + "/home/reaching-push"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @Test
    void whenThereAreTooManyThenTheHolderIsToldWhatToDo() {
        TestBrowser browser = opened(person());
        for (int i = 0; i < 10; i++) {
            add(browser);
        }
        HttpResponse<String> answer = send(browser, subscription(browser, pushFor(browser)));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(member(answer, "code")).isEqualTo("push_subscriptions_too_many");
    }

    @Test
    void whenABrowserIsEndedThenItIsNotListedAnyMoreAndOthersStay() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        PushService.Browser one = add(browser);
        add(browser);
        String button = "end-"
                + ways.browsers(holderOf(person)).stream()
                        .filter(each ->
                                each.subscription().endpoint().toString().equals(one.endpoint()))
                        .findFirst()
                        .orElseThrow()
                        .channel()
                        .id();
        browser.press(button);
        assertThat(browser.shows(button)).isFalse();
        assertThat(ways.browsers(holderOf(person))).hasSize(1);
        postman.round();
        assertThat(one.came()).extracting(each -> each.member("title")).contains("お知らせの受け取り方が1つ終了されました。");
    }

    @Test
    void whenABrowserIsToBeEndedWithoutFreshAuthenticationThenItStays() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        add(browser);
        String button = endButton(person);
        growOld(holderOf(person));
        assertThat(browser.press(button).getPath()).isEqualTo("/signin");
        assertThat(ways.browsers(holderOf(person))).hasSize(1);
    }

    @Test
    void whenAnothersWayIsNamedThenItStays() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        add(browser);
        String id = ways.browsers(holderOf(person)).getFirst().channel().id().toString();
        TestBrowser other = opened(person());
        for (String named : new String[] {id, "", "x", "%00"}) {
            HttpResponse<String> answer = other.send(HttpRequest.newBuilder(
                            URI.create(ISSUER + "/home/reaching-way-end"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("way=" + named + "&csrf=" + other.attribute("push", "data-csrf"))));
            assertThat(answer.statusCode()).isIn(200, 302, 303, 400);
        }
        assertThat(ways.browsers(holderOf(person))).hasSize(1);
    }

    @Test
    void whenLettersAreChosenThenThePageSaysSinceWhenAndWhereTheyGoAndCanEndThem() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        assertThat(browser.text("letter-moved")).contains("転居届", "1年間");
        browser.press("add-letters");
        assertThat(browser.text("letters")).contains("手紙で受け取る");
        assertThat(browser.shows("add-letters")).isFalse();
        browser.press("end-letters");
        assertThat(browser.shows("add-letters")).isTrue();
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @Test
    void whenLettersAreToBeChosenWithoutFreshAuthenticationThenTheSignInComesFirst() {
        TestCertificate person = person();
        TestBrowser browser = opened(person);
        growOld(holderOf(person));
        assertThat(browser.press("add-letters").toString()).isEqualTo(ISSUER + "/signin?to=/home/reaching");
        assertThat(channels.of(holderOf(person))).isEmpty();
    }

    @Test
    void whenTheHolderTakesTheirDataAlongThenAllWaysAreInIt() {
        TestBrowser browser = opened(person());
        PushService.Browser push = add(browser);
        browser.press("add-letters");
        browser.go(URI.create(ISSUER + "/home/data/private-id.json"));
        assertThat(browser.answer().body())
                .contains("notice_ways", push.endpoint(), Channel.Way.PUSH.name(), Channel.Way.LETTER.name())
                .doesNotContain(push.auth(), push.p256dh());
    }

    @Test
    void whenTheWorkerIsFetchedThenItIsAScriptAtTheRoot() {
        HttpResponse<String> worker = browser().send(HttpRequest.newBuilder(URI.create(ISSUER + "/push-worker.js")));
        assertThat(worker.statusCode()).isEqualTo(200);
        assertThat(worker.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");
    }
}
