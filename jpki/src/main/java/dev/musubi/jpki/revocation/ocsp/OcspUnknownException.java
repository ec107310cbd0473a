package dev.musubi.jpki.revocation.ocsp;

import dev.musubi.jpki.revocation.UnknownReason;

/** Ends the judging of an answer; becomes a status that is not known. */
final class OcspUnknownException extends Exception {

    private static final long serialVersionUID = 1L;

    private final UnknownReason why;

    OcspUnknownException(UnknownReason why) {
        super(why.code(), null, false, false); // thrown on input from outside: no stack trace to pay for
        this.why = why;
    }

    UnknownReason why() {
        return why;
    }
}
