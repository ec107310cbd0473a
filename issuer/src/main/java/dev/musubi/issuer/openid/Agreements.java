package dev.musubi.issuer.openid;

import dev.musubi.issuer.database.HolderId;
import java.time.Instant;
import java.util.List;

/** Where a holder has agreed to be signed in, for the holder to see. */
public interface Agreements {

    /** An agreement to a relying party's client, the latest there is. */
    record Agreed(String relyingPartyId, Instant at) {}

    /** All of them that stand. */
    List<Agreed> of(HolderId holderId);
}
