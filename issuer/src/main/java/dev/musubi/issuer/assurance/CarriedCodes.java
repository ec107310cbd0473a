package dev.musubi.issuer.assurance;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A code that the holder's app made and the holder carried to the relying party: whoever made it had the app's token, which
 * is one factor and no more.
 */
@Component
final class CarriedCodes implements AuthenticationSource {

    private final Disclosures disclosures;

    CarriedCodes(Disclosures disclosures) {
        this.disclosures = disclosures;
    }

    @Override
    public Optional<Authentication> latest(HolderId holderId, RelyingParty party) {
        return disclosures
                .lastCarried(holderId, party.id())
                .map(at -> new Authentication("app-token", at, "back-channel"));
    }
}
