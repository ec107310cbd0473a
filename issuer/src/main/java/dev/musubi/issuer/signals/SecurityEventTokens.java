package dev.musubi.issuer.signals;

import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.relyingparty.Pairwise;
import org.springframework.stereotype.Component;

/**
 * Makes security event tokens (RFC 8417, as the Shared Signals Framework 1.0 section 4 has them): one event each, its subject
 * in {@code sub_id} (RFC 9493), neither {@code sub} nor {@code exp}. Made anew at each try, they say the same each time: the
 * time is that at which the event came into the stream.
 */
@Component
class SecurityEventTokens {

    /** Their media type, without {@code application/}. */
    static final String TYPE = "secevent+jwt";

    private final Signer signer;
    private final OpenIdSettings settings;

    SecurityEventTokens(Signer signer, OpenIdSettings settings) {
        this.signer = signer;
        this.settings = settings;
    }

    /** The token for an event in a stream of this client's. */
    String of(EventStream stream, OpenIdClient client, QueuedEvent event) {
        OutwardClaims claims = new OutwardClaims()
                .with("iss", Coarse.fixed(settings.issuer().toString()))
                .with("jti", Pairwise.of(event.jti()))
                // Each receiver's own time: the event came into its stream some seconds from the others.
                .with("iat", Own.numericDate(event.issuedAt()))
                .with("aud", Own.of(client.id()));
        if (event.txn() != null) {
            claims.with("txn", Pairwise.of(event.txn()));
        }
        claims.with("sub_id", subject(stream, event))
                .with("events", new OutwardClaims().with(event.type().uri(), said(event)));
        return signer.sign(client.metadata().getIDTokenJWSAlg(), TYPE, claims).serialize();
    }

    private OutwardClaims subject(EventStream stream, QueuedEvent event) {
        String name = event.subject();
        return name == null
                ? new OutwardClaims()
                        .with("format", Coarse.fixed("opaque"))
                        .with("id", Own.of(stream.id().toString()))
                : new OutwardClaims()
                        .with("format", Coarse.fixed("iss_sub"))
                        .with("iss", Coarse.fixed(settings.issuer().toString()))
                        .with("sub", Pairwise.of(name));
    }

    private static OutwardClaims said(QueuedEvent event) {
        OutwardClaims said = new OutwardClaims();
        event.said().forEach((name, value) -> {
            if (event.type().isOfStream()) {
                said.with(name, Own.of(value));
            } else if (value.equals("true") || value.equals("false")) {
                said.with(name, Coarse.flag(Boolean.parseBoolean(value)));
            } else {
                said.with(name, Coarse.fixed(value));
            }
        });
        if (event.day() != null) {
            said.with("event_timestamp", Coarse.startOfDay(event.day()));
        }
        return said;
    }
}
