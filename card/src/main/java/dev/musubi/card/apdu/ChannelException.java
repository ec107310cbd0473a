package dev.musubi.card.apdu;

import org.jspecify.annotations.Nullable;

/** A reader or the way to a card failed. */
public final class ChannelException extends Exception {

    /** What went wrong. */
    public enum Cause {
        /** No card lies on the reader. */
        NO_CARD,
        /** The card was taken away, or somebody reset it. */
        CARD_REMOVED,
        /** The card does not answer, or what it answers does not arrive, and it lies there still. */
        CARD_SILENT,
        /** What lies there is no card this reader can talk to. */
        UNSUPPORTED_CARD,
        /** Somebody else uses the card. */
        BUSY,
        /** Anything else. */
        FAILED
    }

    private static final long serialVersionUID = 1L;

    private final Cause cause;

    /** A failure without a further reason. */
    public ChannelException(Cause cause) {
        this(cause, null);
    }

    /** A failure and where it came from. */
    public ChannelException(Cause cause, @Nullable Throwable from) {
        super(cause.name(), from);
        this.cause = cause;
    }

    /** What went wrong. */
    public Cause reason() {
        return cause;
    }
}
