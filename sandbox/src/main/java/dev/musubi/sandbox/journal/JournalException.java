package dev.musubi.sandbox.journal;

/** The journal cannot be read or written; the sandbox must not go on as if nothing had happened. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
