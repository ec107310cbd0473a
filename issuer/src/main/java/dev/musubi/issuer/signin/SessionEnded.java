package dev.musubi.issuer.signin;

import dev.musubi.issuer.database.HolderId;

/**
 * A holder's session was ended, by signing out, from elsewhere, or by a re-issue. Published inside the transaction that
 * ends it.
 *
 * @param holderId whose
 * @param sessionId which
 * @param whole true if nothing that was granted in it outlasts it, not even what was meant to: a re-issue ended it, and
 *     whose hands it was in is not known
 */
public record SessionEnded(HolderId holderId, SessionId sessionId, boolean whole) {}
