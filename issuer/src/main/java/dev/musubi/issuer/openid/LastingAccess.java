package dev.musubi.issuer.openid;

import dev.musubi.issuer.database.HolderId;
import java.util.List;

/**
 * Who may look a holder's attributes up after the holder signed out (OpenID Connect Core 1.0 section 11), for the holder
 * to see and to end.
 */
public interface LastingAccess {

    /** The relying parties that may, by their ids. */
    List<String> lasting(HolderId holderId);

    /** Ends it for one of them: everything it was granted by this holder. In the caller's transaction on the holder. */
    void revokeAll(HolderId holderId, String relyingPartyId);
}
