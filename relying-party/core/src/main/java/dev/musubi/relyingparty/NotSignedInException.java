package dev.musubi.relyingparty;

/** Carries an outcome out of the middle of a sign-in. Never leaves this package. */
final class NotSignedInException extends Exception {

    private final transient NotSignedIn outcome;

    NotSignedInException(NotSignedIn outcome) {
        super(outcome.code());
        this.outcome = outcome;
    }

    static NotSignedInException refused(NotSignedIn.Refused.Fault fault) {
        return new NotSignedInException(new NotSignedIn.Refused(fault));
    }

    static NotSignedInException unreachable() {
        return new NotSignedInException(new NotSignedIn.Unreachable());
    }

    NotSignedIn outcome() {
        return outcome;
    }
}
