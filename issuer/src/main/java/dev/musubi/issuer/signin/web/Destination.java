package dev.musubi.issuer.signin.web;

import org.jspecify.annotations.Nullable;

/** Where a sign-in leads: a page of ours, and never an address outside (no open redirect). */
public final class Destination {

    private static final String HOME = "/home";

    private Destination() {}

    /** The page asked for if it is one of ours; else the holder's home. */
    public static String of(@Nullable String wanted) {
        return wanted != null && wanted.matches("/(openid/continue/[0-9a-f-]{36}|home|home/[a-z-]{1,20})")
                ? wanted
                : HOME;
    }
}
