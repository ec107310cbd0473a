package dev.musubi.issuer.signin;

import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import java.time.Instant;

/**
 * A browser in which a holder is signed in. Times are the machine's, since relying parties compare them with theirs.
 *
 * @param holderId whose
 * @param sessionId its id; inside the issuer only
 * @param proofing the proofing it descends from
 * @param method how the holder signed in last
 * @param authenticatedAt when that was
 * @param createdAt when the session began
 * @param device what kind of browser, in two words ("Chrome, Android")
 */
public record BrowserSession(
        HolderId holderId,
        SessionId sessionId,
        int proofing,
        SignInMethod method,
        Instant authenticatedAt,
        Instant createdAt,
        String device) {

    /** As a cookie given at that time knows it: an authentication since counts for the cookies given since. */
    BrowserSession asOf(Instant given) {
        return authenticatedAt.isAfter(given)
                ? new BrowserSession(holderId, sessionId, proofing, method, given, createdAt, device)
                : this;
    }

    /** The credential it is. */
    public CredentialId credential() {
        return new CredentialId(sessionId.value());
    }
}
