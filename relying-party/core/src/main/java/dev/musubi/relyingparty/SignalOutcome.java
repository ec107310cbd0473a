package dev.musubi.relyingparty;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a security event token that came. */
public sealed interface SignalOutcome {

    /** It was checked and handled, now or when it came before. */
    record Handled(Signal signal, boolean before) implements SignalOutcome {}

    /** It holds, and the application could not handle it: it is to come again. */
    record NotHandled(Signal signal) implements SignalOutcome {}

    /**
     * Not to be believed, or not to be checked right now. Said in the log.
     *
     * @param fault why
     */
    record Refused(Fault fault) implements SignalOutcome {

        /** A code that never changes: {@code signal_} and the fault. */
        public String code() {
            return "signal_" + fault.name().toLowerCase(Locale.ROOT);
        }

        /** The code and a sentence, for whoever runs the transmitter. */
        String description() {
            return code() + ": " + fault.said();
        }
    }

    /** Why a token told nothing. */
    enum Fault {
        /** The transmitter's metadata or keys could not be read. */
        TRANSMITTER_UNREACHABLE(null, "the keys cannot be read", true),
        /** This relying party's clock was set back. */
        CLOCK_SET_BACK(null, "the clock was set back", true),
        /** It is no token, or lacks what every one has: id, time, subject, one event. */
        MALFORMED("invalid_request", "this is no security event token", false),
        /**
         * It is not signed with a key of the transmitter's, as a security event token. A key that is not known here yet looks
         * the same, so it may come again.
         */
        SIGNATURE("invalid_key", "no key known here signed this as a security event token", true),
        /** It was issued by another. */
        ISSUER("invalid_issuer", "another issuer than the transmitter's is named", false),
        /** It is for another. */
        AUDIENCE("invalid_audience", "this is for another audience", false),
        /** It was issued at a time that has not come yet, which passes: a clock is ahead, or this one is behind. */
        FUTURE(null, "this was issued at a time that has not come yet", true),
        /** Whoever pushed it did not show what was agreed, which says nothing of the token. */
        AUTHORIZATION("authentication_failed", "the header Authorization is not what was agreed", true);

        private final @Nullable String err;
        private final String said;
        private final boolean passing;

        Fault(@Nullable String err, String said, boolean passing) {
            this.err = err;
            this.said = said;
            this.passing = passing;
        }

        /** As transmitters that push are told it (RFC 8935 section 2.4); null where it is to come again without a word. */
        @Nullable
        String err() {
            return err;
        }

        /** In English. */
        String said() {
            return said;
        }

        /** Whether it may hold when it comes again: nothing says that it is wrong for good. */
        public boolean retry() {
            return passing;
        }

        /** Whether no token can be checked right now, whichever it is. */
        boolean ofAll() {
            return this == TRANSMITTER_UNREACHABLE || this == CLOCK_SET_BACK;
        }
    }
}
