package dev.musubi.issuer.signin;

import dev.musubi.issuer.database.HolderId;
import java.time.Instant;

/**
 * A browser in which a holder is signed in. Times are the machine's, since relying parties compare them with theirs.
 *
 * @param holderId whose
 * @param sessionId its id; inside the issuer only
 * @param method how the holder signed in last
 * @param authenticatedAt when that was
 * @param createdAt when the session began
 * @param device what kind of browser, in two words ("Chrome, Android")
 */
public record BrowserSession(
        HolderId holderId,
        SessionId sessionId,
        SignInMethod method,
        Instant authenticatedAt,
        Instant createdAt,
        String device) {}
