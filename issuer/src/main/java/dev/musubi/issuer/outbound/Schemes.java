package dev.musubi.issuer.outbound;

import dev.musubi.issuer.outbound.AddressRules.Refusal;
import java.net.URI;
import java.util.Optional;

/** Whether something is an address that can be called at all. */
final class Schemes {

    private Schemes() {}

    static Optional<Refusal> refusal(URI uri) {
        boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            return Optional.of(Refusal.NOT_AN_ADDRESS);
        }
        return uri.getRawUserInfo() == null ? Optional.empty() : Optional.of(Refusal.USER_INFO);
    }
}
