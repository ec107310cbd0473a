package dev.musubi.acceptance;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;

/**
 * A resident's real browser, with passkeys; the virtual phone with マイナアプリ is another tab of it, or the same where the
 * browser is a phone's. It counts what its resident taps and which PINs are typed.
 */
final class ResidentsBrowser implements AutoCloseable {

    /** More elements than any page of ours has. */
    private static final int MOST_TABS = 200;

    private static final String SIGNATURE_PASSWORD = "MUSUBI1";

    private final BrowserContext context;
    private final Screen screen;
    private final Lens lens;
    private final String residentId;
    private final Page page;
    private final Taps taps = new Taps();

    private ResidentsBrowser(BrowserContext context, Screen screen, Lens lens, String residentId) {
        this.context = context;
        this.screen = screen;
        this.lens = lens;
        this.residentId = residentId;
        context.setDefaultTimeout(30_000);
        this.page = context.newPage();
        CDPSession session = context.newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject authenticator = new JsonObject();
        authenticator.add("options", options);
        session.send("WebAuthn.addVirtualAuthenticator", authenticator);
    }

    /** A new window for somebody, whose pages are looked at by this lens. */
    static ResidentsBrowser open(Chromium chromium, Screen screen, Lens lens, String residentId) {
        return new ResidentsBrowser(chromium.browser().newContext(screen.options()), screen, lens, residentId);
    }

    Page page() {
        return page;
    }

    Taps taps() {
        return taps;
    }

    /** Types an address. */
    void open(String address) {
        page.navigate(address);
    }

    /** Taps what has this id. */
    void tap(String id) {
        tap(page, id);
    }

    private void tap(Page on, String id) {
        taps.tap(id);
        choose(on, id);
    }

    private void choose(Page on, String id) {
        Locator wanted = on.locator("#" + id);
        wanted.waitFor();
        switch (screen.hand()) {
            case FINGER -> wanted.tap();
            case MOUSE -> wanted.click();
            case KEYS -> {
                reach(on, id);
                boolean box = Boolean.TRUE.equals(wanted.evaluate("each => each.type === 'checkbox'"));
                on.keyboard().press(box ? "Space" : "Enter");
            }
        }
    }

    /** By the tabulator alone, from where one is. */
    private static void reach(Page on, String id) {
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            if (id.equals(on.evaluate("() => document.activeElement && document.activeElement.id"))) {
                return;
            }
            on.keyboard().press("Tab");
        }
        throw new AssertionError("the tabulator does not reach " + id);
    }

    /** Waits for a page that shows what has this id, and looks at it. */
    void see(String id, String name) {
        try {
            page.waitForSelector("#" + id);
        } catch (TimeoutError none) {
            lens.keep(page, "instead-of-" + name);
            throw new AssertionError("no " + id + " but " + page.title() + ": " + page.innerText("main"), none);
        }
        lens.look(page, name);
    }

    String text(String id) {
        return page.locator("#" + id).textContent().strip();
    }

    boolean shows(String id) {
        return page.locator("#" + id).count() > 0;
    }

    /** Presses the button that leads to the app, types the signature password there and taps the card. */
    void sign(String button) {
        tap(button);
        phone();
    }

    private void phone() {
        page.waitForSelector("#open-app, #tap");
        if (!shows("open-app")) {
            // A phone that has used the app before opens it by itself.
            onPhone(page);
            return;
        }
        lens.look(page, "mynaapp-waits");
        if (screen.isPhone()) {
            tap("open-app");
            onPhone(page);
            return;
        }
        try (Page phone = context.waitForPage(this::scan)) {
            onPhone(phone);
            phone.waitForSelector("[role=status]");
            lens.look(phone, "mynaapp-done");
        }
    }

    private void scan() {
        taps.scan();
        choose(page, "open-app");
    }

    private void onPhone(Page phone) {
        phone.waitForSelector("#choose, #tap");
        if (phone.locator("#choose").count() > 0) {
            lens.look(phone, "mynaapp-phone");
            phone.fill("#resident", residentId);
            tap(phone, "choose");
        }
        phone.waitForSelector("#pin");
        lens.look(phone, "mynaapp-pin");
        taps.pin("signature password");
        if (screen.hand() == Screen.Hand.KEYS) {
            reach(phone, "pin");
            phone.keyboard().type(SIGNATURE_PASSWORD);
        } else {
            phone.fill("#pin", SIGNATURE_PASSWORD);
        }
        tap(phone, "tap");
    }

    @Override
    public void close() {
        context.close();
    }
}
