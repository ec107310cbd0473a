package dev.musubi.relyingparty;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that has begun and not ended. Belongs into the server-side session of the browser that began it and nowhere
 * else: that is what binds the answer to this browser (RFC 9700 section 4.7).
 *
 * @param state the name under which it comes back
 * @param nonce what the ID token must repeat
 * @param codeVerifier the secret behind the code challenge (RFC 7636)
 * @param dpopKey the key the tokens are bound to, as a JSON Web Key with its private part; null with a client certificate
 * @param demand what was asked for
 * @param begunAt when
 */
public record PendingSignIn(
        String state,
        String nonce,
        String codeVerifier,
        @Nullable String dpopKey,
        Demand demand,
        Instant begunAt) implements Serializable {

    /** Says nothing secret. */
    @Override
    public String toString() {
        return "PendingSignIn[begun " + begunAt + "]";
    }
}
