package dev.musubi.acceptance;

import com.microsoft.playwright.Browser;

/**
 * What a resident sits at: a language, a width, and by what things are chosen there.
 *
 * @param language of the browser, {@code ja} or {@code en}
 * @param width in CSS pixels
 */
record Screen(String language, int width, Hand hand) {

    /** By what things are chosen. */
    enum Hand {
        FINGER,
        MOUSE,
        KEYS
    }

    private static final int PHONE = 375;
    private static final int DESK = 1280;

    static Screen phone(String language) {
        return new Screen(language, PHONE, Hand.FINGER);
    }

    static Screen desk(String language) {
        return new Screen(language, DESK, Hand.MOUSE);
    }

    /** With a keyboard and nothing else. */
    static Screen keys(String language) {
        return new Screen(language, DESK, Hand.KEYS);
    }

    boolean isPhone() {
        return width == PHONE;
    }

    Browser.NewContextOptions options() {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setViewportSize(width, isPhone() ? 740 : 800)
                .setIgnoreHTTPSErrors(true)
                .setLocale(language.equals("ja") ? "ja-JP" : "en-GB");
        return isPhone()
                ? options.setIsMobile(true)
                        .setHasTouch(true)
                        .setUserAgent("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
                                + " Chrome/143.0.0.0 Mobile Safari/537.36")
                : options;
    }

    @Override
    public String toString() {
        return language + "-" + width;
    }
}
