package dev.musubi.acceptance;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
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
        String wanted = "#account-" + account.replaceAll("[^0-9]", "")
                + (mark.isEmpty() ? ":not([data-mark])" : "[data-mark=" + mark + "]");
        page.waitForSelector(wanted, new Page.WaitForSelectorOptions().setTimeout(PATIENCE));
        lens.look(page, name);
    }

    @Override
    public void close() {
        context.close();
    }
}
