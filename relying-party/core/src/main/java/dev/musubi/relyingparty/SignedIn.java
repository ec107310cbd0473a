package dev.musubi.relyingparty;

import dev.musubi.relyingparty.person.VerifiedPerson;
import dev.musubi.relyingparty.standing.Standing;
import dev.musubi.relyingparty.status.StatusReference;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A holder has signed in, and all that was demanded is met.
 *
 * @param subject the holder's name at this relying party: the same at every sign-in and over all re-issues, and unknown to
 *     any other
 * @param person who it is; null where no attributes were asked for
 * @param standing how the private ID stands; null where that was not asked for
 * @param how how the holder signed in at the provider
 * @param sessionId the session at the provider, as logout tokens name it; null if it has no name
 * @param idToken the ID token, as a hint for the next sign-in and for signing out
 * @param status where it can be looked up later what became of what was told; null where the issuer has no status lists
 * @param at when, by this relying party's clock
 * @param monitored whether the holder agrees, now or since before, that this relying party is told what becomes of the private
 *     ID: put the holder into a stream then ({@link SignalStreams#watch}). False also where that was not asked
 */
public record SignedIn(
        String subject,
        @Nullable VerifiedPerson person,
        @Nullable Standing standing,
        Authentication how,
        @Nullable String sessionId,
        String idToken,
        @Nullable StatusReference status,
        Instant at,
        boolean monitored)
        implements SignInOutcome, Serializable {

    /**
     * How a holder signed in at the provider (OpenID Connect Core 1.0 section 2).
     *
     * @param acr the authentication context class; null if it was not told
     * @param amr the methods
     * @param at when; null if it was not told
     */
    public record Authentication(
            @Nullable String acr,
            List<String> amr,
            @Nullable Instant at) implements Serializable {
        /** Copies the list. */
        public Authentication {
            amr = List.copyOf(amr);
        }
    }

    /** The same with newer knowledge of the standing. */
    public SignedIn with(Standing newer) {
        return new SignedIn(subject, person, newer, how, sessionId, idToken, status, at, monitored);
    }

    /** Says nothing of the person. */
    @Override
    public String toString() {
        return "SignedIn[at " + at + "]";
    }
}
