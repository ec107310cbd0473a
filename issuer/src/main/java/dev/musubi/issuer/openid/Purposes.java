package dev.musubi.issuer.openid;

import dev.musubi.issuer.message.Message;

/** What relying parties ask for attributes for, in every language they have registered. */
public interface Purposes {

    /** A purpose as it stands in a record, as holders read it; where nothing more is known of it, as it stands. */
    Message words(String relyingPartyId, String purpose);
}
