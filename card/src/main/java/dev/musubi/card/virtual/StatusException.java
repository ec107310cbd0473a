package dev.musubi.card.virtual;

import dev.musubi.card.apdu.StatusWord;

/** Ends the work on a command with a status word. Has no stack trace: it is an answer, not a fault. */
final class StatusException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient StatusWord status;

    StatusException(StatusWord status) {
        super(status.toString(), null, false, false);
        this.status = status;
    }

    StatusWord status() {
        return status;
    }
}
