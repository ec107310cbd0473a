package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages in a real browser: passkeys, a small screen, the keyboard alone, and people who cannot see. */
class BrowserTest extends InBrowserTest {

    private static final String NAME = "{\"userinfo\":{\"name\":{\"essential\":true},\"address\":null}}";

    @Test
    void whenAHolderRegistersAPasskeyThenItSignsInFromThenOn() {
        Page page = withPasskey(person());
        page.navigate(ISSUER + "/home/devices");
        assertThat(page.locator("#passkeys li").count()).isEqualTo(1);
        page.click("#home");
        page.click("#sign-out");
        page.waitForURL("**/signin");
        page.click("#sign-in-with-passkey");
        page.waitForSelector("#state");
        assertThat(page.locator("#state").textContent()).contains("使えます");

        Client bank = bank();
        page.navigate(start(bank, Map.of()).toString());
        page.click("#consent-allow");
        page.waitForURL(CALLBACK);
        var idToken = claims(member(redeem(bank, code(URI.create(page.url()))), "id_token"));
        assertThat(idToken.getClaims()).containsEntry("acr", "urn:musubi:acr:high");
        assertThat(chromium().complaints()).isEmpty();
    }

    @Test
    void whenSomebodyElsesPasskeySignsInThenItDoesNotGoOnWithWhatWasUnderWay() {
        Page page = withPasskey(person());
        page.click("#sign-out");
        page.waitForURL("**/signin");
        byEnrolling(page, person());
        page.navigate(ISSUER + "/signin?to=/home/withdrawal");
        page.click("#sign-in-with-passkey");
        page.waitForSelector("#state");
        assertThat(page.url()).endsWith("/home");
    }

    @Test
    void whenThePasskeyIsRemovedThenItSignsNobodyIn() {
        Page page = withPasskey(person());
        page.navigate(ISSUER + "/home/devices");
        page.click("#passkeys button");
        page.waitForCondition(() -> page.locator("#passkeys li").count() == 0);
        page.click("#home");
        page.click("#sign-out");
        page.waitForURL("**/signin");
        page.click("#sign-in-with-passkey");
        page.waitForSelector("#passkey-problem:not([hidden])");
        assertThat(page.url()).endsWith("/signin");
    }

    @Test
    void whenTheHolderReissuesThenThePasskeyOfBeforeSignsNobodyIn() {
        TestCertificate person = person();
        Page page = withPasskey(person);
        enrol(person, false);
        page.navigate(ISSUER + "/signin");
        page.click("#sign-in-with-passkey");
        page.waitForSelector("#passkey-problem:not([hidden])");
        assertThat(page.url()).endsWith("/signin");
    }

    @Test
    void whenTheSessionGrowsOldWhileALabelIsTypedThenItIsStillThereAfterTheConfirmation() {
        TestCertificate person = person();
        Page page = withPasskey(person);
        page.navigate(ISSUER + "/signin/passkey?to=/home");
        page.fill("#label", "居間のタブレット");
        jdbc.sql(
                        "update credential set authenticated_at = authenticated_at - interval '6 minutes' where kind = 'SESSION'")
                .update();
        page.click("#register-passkey");
        page.waitForSelector("#again");
        looksRight(page, "again");
        page.click("#sign-in-with-passkey");
        page.waitForSelector("#register-passkey");
        assertThat(page.inputValue("#label")).isEqualTo("居間のタブレット");
    }

    @Test
    void whenASignInIsDoneByKeyboardAloneThenItEndsAtTheBank() {
        Page page = withPasskey(person());
        Client bank = bank();
        page.navigate(start(bank, Map.of("claims", NAME)).toString());
        page.waitForSelector("#consent-allow");
        looksRight(page, "consent");
        for (int tabs = 0; tabs < 20; tabs++) {
            page.keyboard().press("Tab");
            if ("consent-allow".equals(page.evaluate("() => document.activeElement.id"))) {
                break;
            }
        }
        assertThat(page.evaluate("() => document.activeElement.id")).isEqualTo("consent-allow");
        page.keyboard().press("Enter");
        page.waitForURL(CALLBACK);
        assertThat(code(URI.create(page.url()))).isNotEmpty();
        assertThat(chromium().complaints()).isEmpty();
    }

    @Test
    void whenTheAnchorIsGoneThenTheReissueIsAButtonAwayAndLeadsBack() {
        TestCertificate before = person();
        TestCertificate after = person();
        Page page = withPasskey(before);
        jlis.samePerson(
                before.read(AUTHORITY.profile()).id(),
                after.read(AUTHORITY.profile()).id());
        publish(municipality(before), 1, Map.of(before, RevocationReason.AFFILIATION_CHANGED));
        sweep.all();
        Client bank = bank();
        page.navigate(
                start(bank, Map.of("claims", "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\"}}}"))
                        .toString());
        page.waitForSelector("#turn-back");
        looksRight(page, "reissue");
        mynaApp.lay(after);
        page.click("#reissue-with-updates");
        page.waitForSelector("#updates-no");
        looksRight(page, "enrol-updates");
        page.click("#updates-no");
        page.waitForSelector("#sign-button");
        looksRight(page, "signing");
        page.click("#sign-button");
        page.waitForSelector("#keep-form");
        looksRight(page, "keep");
        assertThat(page.textContent("#ended")).contains("パスキー");
        page.click("#keep-one");
        // The first contact asks the holder.
        page.click("#consent-allow");
        page.waitForURL(CALLBACK);
        assertThat(code(URI.create(page.url()))).isNotEmpty();
    }

    @Test
    void whenPagesAreLookedAtThenTheyFitASmallScreenAndExcludeNobody() {
        Page page = phone();
        page.navigate(ISSUER + "/signin");
        looksRight(page, "signin");
        mynaApp.lay(person());
        mynaApp.fails("mynaapp_cancelled");
        page.click("#card");
        page.waitForSelector("#problem");
        looksRight(page, "signin-problem");
        page.navigate(ISSUER + "/");
        page.waitForSelector("#begin");
        looksRight(page, "start");
        page.navigate(ISSUER + "/openid/authorize?client_id=nobody");
        looksRight(page, "error");
        page.navigate(ISSUER + "/terms");
        looksRight(page, "terms");
        Page home = withPasskey(person());
        looksRight(home, "home");
        home.navigate(ISSUER + "/signin/passkey?to=/home");
        looksRight(home, "passkey");
        home.navigate(ISSUER + "/home/withdrawal");
        looksRight(home, "withdrawal");
        home.navigate(ISSUER + "/home/resume");
        looksRight(home, "resume");
        home.navigate(ISSUER + "/openid/logout");
        home.waitForSelector("#logout-confirm");
        looksRight(home, "logout");
        home.click("#logout-confirm");
        home.waitForSelector("#signed-out");
        looksRight(home, "signed-out");
    }
}
