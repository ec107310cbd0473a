package dev.musubi.app.demo;

import dev.musubi.app.client.Browser;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Site;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A clerk at the bank's counter, who sees its accounts and signs nobody in. */
public final class Clerk {

    private final URI counter;
    private final Browser browser;

    /** At this platform's bank. */
    public Clerk(Platform platform) {
        this.counter = URI.create(platform.siteUri(Site.BANK) + "/counter");
        this.browser = new Browser(List.of(platform.siteCertificate(Site.BANK)));
    }

    /** What is to be seen to at an account, by its number; empty for nothing. */
    public String mark(String account) {
        browser.open(counter);
        return browser.attribute(id(account), "data-mark");
    }

    /** Whether there is anything to see to, as far as is known. */
    public String known(String account) {
        browser.open(counter);
        return browser.attribute(id(account), "data-known");
    }

    /** What the issuer's list says of what is on record there; empty where it is not looked up. */
    public String list(String account) {
        browser.open(counter);
        return browser.attribute(id(account), "data-list");
    }

    /** How long it took until the page has this mark at the account. */
    public Duration until(String account, String mark, Duration patience) {
        return Await.until(
                "the bank's counter shows " + (mark.isEmpty() ? "nothing" : mark),
                patience,
                () -> mark(account).equals(mark));
    }

    /** What stands at the account. */
    public String says(String account) {
        return browser.text(id(account));
    }

    private static String id(String account) {
        return "account-" + account.replaceAll("[^0-9]", "");
    }
}
