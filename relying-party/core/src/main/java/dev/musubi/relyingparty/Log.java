package dev.musubi.relyingparty;

import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * The one place that writes to the log, by the JDK's own {@link System.Logger}, which goes to whatever the application logs
 * with. A line has codes, peers' names, classes and frames: nothing of a holder, no token, no message of an exception.
 */
final class Log {

    private static final System.Logger LOGGER = System.getLogger("dev.musubi.relyingparty");

    private Log() {}

    /** A call to the issuer brought nothing. What was not even tried, since calls before failed, is said once elsewhere. */
    static void trouble(String call, Trouble trouble) {
        LOGGER.log(level(trouble), "{0}: {1}: {2}", "issuer.unreachable", call, trouble);
    }

    private static Level level(Trouble trouble) {
        return trouble.why() == Trouble.Why.RESTING ? Level.DEBUG : Level.WARNING;
    }

    /** The issuer is left alone for a while, or tried again. */
    static void breaker(String peer, String state) {
        LOGGER.log(Level.WARNING, "{0}: {1}: {2}", "issuer.breaker", peer, state);
    }

    /** Nobody was signed in, and it was not the holder's doing. */
    static void notSignedIn(NotSignedIn why) {
        if (why instanceof NotSignedIn.Refused refused) {
            LOGGER.log(
                    refused.fault().anybodyCanCauseIt() ? Level.DEBUG : Level.WARNING,
                    "{0}: {1}",
                    "sign-in.refused",
                    refused.code());
        } else if (why instanceof NotSignedIn.ProviderRefused refused) {
            LOGGER.log(Level.WARNING, "{0}: {1}: {2}", "sign-in.refused", refused.code(), refused.error());
        } else if (why instanceof NotSignedIn.Unreachable unreachable) {
            Trouble trouble = unreachable.trouble();
            LOGGER.log(level(trouble), "{0}: {1}: {2}", "sign-in.refused", why.code(), trouble);
        } else if (why instanceof NotSignedIn.ClockSetBack) {
            LOGGER.log(Level.WARNING, "{0}: {1}", "sign-in.refused", why.code());
        }
    }

    /** A logout token was not believed, or could not be checked. */
    static void logoutRefused(LogoutOutcome.Refused refused) {
        LOGGER.log(Level.WARNING, "{0}: {1}", "logout.refused", refused.code());
    }

    /** A security event token was not believed, or could not be checked. */
    static void signalRefused(SignalOutcome.Refused refused) {
        LOGGER.log(Level.WARNING, "{0}: {1}", "signal.refused", refused.code());
    }

    /** The application could not handle a signal; it comes again. */
    static void signalNotHandled(String type, Trouble trouble) {
        LOGGER.log(Level.WARNING, "{0}: {1}: {2}", "signal.not-handled", type, trouble.trace());
    }

    /** What a poll was given to call, the access token's supplier first of all, threw; it is tried again. */
    static void pollFailed(Trouble trouble) {
        LOGGER.log(Level.WARNING, "{0}: {1}", "signal.poll-failed", trouble.trace());
    }

    /** The clock was set back. */
    static void clockSetBack(Duration by) {
        LOGGER.log(
                Level.ERROR,
                "{0}: by {1}; nothing counts as fresh until it is where it was, or this application is started anew",
                "clock.set-back",
                by);
    }

    /** It is where it was. */
    static void clockCaughtUp() {
        LOGGER.log(Level.INFO, "{0}", "clock.caught-up");
    }
}
