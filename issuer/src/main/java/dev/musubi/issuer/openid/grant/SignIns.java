package dev.musubi.issuer.openid.grant;

import dev.musubi.issuer.assurance.AuthenticationSource;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The latest sign-in at a relying party, for whoever weighs how the holder authenticated there. */
@Component
final class SignIns implements AuthenticationSource {

    private static final String PRESENTATION = "oidc-signed";

    private final Grants grants;
    private final InstantSource clock;
    private final MachineClock machine;

    SignIns(Grants grants, InstantSource clock, MachineClock machine) {
        this.grants = grants;
        this.clock = clock;
        this.machine = machine;
    }

    @Override
    public Optional<Authentication> latest(HolderId holderId, RelyingParty party) {
        return grants.latest(holderId, party.id()).map(grant -> {
            Duration ago =
                    Duration.between(Instant.ofEpochSecond(grant.details().authenticatedAt()), machine.instant());
            return new Authentication(
                    grant.details().method().authenticator(), clock.instant().minus(ago), PRESENTATION);
        });
    }
}
