package dev.musubi.issuer.assurance;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells how a holder last authenticated towards a relying party. Each way there is (a code carried over, a sign-in) is a
 * source of its own; the latest counts.
 */
public interface AuthenticationSource {

    /**
     * An authentication.
     *
     * @param authenticator the authenticator, by its id in the catalogue of assurance
     * @param at when
     * @param presentation how the private ID came to the relying party then, by its id in that catalogue
     */
    record Authentication(String authenticator, Instant at, String presentation) {}

    /** The latest one this source knows of. */
    Optional<Authentication> latest(HolderId holderId, RelyingParty party);
}
