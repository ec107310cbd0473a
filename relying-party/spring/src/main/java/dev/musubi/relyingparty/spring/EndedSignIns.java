package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.LogoutOutcome;
import dev.musubi.relyingparty.SignedIn;
import java.time.Instant;

/**
 * Which sign-ins the issuer has ended (OpenID Connect Back-Channel Logout 1.0). One in memory serves one node; an
 * application on several makes a bean of its own over what they share.
 */
public interface EndedSignIns {

    /** A logout token has come. */
    void end(LogoutOutcome.Ended ended, Instant at);

    /** Whether this sign-in has been ended since. */
    boolean hasEnded(SignedIn in);
}
