package dev.musubi.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;

/** The bank's counter on a clerk's own screen, opened once and never loaded again: it brings itself up to date. */
final class Counter implements AutoCloseable {

    private static final double PATIENCE = 60_000;

    private final BrowserContext context;
    private final Lens lens;
    private final Page page;

    Counter(Chromium chromium, Screen screen, Lens lens, URI bank) {
        this.context = chromium.browser().newContext(screen.options());
        this.lens = lens;
        this.page = context.newPage();
        page.navigate(bank + "/counter");
    }

    /** Waits until an account has this mark, or none, and looks at the page. */
    void shows(String account, String mark, String name) {
        String wanted = "#" + id(account) + (mark.isEmpty() ? ":not([data-mark])" : "[data-mark=" + mark + "]");
        page.waitForSelector(wanted, new Page.WaitForSelectorOptions().setTimeout(PATIENCE));
        lens.look(page, name);
    }

    private static String id(String account) {
        return "account-" + account.replaceAll("[^0-9]", "");
    }

    /** What was read out last. */
    String aloud() {
        return page.textContent("#told").strip();
    }

    /** Remembers what stands there of an account, the very element. */
    void remember(String account) {
        page.evaluate("id => { window.remembered = document.getElementById(id); }", id(account));
    }

    /** Whether that stands there yet. */
    boolean isTheSame(String account) {
        return (boolean) page.evaluate("id => window.remembered === document.getElementById(id)", id(account));
    }

    /** The bank cannot be reached any more; the page says so. */
    void cannotLook(String name) {
        page.route("**/counter", Route::abort);
        page.waitForSelector("#stale", new Page.WaitForSelectorOptions().setTimeout(PATIENCE));
        lens.look(page, name);
    }

    /** And again it can. */
    void looksAgain() {
        page.unroute("**/counter");
        page.waitForSelector(
                "#stale",
                new Page.WaitForSelectorOptions()
                        .setState(WaitForSelectorState.HIDDEN)
                        .setTimeout(PATIENCE));
    }

    /** Has the page stay as it is, and go on; its words and its button say which of the two. */
    void stops(String name) {
        String going = page.textContent("#how");
        String stop = page.textContent("#pause");
        page.click("#pause");
        assertThat(page.textContent("#how")).isNotEqualTo(going);
        assertThat(page.textContent("#pause")).isNotEqualTo(stop);
        lens.look(page, name);
        page.click("#pause");
        assertThat(page.textContent("#how")).isEqualTo(going);
        assertThat(page.textContent("#pause")).isEqualTo(stop);
    }

    @Override
    public void close() {
        context.close();
    }
}
