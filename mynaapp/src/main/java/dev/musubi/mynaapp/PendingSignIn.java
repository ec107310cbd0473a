package dev.musubi.mynaapp;

import java.time.Instant;
import java.util.Map;

/** A sign-in under way. */
public record PendingSignIn(
        String state, String nonce, String codeVerifier, String redirectUri, Instant startedAt, Instant until)
        implements Pending {

    private static final String KIND = "sign-in";

    @Override
    public String write() {
        return PendingText.write(KIND, this, Map.of());
    }

    /**
     * What {@link #write()} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static PendingSignIn read(String text) {
        PendingText read = PendingText.read(KIND, text);
        return new PendingSignIn(
                read.string("state"),
                read.string("nonce"),
                read.string("codeVerifier"),
                read.string("redirectUri"),
                read.instant("startedAt"),
                read.instant("until"));
    }

    @Override
    public String toString() {
        return "PendingSignIn[redacted]";
    }
}
