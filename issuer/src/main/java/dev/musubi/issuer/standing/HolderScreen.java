package dev.musubi.issuer.standing;

import dev.musubi.issuer.relyingparty.Pairwise;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** Where a relying party sends a holder who has to re-issue. The address names nobody. */
@Component
public class HolderScreen {

    private final StandingSettings settings;

    HolderScreen(StandingSettings settings) {
        this.settings = settings;
    }

    /** The screen for one demand. */
    public Pairwise<URI> of(String relyingPartyId, Pairwise<String> demandReference) {
        return Pairwise.of(URI.create(settings.holderScreen() + "?relying_party="
                + URLEncoder.encode(relyingPartyId, StandardCharsets.UTF_8) + "&demand="
                + URLEncoder.encode(demandReference.value(), StandardCharsets.UTF_8)));
    }
}
