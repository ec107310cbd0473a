package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People click twice, and lines break: the same browser posting the same again gets the same answer, and pays once. */
class SameAgainTest extends OpenIdTest {

    private static final String NAME = "{\"userinfo\":{\"name\":null}}";

    private static String errorCode(HttpResponse<String> page) {
        return Objects.requireNonNull(Jsoup.parse(page.body()).getElementById("error-code"))
                .text();
    }

    @Test
    void whenConsentIsClickedTwiceThenBothClicksLeadToTheClientWithOneCodeThatIsGood() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME)));
        HttpRequest.Builder click = form(browser, "consent-allow", Map.of("item", "NAME"));
        URI first = leadsTo(browser.send(click.copy()));
        URI second = leadsTo(browser.send(click.copy()));
        assertThat(second).isEqualTo(first);
        assertThat(redeem(bank, code(second)).statusCode()).isEqualTo(200);

        HttpResponse<String> late = browser.send(click.copy());
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(errorCode(late)).as("the code was exchanged").isEqualTo("request_gone");
        assertThat(late.body()).contains("This request was answered already.");
    }

    @Test
    void whenTwoClicksArriveAtTheSameMomentThenBothGetTheSameCode() throws Exception {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME)));
        HttpRequest.Builder click = form(browser, "consent-allow", Map.of("item", "NAME"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> one = threads.submit(() -> browser.send(click.copy()));
            Future<HttpResponse<String>> other = threads.submit(() -> browser.send(click.copy()));
            assertThat(leadsTo(one.get())).isEqualTo(leadsTo(other.get()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "form_post", "jwt", "form_post.jwt"})
    void whenTheSameIsClickedAgainInAnyResponseModeThenTheSameCodeComes(String mode) throws Exception {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME, "response_mode", mode)));
        HttpRequest.Builder click = form(browser, "consent-allow", Map.of("item", "NAME"));
        List<String> codes = new java.util.ArrayList<>();
        for (int i = 0; i < 2; i++) {
            codes.add(codeIn(mode, browser.send(click.copy())));
        }
        assertThat(codes.get(1)).isEqualTo(codes.get(0));
        assertThat(redeem(bank, codes.get(0)).statusCode()).isEqualTo(200);
    }

    private static String codeIn(String mode, HttpResponse<String> answer) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        if (mode.startsWith("form_post")) {
            Jsoup.parse(answer.body())
                    .select("#form-post input[type=hidden]")
                    .forEach(each -> fields.put(each.attr("name"), each.attr("value")));
        } else {
            fields.putAll(query(leadsTo(answer)));
        }
        String signed = fields.get("response");
        return signed == null
                ? Objects.requireNonNull(fields.get("code"), fields.toString())
                : SignedJWT.parse(signed).getJWTClaimsSet().getStringClaim("code");
    }

    @Test
    void whenNoIsClickedTwiceThenTheClientIsToldNoTwice() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME)));
        HttpRequest.Builder no = form(browser, "consent-deny", Map.of());
        HttpRequest.Builder yes = form(browser, "consent-allow", Map.of("item", "NAME"));
        assertThat(query(leadsTo(browser.send(no.copy())))).containsEntry("error", "access_denied");
        assertThat(query(leadsTo(browser.send(no.copy())))).containsEntry("error", "access_denied");
        assertThat(errorCode(browser.send(yes.copy())))
                .as("what was answered stays")
                .isEqualTo("request_gone");
    }

    @Test
    void whenNoFollowsYesThenNoCodeIsSentOnTheStrengthOfNo() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME)));
        HttpRequest.Builder no = form(browser, "consent-deny", Map.of());
        HttpRequest.Builder yes = form(browser, "consent-allow", Map.of("item", "NAME"));
        leadsTo(browser.send(yes.copy()));
        assertThat(errorCode(browser.send(no.copy()))).isEqualTo("request_gone");
    }

    @Test
    void whenAnotherBrowserPostsItTooThenItIsTurnedAway() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(bank, Map.of("claims", NAME)));
        HttpRequest.Builder click = form(browser, "consent-allow", Map.of("item", "NAME"));
        leadsTo(browser.send(click.copy()));
        TestBrowser other = signedIn(person(), false);
        assertThat(other.send(click.copy()).statusCode()).isEqualTo(403);
    }

    @Test
    void whenASilentRequestIsLoadedTwiceThenItsAnswerIsTheSame() {
        Client bank = bank();
        TestBrowser browser = signedIn(person(), false);
        signIn(browser, bank, Map.of());
        URI start = start(bank, Map.of("prompt", "none"));
        URI first = browser.go(start);
        assertThat(browser.go(start)).isEqualTo(first);
        assertThat(redeem(bank, code(first)).statusCode()).isEqualTo(200);
        browser.go(start);
        assertThat(browser.text("error-code")).isEqualTo("invalid_request_uri");
    }

    @Test
    void whenTheWayBackFromTheAppIsGoneTwiceThenItSignsInOnceAndLeadsOn() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        addCard(person);
        browser.go(URI.create(ISSUER + "/home"));
        browser.press("sign-out");
        browser.go(URI.create(ISSUER + "/signin?to=/home"));
        URI back = leadsTo(browser.send(form(browser, "card", Map.of())));
        TestBrowser dropping = browser.twin();
        HttpResponse<String> dropped =
                dropping.send(HttpRequest.newBuilder(back).GET());
        assertThat(dropped.statusCode()).isEqualTo(200);
        // The browser dropped the first answer, and its cookie with it: for a moment it is given that once more.
        browser.go(back);
        assertThat(browser.shows("state")).isTrue();
        browser.take(dropped);
        browser.go(back);
        assertThat(browser.shows("state")).isTrue();
        browser.go(URI.create(ISSUER + "/home/devices"));
        assertThat(browser.page().select("#sessions li")).hasSize(1);
    }

    @Test
    void whenASignInIsConfirmedOnceMoreThenTheSessionGoesOn() {
        TestCertificate person = person();
        TestBrowser browser = signedIn(person, false);
        for (int i = 0; i < 2; i++) {
            browser.go(URI.create(ISSUER + "/signin"));
            byCard(browser, person);
        }
        browser.go(URI.create(ISSUER + "/home/devices"));
        assertThat(browser.page().select("#sessions li")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenThePrivateIdIsGivenUpByTwoClicksThenBothSayThatItHasEnded(boolean erase) {
        TestBrowser browser = signedIn(person(), false);
        browser.go(URI.create(ISSUER + "/home/withdrawal"));
        HttpRequest.Builder click = form(browser, "withdraw", erase ? Map.of("erase", "true") : Map.of());
        TestBrowser dropping = browser.twin();
        String wanted = erase ? "erased" : "withdrawn";
        assertThat(Jsoup.parse(dropping.send(click.copy()).body()).getElementById(wanted))
                .isNotNull();
        HttpResponse<String> second = browser.send(click.copy());
        assertThat(second.statusCode()).as(second.body()).isEqualTo(200);
        assertThat(Jsoup.parse(second.body()).getElementById(wanted)).isNotNull();
    }

    @Test
    void whenSignOutIsClickedTwiceThenTheSignInIsShown() {
        TestBrowser browser = signedIn(person(), false);
        browser.go(URI.create(ISSUER + "/home"));
        HttpRequest.Builder click = form(browser, "sign-out", Map.of());
        for (TestBrowser each : List.of(browser.twin(), browser)) {
            HttpResponse<String> answer = each.send(click.copy());
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/signin");
        }
    }

    @Test
    void whenTwoRequestsBeginAtTheSameMomentInAFreshBrowserThenBothCanBeFinished() throws Exception {
        Client bank = bank();
        Client shop = bank();
        URI one = start(bank, Map.of("state", "one"));
        URI other = start(shop, Map.of("state", "other"));
        TestBrowser browser = browser();
        // Both leave before either is answered, so neither carries a cookie; the answers come one after the other.
        HttpResponse<String> first =
                browser.twin().send(HttpRequest.newBuilder(one).GET());
        HttpResponse<String> second =
                browser.twin().send(HttpRequest.newBuilder(other).GET());
        browser.take(first);
        browser.take(second);
        browser.go(URI.create(
                ISSUER + first.headers().firstValue("Location").orElseThrow().replace(ISSUER, "")));
        enrolIn(browser, person(), false);
        URI back = agreed(browser, browser.go(go(first)));
        assertThat(query(back)).containsEntry("state", "one");
        assertThat(redeem(bank, code(back)).statusCode()).isEqualTo(200);
        back = agreed(browser, browser.go(go(second)));
        assertThat(query(back)).containsEntry("state", "other");
        assertThat(redeem(shop, code(back)).statusCode()).isEqualTo(200);
    }

    /** The request that waits, out of the address of the sign-in that leads back to it. */
    private static URI go(HttpResponse<String> toSignIn) {
        return URI.create(ISSUER
                + query(URI.create(toSignIn.headers().firstValue("Location").orElseThrow()))
                        .get("to"));
    }
}
