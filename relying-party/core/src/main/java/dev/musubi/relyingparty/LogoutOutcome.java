package dev.musubi.relyingparty;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a logout token says (OpenID Connect Back-Channel Logout 1.0). */
public sealed interface LogoutOutcome {

    /**
     * A session at the provider has ended; end yours. It may come twice.
     *
     * @param subject whose; null if only the session is named
     * @param sessionId which, as {@link SignedIn#sessionId} has it; null for all of this subject's
     */
    record Ended(@Nullable String subject, @Nullable String sessionId) implements LogoutOutcome {
        /** Whether somebody's sign-in was in that session. */
        public boolean ends(SignedIn in) {
            return sessionId == null
                    ? in.subject().equals(subject)
                    : sessionId.equals(in.sessionId())
                            && (subject == null || in.subject().equals(subject));
        }

        @Override
        public String toString() {
            return "Ended[…]";
        }
    }

    /**
     * Not to be believed, or not to be checked right now. Said in the log.
     *
     * @param fault why
     */
    record Refused(Fault fault) implements LogoutOutcome {

        /** Why a logout token ended nothing. */
        public enum Fault {
            /** The provider's keys could not be read. */
            PROVIDER_UNREACHABLE,
            /** This relying party's clock was set back. */
            CLOCK_SET_BACK,
            /** It is no token, or has no time of issue. */
            MALFORMED,
            /** It is not signed with a key of the provider's, as a logout token. */
            SIGNATURE,
            /** It was issued by another provider. */
            ISSUER,
            /** It is for another client. */
            AUDIENCE,
            /** It has expired, or never does. */
            EXPIRED,
            /** It was issued at a time that has not come yet. */
            FUTURE,
            /** It has no logout event, or has a nonce (Back-Channel Logout 1.0 section 2.6). */
            EVENT,
            /** It names neither a subject nor a session. */
            NOBODY
        }

        /** A code that never changes: {@code logout_} and the fault. */
        public String code() {
            return "logout_" + fault.name().toLowerCase(Locale.ROOT);
        }

        /** Whether the provider may send it again: it could not be checked. */
        public boolean retry() {
            return fault == Fault.PROVIDER_UNREACHABLE || fault == Fault.CLOCK_SET_BACK;
        }
    }
}
