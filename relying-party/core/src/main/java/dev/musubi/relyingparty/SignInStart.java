package dev.musubi.relyingparty;

import java.net.URI;

/** What became of beginning a sign-in. */
public sealed interface SignInStart {

    /**
     * It has begun.
     *
     * @param location where to send the holder's browser
     * @param pending what to keep in the browser's own session until it comes back
     */
    record Ready(URI location, PendingSignIn pending) implements SignInStart {}

    /**
     * It could not begin.
     *
     * @param why why not
     */
    record NotNow(NotSignedIn why) implements SignInStart {}
}
