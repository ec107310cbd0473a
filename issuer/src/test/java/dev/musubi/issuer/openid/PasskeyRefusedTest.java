package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.musubi.issuer.signin.passkey.Passkeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A passkey that is not taken: the log says by which of its checks, and the holder is told no more than before. */
class PasskeyRefusedTest extends OpenIdTest {

    private static final String REGISTRATION = ISSUER + "/signin/passkey/registration";

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        ((Logger) LoggerFactory.getLogger(Passkeys.class)).addAppender(said);
    }

    @AfterEach
    void leave() {
        ((Logger) LoggerFactory.getLogger(Passkeys.class)).detachAppender(said);
    }

    private static HttpResponse<String> send(TestBrowser browser, String uri, Map<String, String> body) {
        return browser.send(HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(body))));
    }

    private void assertRefused(TestBrowser browser, String ticket, String credential, String check) {
        said.list.clear();
        HttpResponse<String> refused =
                send(browser, REGISTRATION, Map.of("csrf", csrf(browser), "ticket", ticket, "credential", credential));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("passkey_not_registered").doesNotContain(check);
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("passkey.refused reason=")
                .endsWith(" check=" + check);
    }

    private static String csrf(TestBrowser browser) {
        return browser.attribute("passkey-registration", "data-csrf");
    }

    private static String ticket(TestBrowser browser) {
        HttpResponse<String> options =
                send(browser, ISSUER + "/signin/passkey/registration-options", Map.of("csrf", csrf(browser)));
        assertThat(options.statusCode()).as(options.body()).isEqualTo(200);
        return member(options, "ticket");
    }

    @Test
    void whenAPasskeyIsNotTakenThenTheLogSaysByWhichCheck() {
        TestBrowser browser = signedIn(person(), false);
        browser.go(URI.create(ISSUER + "/signin/passkey?to=/home"));
        assertRefused(browser, "no-such-ticket", "{}", "challenge");
        assertRefused(browser, ticket(browser), "x".repeat(40_000), "length");
        assertRefused(browser, ticket(browser), "nonsense", "StreamReadException");
        assertRefused(browser, ticket(browser), "{}", "NullPointerException");
    }

    @Test
    void whenAnAnswerIsNoneThenThatIsTheCallersFaultToo() {
        TestBrowser browser = browser();
        browser.go(URI.create(ISSUER + "/signin"));
        String csrf = browser.attribute("passkey", "data-csrf");
        for (String answer : List.of("{}", "nonsense", "[]", "null", "{\"id\":\"AA\",\"response\":{}}")) {
            HttpResponse<String> options = send(browser, ISSUER + "/signin/passkey/options", Map.of("csrf", csrf));
            HttpResponse<String> refused = send(
                    browser,
                    ISSUER + "/signin/passkey/answer",
                    Map.of("csrf", csrf, "ticket", member(options, "ticket"), "credential", answer));
            assertThat(refused.statusCode()).as(answer + " " + refused.body()).isEqualTo(422);
            assertThat(refused.body()).contains("passkey_refused");
        }
    }
}
