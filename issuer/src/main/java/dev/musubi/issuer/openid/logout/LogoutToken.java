package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.SessionIds;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.relyingparty.PairwiseSubjects;
import dev.musubi.issuer.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.4). Subject, session and token id are the client's
 * alone; and so is the time, since each client is told by itself, some seconds from the others.
 */
@Component
class LogoutToken {

    private static final Duration GOOD_FOR = Duration.ofMinutes(2);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final SessionIds sessionIds;
    private final PairwiseSubjects subjects;
    private final Signer signer;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    LogoutToken(
            SessionIds sessionIds,
            PairwiseSubjects subjects,
            Signer signer,
            OpenIdSettings settings,
            MachineClock machine) {
        this.sessionIds = sessionIds;
        this.subjects = subjects;
        this.signer = signer;
        this.settings = settings;
        this.machine = machine;
    }

    /** The token for a message to a client. */
    String of(OpenIdClient client, LogoutWork.Notice notice) {
        Instant now = machine.instant();
        OutwardClaims claims = new OutwardClaims()
                .with("iss", Coarse.fixed(settings.issuer().toString()))
                .with("sub", subjects.pairwise(notice.holderId(), client.party().sector()))
                .with("aud", Own.of(client.id()))
                .with("iat", Own.numericDate(now))
                .with("exp", Own.numericDate(now.plus(GOOD_FOR)))
                .with("jti", Pairwise.of(UUID.randomUUID().toString()))
                .with("sid", sessionIds.pairwise(notice.sessionId(), client.id()))
                .with("events", new OutwardClaims().with(EVENT, new OutwardClaims()));
        return signer.sign(client.metadata().getIDTokenJWSAlg(), "logout+jwt", claims)
                .serialize();
    }
}
