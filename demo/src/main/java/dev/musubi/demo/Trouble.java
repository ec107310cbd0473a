package dev.musubi.demo;

import dev.musubi.mynaapp.MynaProblem;
import java.io.Serializable;

/**
 * Why a signature did not lead on, and what the page offers instead.
 *
 * @param code a code that never changes
 * @param why for the person
 * @param way what may help
 */
record Trouble(String code, Said why, Way way) implements Serializable {

    /** What may help. */
    enum Way {
        /** Signing again. */
        SIGN,
        /** The signature is here; what is missing is asked for again. */
        CHECK,
        /** The private ID is older than the card: it is issued again. */
        REISSUE,
        /** Somebody else signs in, or signs. */
        WHO,
        /** The counter of the municipality; then signing again. */
        COUNTER,
        /** Nothing more on these pages. */
        NONE
    }

    /** One of the app's. */
    static Trouble of(MynaProblem problem) {
        return new Trouble(
                problem.code(),
                new Said(problem.sentenceJa(), problem.sentence()),
                switch (problem.remedy()) {
                    case TRY_AGAIN, TRY_LATER, OPERATOR -> Way.SIGN;
                    case COUNTER -> Way.COUNTER;
                });
    }
}
