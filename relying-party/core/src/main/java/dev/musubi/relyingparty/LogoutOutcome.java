package dev.musubi.relyingparty;

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
     * Not to be believed, or not to be checked right now.
     *
     * @param retry true if the provider may send it again: its keys could not be read
     */
    record Refused(boolean retry) implements LogoutOutcome {}
}
