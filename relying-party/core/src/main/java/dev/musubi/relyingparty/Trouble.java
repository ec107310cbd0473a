package dev.musubi.relyingparty;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a call to the issuer brought nothing that can be used: for whoever runs this relying party, and for the log. It
 * holds classes and frames, never a message, since messages may hold addresses and secrets.
 *
 * @param why what the matter is
 * @param status the status of the answer that cannot be used; null if there was none
 * @param trace the exceptions' classes with the first frames of each; empty where nothing was thrown
 */
public record Trouble(Why why, @Nullable Integer status, String trace) {

    private static final int MOST_CAUSES = 4;
    private static final int MOST_FRAMES = 6;

    /** What the matter is. */
    public enum Why {
        /** No connection: no such host, nobody listens, no way there. */
        NOT_CONNECTED,
        /** TLS: the server's certificate is not trusted or not of that name, or it does not take ours. */
        NOT_TRUSTED,
        /** The whole exchange, body included, was not over in time. */
        TOO_SLOW,
        /** The answer is larger than any that is expected. */
        TOO_LARGE,
        /** The answer is compressed, which was not asked for; it is not inflated. */
        COMPRESSED,
        /** The exchange broke off in its middle, or was no HTTP. */
        BROKEN_OFF,
        /** Too many calls to this peer are under way; this one was not made. */
        TOO_MANY_AT_ONCE,
        /** The calls before failed, so this peer is left alone for some seconds; this one was not made. */
        RESTING,
        /** The address is not https; the call was not made. */
        NOT_HTTPS,
        /** Somebody outside named an address inside this network; the call was not made. */
        ADDRESS_INSIDE,
        /** The thread that called was interrupted, or this relying party was closed. */
        INTERRUPTED,
        /** An answer with a status that says neither yes nor why not. */
        STATUS,
        /** The answer is not what such an endpoint answers. */
        NOT_UNDERSTOOD,
        /** It was signed, and is over, or is of a time that has not come yet. */
        NOT_CURRENT,
        /** The metadata is not that of this issuer, or of one that does all that is needed. */
        NOT_SUCH_A_PROVIDER,
        /** The issuer's keys could not be read. */
        NO_KEYS
    }

    static Trouble of(Why why) {
        return new Trouble(why, null, "");
    }

    static Trouble status(int status) {
        return new Trouble(Why.STATUS, status, "");
    }

    /** What was thrown; a call that failed says itself why. */
    static Trouble of(Why unlessKnown, Throwable thrown) {
        Why why = unlessKnown;
        StringBuilder trace = new StringBuilder();
        Throwable each = thrown;
        for (int n = 0; each != null && n < MOST_CAUSES; n++, each = each.getCause()) {
            if (each instanceof TransportException failed) {
                why = failed.why();
            }
            trace.append(n == 0 ? "" : ", caused by ").append(each.getClass().getName());
            String frames = Stream.of(each.getStackTrace())
                    .limit(MOST_FRAMES)
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                    .collect(Collectors.joining(" < "));
            trace.append(frames.isEmpty() ? "" : " at " + frames);
        }
        return new Trouble(why, null, trace.toString());
    }

    /** A word that never changes: lower-case, with underscores. */
    public String code() {
        return why.name().toLowerCase(Locale.ROOT);
    }

    /** For the log. */
    @Override
    public String toString() {
        return code() + (status == null ? "" : " " + status) + (trace.isEmpty() ? "" : " (" + trace + ")");
    }
}
