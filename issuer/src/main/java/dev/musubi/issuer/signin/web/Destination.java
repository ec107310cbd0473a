package dev.musubi.issuer.signin.web;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a sign-in leads: a page of ours, and never an address outside (no open redirect). */
public final class Destination {

    private static final String HOME = "/home";
    private static final String PAGE = "/(openid/continue/[0-9a-f-]{36}|home|home/[a-z-]{1,20})";

    /** A page of ours, or one of those that have something to do first and then lead on to one. */
    private static final Pattern OURS = Pattern.compile(PAGE
            + "|/home/withdrawal\\?erase=true|/home/reaching-confirm\\?code=[A-Za-z0-9_-]{1,200}|(/home/resume|/signin/passkey|/signin/keep)(\\?to="
            + PAGE + ")?");

    private Destination() {}

    /** The page asked for if it is one of ours; else the holder's home. */
    public static String of(@Nullable String wanted) {
        return wanted != null && OURS.matcher(wanted).matches() ? wanted : HOME;
    }

    /** The address of a page that leads on to {@code to} afterwards; one that does so itself is left as it is. */
    public static String by(String page, @Nullable String to) {
        String destination = of(to);
        return destination.contains("?") ? destination : page + "?to=" + destination;
    }
}
