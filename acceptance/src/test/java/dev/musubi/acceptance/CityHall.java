package dev.musubi.acceptance;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;

/** The sandbox's city hall, by its page: what happens in a resident's life happens there. It is looked at like any other page. */
final class CityHall implements AutoCloseable {

    private static final String SAPPORO = "01100";
    private static final String IN_TOKYO = "13221";

    private final BrowserContext context;
    private final Lens lens;
    private final Page page;

    CityHall(Chromium chromium, Screen screen, Lens lens, String address) {
        this.context = chromium.browser().newContext(screen.options());
        this.lens = lens;
        this.page = context.newPage();
        page.navigate(address);
        page.locator("#list button").first().waitFor();
        lens.look(page, "hall");
    }

    /** Moves to another municipality, gets the new certificate at the counter, and the day's revocation lists come out. */
    void move(String residentId) {
        find(residentId);
        boolean north = page.locator("#entry").textContent().contains("北海道");
        page.selectOption("#municipality", north ? IN_TOKYO : SAPPORO);
        page.check("#fresh");
        happens("MOVE_TO");
        lens.look(page, "hall-moved");
        said(() -> page.click("#publish"));
        lens.look(page, "hall-published");
    }

    /** Says what went wrong and asks before what cannot be undone; this resident lives on all the same. */
    void goWrong(String residentId) {
        find(residentId);
        happens("MOVE_TO");
        lens.look(page, "hall-nowhere");
        happens("MARRY");
        lens.look(page, "hall-refused");
        page.click("[data-event=DIE]");
        page.locator("#sure-yes").waitFor();
        lens.look(page, "hall-sure");
        page.click("#sure-no");
        page.locator("#sure-yes").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }

    /** What stands where the page says how it went. */
    String happened() {
        return page.locator("#happened").textContent();
    }

    private void find(String residentId) {
        page.fill("#q", residentId);
        Locator found = page.locator("#list button", new Page.LocatorOptions().setHasText(residentId));
        found.click();
        page.locator("#who", new Page.LocatorOptions().setHasText(residentId)).waitFor();
    }

    private void happens(String event) {
        said(() -> page.click("[data-event=" + event + "]"));
    }

    private void said(Runnable act) {
        page.evaluate("() => { document.getElementById('happened').textContent = ''; }");
        act.run();
        page.locator("#happened:not(:empty)").waitFor();
    }

    @Override
    public void close() {
        context.close();
    }
}
