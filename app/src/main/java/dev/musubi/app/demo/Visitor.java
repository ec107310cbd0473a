package dev.musubi.app.demo;

import dev.musubi.app.client.Browser;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.VirtualPhone;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Site;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A resident at a browser, on the pages of relying parties and of the issuer; tells what is seen there. */
final class Visitor {

    private final Platform platform;
    private final Narrator tell;
    private final Browser browser;
    private final VirtualPhone phone;

    Visitor(Platform platform, Narrator tell, HolderApp app) {
        this.platform = platform;
        this.tell = tell;
        this.phone = new VirtualPhone(app.residentId(), platform.mynaAppCertificate());
        this.browser = new Browser(Stream.concat(
                        Stream.of(platform.serverCertificate(), platform.mynaAppCertificate()),
                        Arrays.stream(Site.values()).map(platform::siteCertificate))
                .toList());
    }

    /** Chooses what a relying party offers, and signs in at the issuer with the card if that has to be. */
    void begin(Site site) {
        browser.open(platform.siteUri(site));
        tell.sent("resident's browser → " + platform.siteUri(site) + ": 「" + browser.heading() + "」");
        browser.click("begin");
        tell.back(
                "pushed request (PAR), PKCE, private_key_jwt, DPoP; the browser stands at the issuer: 「"
                        + browser.heading() + "」",
                browser.took());
        if (browser.shows("card")) {
            signIn();
        }
    }

    /** Signs in at the issuer alone, and looks at home. */
    void atHome() {
        browser.open(URI.create(platform.holdersUri() + "/signin?to=/home"));
        signIn();
    }

    /** By the card: the first time a signature says whose it is, from then on four digits are enough. */
    private void signIn() {
        browser.press("card");
        phone.confirm(browser);
        tell.note("マイナアプリ: who asks is shown, the card tapped, 4-digit PIN; the browser comes back by itself");
        if (browser.shows("sign-button")) {
            sign();
            tell.note("this card signs in here for the first time: one signature says whose it is");
        }
    }

    /** What the page shows is signed with the phone; whoever could not be sent there reads why, and presses again. */
    private void sign() {
        tell.shows("issuer", browser.text("document"));
        browser.press("sign-button");
        if (browser.shows("problem")) {
            tell.note("the issuer says 「" + browser.text("problem") + "」, so the button is pressed again");
            browser.press("sign-button");
        }
        phone.sign(browser);
    }

    /** Has the private ID issued again, from the page that says it is needed, and comes back to where it was. */
    void reissue() {
        browser.press("reissue-now");
        tell.shows("issuer", "「" + browser.heading() + "」");
        sign();
        tell.back("signed with the new certificate, issued again", browser.took());
        if (browser.shows("ended")) {
            tell.shows("issuer", browser.text("ended"));
            if (browser.shows("keep-one")) {
                browser.press("keep-one");
            } else {
                browser.press("keep-continue", Map.of("keep", browser.choice("keep", "アプリ")));
            }
            tell.note("every earlier app, session and passkey has ended with it; the holder keeps their app");
        }
        if (browser.shows("skip-passkey")) {
            browser.click("skip-passkey");
        }
    }

    /** Agrees to what is asked for, for next time too, and comes back to the relying party. */
    void agree() {
        agree(Map.of("remember", "1"));
    }

    /** The same, and that the relying party is told what becomes of the private ID: a box that nobody has ticked before. */
    void agreeToBeToldOf() {
        tell.shows("issuer", "☑ " + browser.text("monitoring-asked"));
        agree(Map.of("remember", "1", "monitoring", "1"));
    }

    private void agree(Map<String, String> ticked) {
        tell.shows("issuer", "「" + browser.heading() + "」 " + browser.text("party") + "、" + browser.text("purpose"));
        browser.press("consent-allow", ticked);
        tell.back(
                "agreed; code, tokens bound to a key, ID token and standing checked, verified claims read",
                browser.took());
    }

    /** The catalogue's decision on the private ID, as the relying party tells it; must be this one. */
    void decided(Site site, String outcome) {
        must(site, "/procedure");
        tell.shows(site.id(), "「" + browser.heading() + "」 " + browser.text("decided"));
        if (!browser.attribute("decision", "data-outcome").equals(outcome)) {
            throw new StoryBrokenException(
                    "expected " + outcome + ", the relying party says " + browser.text("decided"));
        }
        if (browser.shows("because")) {
            tell.note("because: " + browser.text("because"));
        }
    }

    /** Does what was chosen, for which the private ID suffices; the number that comes of it. */
    String goOn(Site site) {
        decided(site, "ACCEPT");
        browser.press("go");
        return got(site);
    }

    /** Signs the application with the card, since the law names that method; the number that comes of it. */
    String sign(Site site) {
        decided(site, "STEP_UP");
        tell.shows(site.id(), browser.text("document"));
        browser.press("sign-button");
        phone.sign(browser);
        tell.note(
                "マイナアプリ: each relying party has a registration of its own; the evidence is sealed for its verifier alone");
        String number = got(site);
        tell.checked(
                "by " + site.id() + " itself, a signature verifier: signature, path, same person; OCSP asked just now");
        return number;
    }

    private String got(Site site) {
        String number = mine(site);
        tell.shows(site.id(), number + "、" + browser.text("name") + " 様");
        if (browser.shows("method")) {
            tell.note("on record there: " + browser.text("method"));
        }
        tell.note("kept: " + browser.text("retention") + "（" + browser.text("law") + "）");
        return number;
    }

    /** Signs in without being shown anything. */
    void silently(Site site) {
        browser.open(URI.create(platform.siteUri(site) + "/musubi/sign-in?silent=true&return_to=/mine"));
    }

    /** The relying party says why nobody was signed in; the code. */
    String refusal(Site site) {
        tell.shows(site.id(), browser.text("why"));
        return browser.text("code");
    }

    /** Goes on from there with pages; the issuer says what to do. */
    void again() {
        browser.click("again");
        waiting();
    }

    /** The issuer's page that waits for a re-issue. */
    void waiting() {
        tell.shows("issuer", "「" + browser.heading() + "」 " + browser.text("todo"));
    }

    /** It is done: back to the same request. */
    void done() {
        browser.press("continue");
    }

    /** What the holder has at a relying party; the number. */
    String mine(Site site) {
        must(site, "/mine");
        return browser.text("number");
    }

    /** The relying party has brought what it holds up to date, which is a procedure with a decision of its own. */
    void updated() {
        if (!browser.shows("updated")) {
            throw new StoryBrokenException("nothing was brought up to date"
                    + (browser.shows("decision") ? ": " + browser.text("decision") : ""));
        }
    }

    /** The page open now. */
    Browser browser() {
        return browser;
    }

    private void must(Site site, String path) {
        URI expected = URI.create(platform.siteUri(site) + path);
        if (!expected.equals(browser.at())) {
            throw new StoryBrokenException("expected " + expected + ", the browser is at "
                    + browser.at().getPath() + ": " + browser.heading()
                    + (browser.shows("code") ? " (" + browser.text("code") + ")" : ""));
        }
    }
}
