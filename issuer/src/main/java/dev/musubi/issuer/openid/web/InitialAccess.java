package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.openid.client.ClientProfile;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Initial access tokens: whoever has one may register clients of one profile until it ends. Sealed; no table. */
@Component
final class InitialAccess {

    private static final String PURPOSE = "initial-access-token";

    private final SealedTokens tokens;
    private final MachineClock machine;

    InitialAccess(SealedTokens tokens, MachineClock machine) {
        this.tokens = tokens;
        this.machine = machine;
    }

    /** What a token allows. */
    record Allowed(ClientProfile profile, boolean pkceOptional) {}

    String token(ClientProfile profile, boolean pkceOptional, Duration term) {
        return tokens.seal(
                PURPOSE,
                String.join(
                                " ",
                                profile.name(),
                                Boolean.toString(pkceOptional),
                                Long.toString(machine.instant().plus(term).getEpochSecond()))
                        .getBytes(StandardCharsets.US_ASCII));
    }

    Optional<Allowed> open(String token) {
        return tokens.open(PURPOSE, token).flatMap(said -> {
            String[] parts = new String(said, StandardCharsets.US_ASCII).split(" ", -1);
            return machine.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[2])))
                    ? Optional.of(new Allowed(ClientProfile.valueOf(parts[0]), Boolean.parseBoolean(parts[1])))
                    : Optional.empty();
        });
    }
}
