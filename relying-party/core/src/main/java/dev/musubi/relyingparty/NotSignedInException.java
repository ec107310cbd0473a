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

    static NotSignedInException unreachable(Trouble trouble) {
        return new NotSignedInException(new NotSignedIn.Unreachable(trouble));
    }

    static NotSignedInException clockSetBack() {
        return new NotSignedInException(new NotSignedIn.ClockSetBack());
    }

    NotSignedIn outcome() {
        return outcome;
    }
}
