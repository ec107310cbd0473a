package dev.musubi.acceptance;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.VirtualPhone;
import java.util.Map;

/** What a resident does on the issuer's pages, with the virtual phone beside the browser. */
final class AtTheIssuer {

    private final Browser browser;
    private final VirtualPhone phone;

    AtTheIssuer(World world, HolderApp app, Browser browser) {
        this.browser = browser;
        this.phone = new VirtualPhone(app.residentId(), world.platform.mynaAppCertificate());
    }

    /** Signs in with the card, from the page that asks: the first time with a signature. */
    AtTheIssuer signIn() {
        browser.press("card");
        phone.confirm(browser);
        if (browser.shows("sign-button")) {
            sign();
        }
        return this;
    }

    /** Signs what the page shows. */
    void sign() {
        browser.press("sign-button");
        phone.sign(browser);
    }

    /** From the page that says a re-issue is needed, has it issued again, keeps nothing of before, and goes on. */
    void reissue() {
        browser.press("reissue-now");
        sign();
        if (browser.shows("keep-none")) {
            browser.press("keep-none");
        }
        if (browser.shows("keep-continue")) {
            browser.press("keep-continue", Map.of());
        }
        if (browser.shows("skip-passkey")) {
            browser.click("skip-passkey");
        }
    }

    VirtualPhone phone() {
        return phone;
    }
}
