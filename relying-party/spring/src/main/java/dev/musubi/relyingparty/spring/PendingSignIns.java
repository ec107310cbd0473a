package dev.musubi.relyingparty.spring;

import dev.musubi.relyingparty.PendingSignIn;
import java.io.Serializable;
import java.util.Optional;

/**
 * Sign-ins that have begun, each under a secret that stands in a cookie of its own: two that begin at the same moment in a
 * browser that has no session yet both find what they began. One in memory serves one node; an application on several makes
 * a bean of its own over what they share.
 */
public interface PendingSignIns {

    /**
     * A sign-in that has begun, and where to go when it ends.
     *
     * @param pending the sign-in
     * @param returnTo a path of this application
     */
    record Begun(PendingSignIn pending, String returnTo) implements Serializable {
        /** Says nothing of either. */
        @Override
        public String toString() {
            return "Begun[…]";
        }
    }

    /**
     * Keeps it for an hour at most.
     *
     * @param secret 256 random bits in base64url; who knows them may end the sign-in
     */
    void keep(String secret, Begun begun);

    /** Takes it out: an answer is used once. Of two that ask at once, one gets it. */
    Optional<Begun> take(String secret);
}
