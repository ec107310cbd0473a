package dev.musubi.issuer.notice;

import dev.musubi.issuer.message.Language;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach a holder. The address itself is sealed, and opened for whoever sends, and for its holder; that of letters is
 * the holder's own among the four attributes.
 *
 * @param id its id
 * @param way by what
 * @param language in which the holder wants to be told
 * @param state whether it is used
 * @param since since when that is so
 * @param failingAt when it turned out that nobody is there; null if it did not
 */
public record Channel(
        ChannelId id,
        Way way,
        Language language,
        State state,
        Instant since,
        @Nullable Instant failingAt) {

    /** By what a holder is told. */
    public enum Way {
        /** An e-mail. */
        EMAIL,
        /** A message to a browser (Web Push, RFC 8030), which shows it whether a page of ours is open or not. */
        PUSH,
        /** A letter by post, for whoever is reached by nothing else. */
        LETTER
    }

    /** Whether a way is used. */
    public enum State {
        /** The holder named the address and has yet to show that mail reaches it. */
        PENDING,
        /** In use. */
        CONFIRMED,
        /** Replaced or taken back; told so a last time, then gone. */
        LEAVING,
        /** Never confirmed, and without its address by now. */
        VOID
    }

    /** Whether notices go there. */
    public boolean isUsed() {
        return state == State.CONFIRMED && failingAt == null;
    }
}
