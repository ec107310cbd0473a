package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.revocation.RevocationReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was ticked on the page of consent while a session grew too old for it is found again by whoever ticked it. */
class ConsentBoxesInBrowserTest extends InBrowserTest {

    private static final Map<String, String> ASKED =
            Map.of("claims", "{\"userinfo\":{\"name\":{\"essential\":true},\"address\":null}}");

    private Page asked(TestCertificate person) {
        return asked(person, bank());
    }

    private Page asked(TestCertificate person, Client bank) {
        Page page = withPasskey(person);
        page.navigate(start(bank, ASKED).toString());
        page.waitForSelector("#consent-allow");
        page.uncheck("#item-ADDRESS");
        page.check("#remember");
        return page;
    }

    private void growOld(TestCertificate person) {
        jdbc.sql(
                        "update credential set authenticated_at = authenticated_at - interval '10 minutes' where holder_id = ?")
                .param(holderOf(person))
                .update();
    }

    private static void assertAsTicked(Page page) {
        page.waitForSelector("#consent-allow");
        assertThat(page.isChecked("#item-NAME")).as("it is needed").isTrue();
        assertThat(page.isChecked("#item-ADDRESS")).isFalse();
        assertThat(page.isChecked("#remember")).isTrue();
    }

    @Test
    void whenThePageLayOpenTooLongThenTheBoxesAreAsTheyWereAfterTheSignIn() {
        TestCertificate person = person();
        Page page = asked(person);
        growOld(person);
        page.click("#consent-allow");
        page.waitForSelector("#sign-in-with-passkey");
        page.click("#sign-in-with-passkey");
        assertAsTicked(page);
        page.click("#consent-allow");
        page.waitForURL(CALLBACK);
    }

    @Test
    void whenTheWarningIsFollowedThenTheBoxesAreAsTheyWere() {
        Page page = asked(person());
        page.evaluate("() => { document.getElementById('ending').hidden = false; }");
        page.click("#stay");
        page.waitForSelector("#sign-in-with-passkey");
        page.click("#sign-in-with-passkey");
        assertAsTicked(page);
    }

    @Test
    void whenAnotherLanguageIsChosenThenTheBoxesAreAsTheyWere() {
        Page page = asked(person());
        page.click(".languages [value=en]");
        page.waitForSelector("html[lang=en] #consent-allow");
        assertAsTicked(page);
        page.click(".languages [value=ja]");
        page.waitForSelector("html[lang=ja] #consent-allow");
        assertAsTicked(page);
    }

    @Test
    void whenWhatWasRememberedEndedWithAReissueThenThePageSaysWhyItAsks() {
        TestCertificate person = person();
        Client bank = bank();
        Page page = asked(person, bank);
        page.check("#item-ADDRESS");
        assertThat(page.locator("#reissued").count()).isZero();
        page.click("#consent-allow");
        page.waitForURL(CALLBACK);
        page.navigate(ISSUER + "/enrol");
        page.click("#agree");
        page.click("#updates-no");
        assertThat(page.textContent("#until")).contains("までに署名してください");
        page.click("#sign-button");
        page.waitForURL("**/signin/**");
        page.navigate(start(bank, ASKED).toString());
        page.waitForSelector("#consent-allow");
        assertThat(page.locator("#reissued").count()).isEqualTo(1);
    }

    @Test
    void whenTheCardWasLostThenTheSignInOffersTheReissueItself() {
        TestCertificate person = person();
        Page page = withPasskey(person);
        publish(municipality(person), 1, Map.of(person, RevocationReason.CERTIFICATE_HOLD));
        sweep.all();
        page.navigate(start(
                        bank(),
                        Map.of("claims", "{\"id_token\":{\"standing\":{\"essential\":true,\"value\":\"ACTIVE\"}}}"))
                .toString());
        page.waitForSelector("#reissue-now");
        page.click("#reissue-now");
        page.waitForSelector("#sign-button");
    }

    @Test
    void whenSomebodyElseSignsInThenTheBoxesAreAsForAnybody() {
        TestCertificate person = person();
        Page page = asked(person);
        page.evaluate("() => { document.getElementById('ending').hidden = false; }");
        page.click("#stay");
        page.waitForSelector("#card");
        jdbc.sql(
                        "update credential set ended_at = now(), ended_why = 'EXPIRED' where holder_id = ? and kind = 'SESSION'")
                .param(holderOf(person))
                .update();
        TestCertificate another = person();
        holder(another, false);
        mynaApp.lay(another);
        page.click("#card");
        page.waitForSelector("#sign-button");
        page.click("#sign-button");
        page.waitForSelector("#consent-allow, #skip-passkey");
        if (page.locator("#skip-passkey").count() > 0) {
            page.click("#skip-passkey");
        }
        page.waitForSelector("#consent-allow");
        assertThat(page.isChecked("#item-ADDRESS")).isTrue();
        assertThat(page.isChecked("#remember")).isFalse();
    }
}
