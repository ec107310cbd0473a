package dev.musubi.relyingparty;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.musubi.relyingparty.LogoutOutcome.Refused.Fault;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.6). */
final class Logout {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final Tokens tokens;
    private final SteadyClock clock;

    Logout(Tokens tokens, SteadyClock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    LogoutOutcome read(String token) {
        Optional<Instant> now = clock.reliable();
        if (now.isEmpty()) {
            return new LogoutOutcome.Refused(Fault.CLOCK_SET_BACK);
        }
        try {
            JWTClaimsSet claims = tokens.logout(token, now.get());
            String sessionId = claims.getClaim("sid") instanceof String sid ? sid : null;
            boolean isLogout = claims.getClaim("events") instanceof Map<?, ?> events
                    && events.get(EVENT) instanceof Map<?, ?>
                    && claims.getClaim("nonce") == null;
            if (!isLogout) {
                return new LogoutOutcome.Refused(Fault.EVENT);
            }
            return claims.getSubject() == null && sessionId == null
                    ? new LogoutOutcome.Refused(Fault.NOBODY)
                    : new LogoutOutcome.Ended(claims.getSubject(), sessionId);
        } catch (NotSignedInException e) {
            return new LogoutOutcome.Refused(
                    e.outcome() instanceof NotSignedIn.Refused refused
                            ? fault(refused.fault())
                            : Fault.PROVIDER_UNREACHABLE);
        }
    }

    private static Fault fault(NotSignedIn.Refused.Fault token) {
        return switch (token) {
            case TOKEN_SIGNATURE -> Fault.SIGNATURE;
            case TOKEN_ISSUER -> Fault.ISSUER;
            case TOKEN_AUDIENCE -> Fault.AUDIENCE;
            case TOKEN_EXPIRED -> Fault.EXPIRED;
            case TOKEN_FUTURE -> Fault.FUTURE;
            default -> Fault.MALFORMED;
        };
    }
}
