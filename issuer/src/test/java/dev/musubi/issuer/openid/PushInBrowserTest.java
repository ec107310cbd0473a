package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The page's script and its worker in a real browser. To subscribe, it would have to reach its maker's push service. */
class PushInBrowserTest extends InBrowserTest {

    private static final String SHOWN = """
            async () => {
              const registration = await navigator.serviceWorker.getRegistration();
              const all = await registration.getNotifications();
              return all.map((each) => [each.title, each.body, each.lang, each.tag, each.data.page].join('|'));
            }""";

    private Page reaching() {
        Page page = withPasskey(person());
        page.navigate(ISSUER + "/home/reaching");
        return page;
    }

    /** A worker in charge of the page, and the line to the browser that delivers messages to it. */
    private static CDPSession listening(Page page, CompletableFuture<String> registration) {
        page.context().grantPermissions(List.of("notifications"));
        CDPSession session = page.context().newCDPSession(page);
        session.on(
                "ServiceWorker.workerRegistrationUpdated",
                event -> event.getAsJsonArray("registrations")
                        .forEach(each -> registration.complete(
                                each.getAsJsonObject().get("registrationId").getAsString())));
        session.send("ServiceWorker.enable");
        page.evaluate("async () => { await navigator.serviceWorker.register('/push-worker.js');"
                + " await navigator.serviceWorker.ready; }");
        return session;
    }

    private static void deliver(CDPSession session, String registration, String data) {
        JsonObject message = new JsonObject();
        message.addProperty("origin", ISSUER + "/");
        message.addProperty("registrationId", registration);
        message.addProperty("data", data);
        session.send("ServiceWorker.deliverPushMessage", message);
    }

    @SuppressWarnings("unchecked") // The script gives strings.
    private static List<String> shown(Page page, int atLeast) {
        page.waitForFunction(
                "async (n) => (await (await navigator.serviceWorker.getRegistration()).getNotifications())"
                        + ".length >= n",
                atLeast);
        return (List<String>) page.evaluate(SHOWN);
    }

    @Test
    void whenTheBrowserCanThenTheButtonIsThereAndWhereThePermissionWasDeniedThePageSaysWhatToDo() {
        Page page = reaching();
        page.context().grantPermissions(List.of("notifications"));
        page.reload();
        page.waitForSelector("#add-push");
        assertThat(page.textContent("#add-push")).isEqualTo("この端末に通知する");
        assertThat(page.isVisible("#push-denied")).isFalse();
        looksRight(page, "reaching");
        page.context().clearPermissions();
        page.addInitScript("Object.defineProperty(Notification, 'permission', { get: () => 'denied' });");
        page.reload();
        page.waitForSelector("#push-denied");
        assertThat(page.isVisible("#add-push")).isFalse();
        looksRight(page, "reaching-denied");
    }

    @Test
    void whenTheBrowserCannotThenThereIsNoButton() {
        Page page = reaching();
        page.addInitScript("delete window.PushManager;");
        page.reload();
        page.waitForSelector("#push-cannot");
        assertThat(page.isVisible("#add-push")).isFalse();
        looksRight(page, "reaching-cannot");
    }

    @Test
    void whenAMessageComesThenItIsShownAndOneThatCannotBeReadTooAndALaterOneTakesItsPlace() {
        Page page = reaching();
        CompletableFuture<String> registration = new CompletableFuture<>();
        CDPSession session = listening(page, registration);
        page.waitForCondition(registration::isDone);
        String id = registration.join();
        deliver(session, id, """
                {"v":1,"title":"お知らせです。","body":"何をするか。","page":"/home/devices","language":"ja","tag":"a"}""");
        assertThat(shown(page, 1)).containsExactly("お知らせです。|何をするか。|ja|a|/home/devices");
        deliver(session, id, "no JSON");
        assertThat(shown(page, 2)).anySatisfy(each -> assertThat(each).contains("お知らせがあります。", "/home/notices"));
        deliver(session, id, """
                {"v":1,"title":"Later","body":"","page":"/home","language":"en","tag":"a"}""");
        page.waitForFunction("async () => (await (await navigator.serviceWorker.getRegistration()).getNotifications())"
                + ".some((each) => each.title === 'Later')");
        assertThat(shown(page, 2)).hasSize(2);
        assertThat(chromium().complaints()).isEmpty();
    }
}
