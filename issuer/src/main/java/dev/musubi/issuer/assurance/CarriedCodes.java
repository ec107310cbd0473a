package dev.musubi.issuer.assurance;

import dev.musubi.issuer.disclosure.Disclosures;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.util.Optional;
import java.util.UUID;
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
    public Optional<Authentication> latest(UUID holderId, RelyingParty party) {
        return disclosures.of(holderId).stream()
                .filter(each -> each.byCode() && each.relyingPartyId().equals(party.id()))
                .findFirst()
                .map(each -> new Authentication("app-token", each.at(), "back-channel"));
    }
}
