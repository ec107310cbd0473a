package dev.musubi.issuer.signin.web;

import org.jspecify.annotations.Nullable;

/** What kind of browser it is, in two words: enough for its owner to know it again, too little for anything else. */
public final class Device {

    private Device() {}

    /** By the header {@code User-Agent}. */
    public static String of(@Nullable String agent) {
        if (agent == null) {
            return "?";
        }
        return browser(agent) + ", " + system(agent);
    }

    private static String browser(String agent) {
        return agent.contains("Edg/")
                ? "Edge"
                : agent.contains("Firefox/")
                        ? "Firefox"
                        : agent.contains("Chrome/") ? "Chrome" : agent.contains("Safari/") ? "Safari" : "?";
    }

    private static String system(String agent) {
        return agent.contains("Android")
                ? "Android"
                : agent.contains("iPhone")
                        ? "iPhone"
                        : agent.contains("iPad")
                                ? "iPad"
                                : agent.contains("Windows")
                                        ? "Windows"
                                        : agent.contains("Macintosh") ? "Mac" : agent.contains("Linux") ? "Linux" : "?";
    }
}
