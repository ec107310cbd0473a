package dev.musubi.app.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A resident's virtual phone with マイナアプリ: opens the link of the page that waits, as if it had read the QR code, and taps
 * the card. Whoever waits goes on by itself.
 */
public final class VirtualPhone {

    private static final String SIGNATURE_PASSWORD = "MUSUBI1";
    private static final String FOUR_DIGITS = "1234";
    private static final String NOTHING_HAPPENS = "NOTHING";

    private final Browser screen;
    private final String residentId;

    /**
     * A phone.
     *
     * @param trusted the certificate to trust at the app's server (PEM)
     */
    public VirtualPhone(String residentId, Path trusted) {
        this.screen = new Browser(List.of(trusted));
        this.residentId = residentId;
    }

    /** Signs what a browser waits for, with the signature password. */
    public void sign(Browser waiting) {
        tap(waiting, SIGNATURE_PASSWORD, NOTHING_HAPPENS);
        waiting.open(waiting.at());
    }

    /** The same while something goes wrong, chosen on the app's page; the browser is left waiting. */
    public void sign(Browser waiting, String played) {
        tap(waiting, SIGNATURE_PASSWORD, played);
    }

    /** Shows who it is to what a browser waits for, with the four digits. */
    public void confirm(Browser waiting) {
        tap(waiting, FOUR_DIGITS, NOTHING_HAPPENS);
        waiting.open(waiting.at());
    }

    private void tap(Browser waiting, String pin, String played) {
        URI link = waiting.at().resolve(waiting.attribute("open-app", "href"));
        screen.open(link);
        if (screen.shows("choose")) {
            screen.press("choose", Map.of("resident", residentId));
        }
        screen.press("tap", Map.of("pin", pin, "played", played));
    }

    /** What the phone shows. */
    public Browser screen() {
        return screen;
    }
}
