package dev.musubi.relyingparty.spring;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where to go after a sign-in: a path of this application, and never anywhere else. */
final class ReturnTo {

    private static final int LONGEST = 2000;

    private ReturnTo() {}

    /** The path if it is one of ours, or else the first page. */
    static String of(@Nullable String wanted) {
        return wanted != null && isLocal(wanted) ? wanted : "/";
    }

    /** Begins with one slash, and has nothing that a browser might take for the beginning of another address. */
    private static boolean isLocal(String path) {
        return path.length() <= LONGEST
                && path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
    }

    static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
