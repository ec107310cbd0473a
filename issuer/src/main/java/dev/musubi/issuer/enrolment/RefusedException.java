package dev.musubi.issuer.enrolment;

import org.jspecify.annotations.Nullable;

/** A step of an enrolment refuses: the sequence ends here. */
final class RefusedException extends RuntimeException {

    private final transient EnrolmentOutcome.Refused outcome;

    RefusedException(EnrolmentRefusal refusal) {
        this(refusal, null);
    }

    /** Refuses, with a finer code. */
    RefusedException(EnrolmentRefusal refusal, @Nullable String reason) {
        this(new EnrolmentOutcome.Refused(refusal, reason, null));
    }

    RefusedException(EnrolmentOutcome.Refused outcome) {
        super(outcome.refusal().code(), null, false, false);
        this.outcome = outcome;
    }

    EnrolmentOutcome.Refused outcome() {
        return outcome;
    }
}
