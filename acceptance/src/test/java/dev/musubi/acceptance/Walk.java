package dev.musubi.acceptance;

import dev.musubi.app.demo.Await;
import dev.musubi.app.process.Site;
import java.time.Duration;

/** What a resident does at the demonstration's pages, step by step, looking at each. */
final class Walk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ResidentsBrowser browser;
    private final World world;
    private final String landing;
    private final String residentId;

    Walk(ResidentsBrowser browser, World world, String landing, String residentId) {
        this.browser = browser;
        this.world = world;
        this.landing = landing;
        this.residentId = residentId;
    }

    /** What the bank has of somebody, and shows. */
    record Account(String number, String address, String subject) {}

    String residentId() {
        return residentId;
    }

    Taps taps() {
        return browser.taps();
    }

    /** From the first page of all to a private ID and a passkey. */
    void apply(boolean updates) {
        browser.open(landing);
        browser.see("phone", "landing");
        browser.tap("phone");
        browser.see("begin", "start");
        browser.tap("begin");
        browser.see("agree", "enrol");
        browser.tap("agree");
        browser.see("updates-no", "enrol-updates");
        browser.tap(updates ? "updates-yes" : "updates-no");
        browser.see("document", updates ? "signing-with-updates" : "signing");
        browser.sign("sign-button");
        if (updates) {
            browser.see("document", "signing-updates");
            browser.sign("sign-button");
        }
        browser.see("register-passkey", "passkey");
        browser.tap("register-passkey");
        browser.see("state", "home");
    }

    /** From the first page of all to an account at the bank. */
    Account openAccount() {
        return openAccount(false);
    }

    /** The same, with the box ticked by which the bank is told what becomes of the private ID. */
    Account openAccountAndLetTheBankBeTold() {
        return openAccount(true);
    }

    private Account openAccount(boolean told) {
        browser.open(landing);
        browser.tap("bank");
        browser.see("begin", "bank");
        browser.tap("begin");
        browser.see("consent-allow", "consent");
        if (told) {
            browser.tap("monitoring");
        }
        browser.tap("remember");
        browser.tap("consent-allow");
        browser.see("document", "bank-application");
        browser.sign("sign-button");
        browser.see("new", "bank-account-new");
        return read();
    }

    /** A site other than the bank, from its first page to what it keeps: with the private ID alone, or with a signature on top. */
    void use(Site site) {
        browser.open(landing);
        browser.tap(site.id());
        browser.see("begin", site.id());
        browser.tap("begin");
        browser.see("consent-allow", "consent-" + site.id());
        browser.tap("consent-allow");
        browser.page().waitForSelector("#go, #sign-button");
        if (browser.shows("go")) {
            browser.see("go", site.id() + "-procedure");
            browser.tap("go");
        } else {
            browser.see("document", site.id() + "-application");
            browser.sign("sign-button");
        }
        browser.see("new", site.id() + "-new");
        browser.open(world.platform.siteUri(site) + "/mine");
        browser.see("number", site.id() + "-mine");
    }

    void askedByTheCityOffice() {
        browser.open(world.platform.siteUri(Site.CITY) + "/procedure");
        browser.see("consent-allow", "consent-city");
    }

    /** Changes a box, and takes the way of the warning that one is about to be signed out. */
    void tickAndConfirmWho() {
        browser.tap("remember");
        browser.page().evaluate("() => { document.getElementById('ending').hidden = false; }");
        browser.see("stay", "consent-ending");
        browser.tap("stay");
        browser.see("sign-in-with-passkey", "signin-again");
        browser.tap("sign-in-with-passkey");
        browser.page().waitForSelector("#consent-allow");
    }

    /** Whether the box that changes the least is still ticked. */
    boolean remembers() {
        return browser.page().locator("#remember").isChecked();
    }

    private Account read() {
        return new Account(browser.text("number"), browser.text("address"), browser.text("subject"));
    }

    /** How home says the private ID stands. */
    String home() {
        browser.open(world.platform.holdersUri() + "/home");
        return state();
    }

    String state() {
        return browser.page().locator("#state").getAttribute("data-state");
    }

    /** How often it was issued, by what its life line says. */
    long generations() {
        browser.open(world.platform.holdersUri() + "/home/life");
        long issues = browser.page().locator("circle.issue").count();
        browser.open(world.platform.holdersUri() + "/home");
        return issues;
    }

    /** Home and what lies behind it. */
    void lookAround(String when) {
        browser.see("situation", "home-" + when);
        browser.tap("to-services");
        browser.see("services", "services-" + when);
        browser.tap("home");
        browser.tap("to-life");
        browser.see("events", "life-" + when);
        browser.tap("home");
        browser.page().waitForSelector("#state");
    }

    /** Each site before anybody has signed in there, and the page for whoever does not go through with that. */
    void visitSites() {
        for (Site site : Site.values()) {
            browser.open(world.platform.siteUri(site) + "/");
            browser.see("begin", site.id() + "-first");
            browser.open(world.platform.siteUri(site) + "/nowhere");
            browser.see("main", site.id() + "-nowhere");
        }
    }

    /** The bank's own page says that a re-issue is needed. */
    void noticeAtTheBank() {
        browser.open(world.platform.siteUri(Site.BANK) + "/mine");
        browser.see("outdated", "bank-notice");
    }

    /** The bank's own page says what the counter says. */
    void toldAtTheBank() {
        browser.open(world.platform.siteUri(Site.BANK) + "/mine");
        browser.see("to-confirm", "bank-to-confirm");
    }

    /** Signs out at the issuer, which tells the bank. */
    void leave() {
        browser.open(world.platform.holdersUri() + "/home");
        browser.tap("sign-out");
        browser.page().waitForSelector("#sign-in-with-passkey");
        Await.until("the bank is told", PATIENCE, () -> {
            browser.open(world.platform.siteUri(Site.BANK) + "/");
            return !browser.shows("sign-out");
        });
    }

    /** Another day, from the bank's first page by a re-issue to where the bank is come back to. */
    void reissueFromTheBank() {
        browser.tap("changed");
        browser.see("sign-in-with-passkey", "signin");
        browser.tap("sign-in-with-passkey");
        browser.see("reissue-now", "reissue-needed");
        browser.tap("reissue-now");
        browser.see("document", "reissue-signing");
        browser.sign("sign-button");
        browser.see("keep-one", "keep");
        browser.tap("keep-one");
        browser.see("consent-allow", "consent-again");
        browser.tap("consent-allow");
    }

    Account updatedAccount() {
        browser.see("updated", "bank-updated");
        return read();
    }

    /** Comes back to the bank, which knows that there is something new, and has it taken over. */
    Account comeBackToTheBank() {
        browser.open(world.platform.siteUri(Site.BANK) + "/mine");
        browser.see("newer", "bank-newer");
        browser.tap("take-over");
        return updatedAccount();
    }

    @Override
    public void close() {
        browser.close();
    }
}
