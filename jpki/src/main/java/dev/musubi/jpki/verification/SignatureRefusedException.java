package dev.musubi.jpki.verification;

/** Ends the reading of a signed document; becomes {@link VerificationOutcome.Refused} at the front door. */
final class SignatureRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final String detail;

    SignatureRefusedException(RefusalReason reason, String detail) {
        super(reason.code(), null, false, false); // thrown on input from outside: no stack trace to pay for
        this.reason = reason;
        this.detail = detail;
    }

    RefusalReason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
