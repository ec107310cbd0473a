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
    }

    /** Why a token told nothing. */
    enum Fault {
        /** The transmitter's metadata or keys could not be read. */
        TRANSMITTER_UNREACHABLE(null),
        /** This relying party's clock was set back. */
        CLOCK_SET_BACK(null),
        /** It is no token, or lacks what every one has: id, time, subject, one event. */
        MALFORMED("invalid_request"),
        /** It is not signed with a key of the transmitter's, as a security event token. */
        SIGNATURE("invalid_key"),
        /** It was issued by another. */
        ISSUER("invalid_issuer"),
        /** It is for another. */
        AUDIENCE("invalid_audience"),
        /** It was issued at a time that has not come yet. */
        FUTURE("invalid_request"),
        /** Whoever pushed it did not show what was agreed. */
        AUTHORIZATION("authentication_failed");

        private final @Nullable String err;

        Fault(@Nullable String err) {
            this.err = err;
        }

        /** As transmitters are told it (RFC 8935 section 2.4); null where it is to come again. */
        @Nullable
        String err() {
            return err;
        }

        /** Whether it may come again: it could not be checked. */
        public boolean retry() {
            return err == null;
        }
    }
}
