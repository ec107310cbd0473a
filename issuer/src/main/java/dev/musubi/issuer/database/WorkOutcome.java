package dev.musubi.issuer.database;

import java.time.Instant;

/** What came of working on a piece. Codes are stable and name no person. */
public sealed interface WorkOutcome {

    /** Done: it leaves the queue. */
    record Done() implements WorkOutcome {}

    /**
     * Nothing failed, and there is more to do later.
     *
     * @param code what was found
     * @param due when to look again, by the clock the kind goes by
     */
    record Again(String code, Instant due) implements WorkOutcome {}

    /**
     * It could not even be tried: neither a failure nor an answer.
     *
     * @param code why
     * @param due when to try, by the clock the kind goes by
     */
    record NotNow(String code, Instant due) implements WorkOutcome {}

    /**
     * It failed, and is tried again as the kind says; after the last try it is a dead letter.
     *
     * @param code why
     */
    record Failed(String code) implements WorkOutcome {}

    /**
     * It will never work: a dead letter at once.
     *
     * @param code why
     */
    record Hopeless(String code) implements WorkOutcome {}
}
