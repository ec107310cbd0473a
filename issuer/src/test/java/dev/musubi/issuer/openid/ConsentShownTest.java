package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.NewGeneration;
import dev.musubi.issuer.privateid.State;
import dev.musubi.jpki.fixture.TestCertificate;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A consent page in an old tab: what it showed is not what there is any more, and nobody has agreed to that. */
class ConsentShownTest extends OpenIdTest {

    @Autowired
    private Consents consents;

    private HolderId holderOf(TestBrowser browser) {
        assertThat(browser.go(URI.create(ISSUER + "/home")).getPath()).isEqualTo("/home");
        return jdbc.sql("select holder_id from credential where kind = 'SESSION' order by made_at desc limit 1")
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .single();
    }

    private long disclosuresAllowed(HolderId holderId) {
        return consents.all(holderId).stream()
                .filter(each -> each.kind() == Consent.Kind.DISCLOSURE)
                .count();
    }

    /** The page is there again, with another mark, and the request still waits. */
    private static void shownAgain(HttpResponse<String> answer, TestBrowser browser) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Document page = Jsoup.parse(answer.body());
        assertThat(page.getElementById("consent-allow")).isNotNull();
        browser.go(URI.create(ISSUER
                + Objects.requireNonNull(page.getElementById("consent"))
                        .attr("action")
                        .replace("/consent", "")));
        assertThat(code(browser.press("consent-allow")))
                .as("what is shown now can be agreed to")
                .isNotEmpty();
    }

    @Test
    void whenThePrivateIdIsIssuedAgainInTheSameBrowserThenTheOldTabAgreesToNothing() {
        TestCertificate person = person();
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person, false);
        HolderId holderId = holderOf(browser);
        browser.go(start(shop, Map.of("scope", "openid profile")));
        HttpRequest.Builder old = form(browser, "consent-allow", Map.of());
        browser.go(URI.create(ISSUER + "/signin"));
        enrolIn(browser, person, false);
        assertThat(credentials.live(holderId, Kind.SESSION)).hasSize(1);

        HttpResponse<String> answer = browser.send(old.copy());
        assertThat(disclosuresAllowed(holderId)).isZero();
        shownAgain(answer, browser);
        assertThat(disclosuresAllowed(holderId)).isEqualTo(1);
    }

    @Test
    void whenSomebodyElseSignsInInTheSameBrowserThenTheOldTabAgreesToNothingForThem() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(shop, Map.of("scope", "openid profile")));
        HttpRequest.Builder old = form(browser, "consent-allow", Map.of());
        browser.go(URI.create(ISSUER + "/home"));
        browser.press("sign-out");
        browser.go(URI.create(ISSUER + "/signin"));
        enrolIn(browser, person(), false);
        HolderId other = holderOf(browser);

        HttpResponse<String> answer = browser.send(old.copy());
        assertThat(disclosuresAllowed(other)).isZero();
        shownAgain(answer, browser);
    }

    @Test
    void whenTheValuesAreRefreshedWhileThePageIsOpenThenItIsShownAgain() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        HolderId holderId = holderOf(browser);
        browser.go(start(shop, Map.of("scope", "openid profile")));
        HttpRequest.Builder old = form(browser, "consent-allow", Map.of());
        holders.locking(holderId, () -> {
            refreshed(holderId);
            return true;
        });
        HttpResponse<String> answer = browser.send(old.copy());
        assertThat(disclosuresAllowed(holderId)).isZero();
        shownAgain(answer, browser);
    }

    @Test
    void whenTheValuesAreRefreshedWhileTheAnswerWaitsThenThePageIsShownAgain() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        HolderId holderId = holderOf(browser);
        browser.go(start(shop, Map.of("scope", "openid profile")));
        HttpRequest.Builder old = form(browser, "consent-allow", Map.of());
        HttpResponse<String> answer = waiting(holderId, () -> browser.send(old.copy()), () -> refreshed(holderId));
        assertThat(disclosuresAllowed(holderId)).isZero();
        shownAgain(answer, browser);
    }

    /** J-LIS told other values; the session goes on. */
    private void refreshed(HolderId holderId) {
        Generation before = privateIds.generation(holderId);
        privateIds.apply(holderId, Cause.ANCHOR_CONTENT_CHANGED, clock.instant(), "system");
        assertThat(privateIds.reissue(
                        holderId,
                        new NewGeneration(
                                before.anchorId(),
                                Generation.Source.J_LIS,
                                before.sourceAsOf(),
                                before.attributes(),
                                null),
                        Cause.REFRESHED,
                        clock.instant(),
                        "system"))
                .isPresent();
    }

    @Test
    void whenTheMarkIsMissingMadeUpOrOfAnotherRequestThenNothingIsAgreedTo() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        HolderId holderId = holderOf(browser);
        browser.go(start(shop, Map.of("scope", "openid")));
        String ofAnother = Objects.requireNonNull(browser.page().selectFirst("#consent input[name=shown]"))
                .attr("value");
        browser.go(start(shop, Map.of("scope", "openid profile")));
        for (String shown : new String[] {"", "x", ofAnother}) {
            HttpResponse<String> answer = browser.send(form(browser, "consent-allow", Map.of("shown", shown)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Jsoup.parse(answer.body()).getElementById("consent-allow"))
                    .isNotNull();
        }
        assertThat(disclosuresAllowed(holderId)).isZero();
        assertThat(code(browser.press("consent-allow"))).isNotEmpty();
    }

    @Test
    void whenSomebodyElseSignsInThenAPageOfBeforeOrdersNothingInTheirName() {
        TestBrowser browser = signedIn(person(), false);
        HolderId first = holderOf(browser);
        List<HttpRequest.Builder> orders = new ArrayList<>();
        orders.add(order(browser, "/home/pause", "pause"));
        orders.add(order(browser, "/home/withdrawal", "withdraw"));
        browser.go(URI.create(ISSUER + "/signin/passkey?to=/home"));
        orders.add(HttpRequest.newBuilder(URI.create(ISSUER + "/signin/passkey/registration-options"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"csrf\":\"" + browser.attribute("passkey-registration", "data-csrf") + "\"}")));
        browser.go(URI.create(ISSUER + "/home"));
        browser.press("sign-out");
        browser.go(URI.create(ISSUER + "/signin"));
        enrolIn(browser, person(), false);
        HolderId other = holderOf(browser);
        assertThat(other).isNotEqualTo(first);

        for (HttpRequest.Builder order : orders) {
            HttpResponse<String> answer = browser.send(order);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains("foreign_form");
        }
        for (HolderId each : List.of(first, other)) {
            assertThat(privateIds.find(each).orElseThrow().state()).isEqualTo(State.ACTIVE);
        }
        browser.go(URI.create(ISSUER + "/home/pause"));
        browser.press("pause");
        assertThat(privateIds.find(other).orElseThrow().state())
                .as("a page of theirs does")
                .isEqualTo(State.SUSPENDED);
    }

    /** What pressing a button on a page of ours sends. */
    private static HttpRequest.Builder order(TestBrowser browser, String page, String button) {
        browser.go(URI.create(ISSUER + page));
        return form(browser, button, Map.of());
    }

    @Test
    void whenTheOldTabSaysNoThenTheAnswerIsNo() {
        Plain shop = plain(Map.of(), false);
        TestBrowser browser = signedIn(person(), false);
        browser.go(start(shop, Map.of("scope", "openid profile")));
        assertThat(query(browser.press("consent-deny", Map.of("shown", "old"))))
                .containsEntry("error", "access_denied");
    }
}
