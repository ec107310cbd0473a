package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A link into a sign-in is loaded by others than its person: scanners in mail and chat, previews, a second device. Loading it
 * spends nothing; being answered does, and that happens once.
 */
class PushedRequestsTest extends OpenIdTest {

    private static final Map<String, String> NAME = Map.of("claims", "{\"userinfo\":{\"name\":null}}");

    /** Loads the link and whatever that leads to on our side, as somebody who is signed in nowhere. */
    private static void scan(URI link) {
        browser().go(link);
        HttpResponse<String> head =
                browser().send(HttpRequest.newBuilder(link).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
    }

    private static String errorCode(TestBrowser browser) {
        return browser.text("error-code");
    }

    @Test
    void whenScannersLoadTheLinkBeforeAndAfterThenItsPersonSignsInNevertheless() {
        Client bank = bank();
        URI link = start(bank, NAME);
        scan(link);
        scan(link);
        TestBrowser browser = signedIn(person(), false);
        browser.go(link);
        scan(link);
        URI back = browser.press("consent-allow");
        assertThat(redeem(bank, code(back)).statusCode()).isEqualTo(200);
    }

    @Test
    void whenAScannerLoadsALinkThatWantsNoPageThenItsPersonIsAnsweredNevertheless() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        signIn(browser, bank, Map.of());
        URI link = start(bank, Map.of("prompt", "none"));
        assertThat(query(browser().go(link))).containsEntry("error", "login_required");
        assertThat(redeem(bank, code(browser.go(link))).statusCode()).isEqualTo(200);
    }

    @Test
    void whenItWasPushedBeforeTheHolderSignedInThenThatIsNoSignInForIt() {
        Client bank = bank();
        TestCertificate person = person();
        URI anew = start(bank, Map.of("prompt", "login"));
        URI young = start(bank, Map.of("max_age", "60"));
        TestBrowser browser = signedIn(person, false);
        for (URI link : List.of(anew, young)) {
            browser.go(link);
            assertThat(browser.shows("again")).as(link.toString()).isTrue();
        }
        byCard(browser, person);
        assertThat(redeem(bank, code(agreeing(browser, anew))).statusCode()).isEqualTo(200);
    }

    @Test
    void whenTwoBrowsersAreAtItThenTheFirstIsAnsweredAndTheOtherToldSo() {
        Client bank = bank();
        URI link = start(bank, NAME);
        TestBrowser one = signedIn(person(), false);
        one.go(link);
        TestBrowser other = signedIn(person(), false);
        other.go(link);
        URI page = other.answer().uri();
        URI back = one.press("consent-allow");

        other.press("consent-allow");
        assertThat(errorCode(other)).isEqualTo("request_gone");
        assertThat(other.text("error-description")).isEqualTo("This request was answered already.");
        other.go(page);
        assertThat(errorCode(other)).as("the code is the first one's alone").isEqualTo("request_gone");
        other.go(link);
        assertThat(errorCode(other)).isEqualTo("invalid_request_uri");
        assertThat(redeem(bank, code(back)).statusCode()).isEqualTo(200);
    }

    @Test
    void whenManyBrowsersAnswerAtTheSameMomentThenThereIsOneCode() throws Exception {
        Client bank = bank();
        URI link = start(bank, NAME);
        List<TestBrowser> browsers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestBrowser browser = signedIn(person(), false);
            browser.go(link);
            browsers.add(browser);
        }
        List<Future<URI>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            browsers.forEach(browser -> all.add(threads.submit(() -> browser.press("consent-allow"))));
        }
        int codes = 0;
        for (Future<URI> each : all) {
            codes += each.get().toString().startsWith(REDIRECT + "?code=") ? 1 : 0;
        }
        assertThat(codes).isEqualTo(1);
    }

    @Test
    void whenItsPersonSaysNoThenItIsSpentInEveryBrowser() {
        Client bank = bank();
        URI link = start(bank, NAME);
        TestBrowser one = signedIn(person(), false);
        one.go(link);
        TestBrowser other = signedIn(person(), false);
        other.go(link);
        assertThat(query(one.press("consent-deny"))).containsEntry("error", "access_denied");
        other.press("consent-allow");
        assertThat(errorCode(other)).isEqualTo("request_gone");
    }

    @Test
    void whenItIsOlderThanPushedRequestsMayBeThenNoFurtherBrowserBringsItAndTheFirstGoesOn() {
        Client bank = bank();
        URI link = start(bank, NAME);
        TestBrowser one = signedIn(person(), false);
        one.go(link);
        jdbc.sql("update openid_request set created_at = created_at - interval '6 minutes' where client_id = ?")
                .param(bank.id())
                .update();
        TestBrowser other = signedIn(person(), false);
        other.go(link);
        assertThat(errorCode(other)).isEqualTo("invalid_request_uri");
        assertThat(other.text("error-description")).isEqualTo("The time for this request is over.");
        one.go(link);
        assertThat(code(one.press("consent-allow"))).isNotEmpty();
    }

    @Test
    void whenMoreLoadItThanAreRememberedThenTheFirstOnesGoOn() {
        Client bank = bank();
        URI link = start(bank, NAME);
        TestBrowser one = signedIn(person(), false);
        one.go(link);
        for (int i = 0; i < 31; i++) {
            browser().go(link);
        }
        TestBrowser late = browser();
        late.go(link);
        assertThat(errorCode(late)).isEqualTo("invalid_request_uri");
        assertThat(code(one.press("consent-allow"))).isNotEmpty();
    }
}
