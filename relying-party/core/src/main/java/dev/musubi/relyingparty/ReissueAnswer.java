package dev.musubi.relyingparty;

import dev.musubi.relyingparty.reissue.ReissueDemand;

/** What the issuer answered to a demand for a re-issue, or when asked what became of one. */
public sealed interface ReissueAnswer {

    /**
     * This is the demand: the one just made, or the one there was.
     *
     * @param demand the demand
     */
    record Demanded(ReissueDemand demand) implements ReissueAnswer {}

    /** The private ID stands: there is nothing to demand. */
    record NotNeeded() implements ReissueAnswer {}

    /** The private ID has ended; a re-issue cannot bring it back. Establish the identity anew. */
    record Ended() implements ReissueAnswer {}

    /** The address to come back to is not one that was registered, to the letter. */
    record ReturnUriNotRegistered() implements ReissueAnswer {}

    /** There is no such private ID, or not under this name for this relying party. */
    record UnknownSubject() implements ReissueAnswer {}

    /** There is no such demand of this relying party's. */
    record UnknownDemand() implements ReissueAnswer {}

    /** The issuer does not know this relying party's certificate. */
    record NotAdmitted() implements ReissueAnswer {}

    /**
     * The issuer cannot be reached, or could not answer. Whether there is a demand now is not known; demanding again is safe.
     *
     * @param trouble what the matter is, for whoever runs this relying party; it is in the log too
     */
    record Unreachable(Trouble trouble) implements ReissueAnswer {}
}
