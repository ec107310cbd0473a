package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.fixture.PostOffice;
import dev.musubi.issuer.notice.Postman;
import dev.musubi.jpki.fixture.TestCertificate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages that most people never see: they fit a phone and exclude nobody, like all others. */
class RarerPagesInBrowserTest extends InBrowserTest {

    private static final String CALLBACK = "**/signing/callback?**";

    @Autowired
    private Postman postman;

    private final String address = UUID.randomUUID() + "@mail.example";

    @Test
    void whenThereIsNoSuchPageThenThePageThatSaysSoIsSound() {
        Page page = phone();
        for (String path : List.of("/nowhere", "/home/nowhere", "/signin/nowhere")) {
            page.navigate(ISSUER + path);
            assertThat(page.content()).as(path).contains("id=\"home\"");
            looksRight(page, "nowhere");
        }
        page.navigate(ISSUER + "/notices/stop?code=guessed");
        page.waitForSelector("#problem");
        looksRight(page, "problem");
    }

    @Test
    void whenAnAddressIsConfirmedAndNoticesAreStoppedThenTheirPagesAreSound() {
        TestCertificate person = person();
        Page page = withPasskey(person);
        page.navigate(ISSUER + "/home/reaching-mail");
        page.fill("#address", "nobody");
        page.evaluate("() => { document.querySelector('form[data-typed]').noValidate = true; }");
        page.click("#send");
        page.waitForSelector("#problem");
        looksRight(page, "reaching-mail-wrong");
        page.fill("#address", address);
        page.click("#send");
        page.waitForSelector("#pending");
        looksRight(page, "reaching-pending");
        postman.round();
        page.navigate(PostOffice.OPEN.to(address).getLast().link());
        page.waitForSelector("#confirm");
        looksRight(page, "reaching-confirm");
        page.click("#confirm");
        page.waitForSelector("#email");
        looksRight(page, "reaching-confirmed");

        HolderId holderId = holderOf(person);
        mynaApp.lay(person);
        holders.locking(holderId, () -> cards.add(holderId, 1, mynaApp.subject(person)));
        postman.round();
        String stop = PostOffice.OPEN.to(address).getLast().header("List-Unsubscribe");
        Page anybody = phone();
        anybody.navigate(stop.replaceAll("[<>]", ""));
        anybody.waitForSelector("#stop");
        looksRight(anybody, "notices-stop");
        anybody.click("#stop");
        anybody.waitForSelector("#stopped");
        looksRight(anybody, "notices-stopped");
    }

    @Test
    void whenJlisIsAwayThenThePageThatKeepsTheSignatureIsSound() {
        Page page = phone();
        mynaApp.lay(person());
        page.navigate(ISSUER + "/enrol");
        page.click("#agree");
        page.click("#updates-no");
        jlis.ocspDark = true;
        page.click("#sign-button");
        page.waitForSelector("#go-on-button");
        looksRight(page, "signing-kept");
        jlis.ocspDark = false;
        page.click("#go-on-button");
        page.waitForURL("**/signin/passkey?**");
    }

    @Test
    void whenTheCardIsNotRecognisedOrAnotherBrowserComesBackThenTheirPagesAreSound() {
        Page page = phone();
        mynaApp.lay(person());
        mynaApp.fails("mynaapp_cancelled");
        page.navigate(ISSUER + "/signin");
        page.click("#card");
        page.waitForSelector("#problem");
        looksRight(page, "signing-recognise");

        AtomicReference<String> back = new AtomicReference<>();
        page.route(CALLBACK, route -> {
            back.set(route.request().url());
            route.abort();
        });
        page.locator("main form button").first().click();
        page.waitForCondition(() -> back.get() != null);
        Page other = phone();
        assertThat(other.navigate(back.get()).status()).isEqualTo(404);
        looksRight(other, "signing-elsewhere");
    }

    @Test
    void whenAPrivateIdIsGivenUpThenThePageThatSaysSoIsSound() {
        Page page = withPasskey(person());
        page.navigate(ISSUER + "/home/withdrawal");
        page.click("#withdraw");
        page.waitForURL("**/home/withdrawal");
        page.waitForSelector("h1");
        assertThat(page.locator("#withdraw").count()).isZero();
        looksRight(page, "withdrawn");
    }
}
