package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.ClientAccessToken;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import dev.musubi.issuer.web.Limits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Finds out which client calls in its own name, and whether it may (RFC 6750, RFC 9449, RFC 8705). A holder's token opens
 * nothing here: it is of another kind.
 */
@Component
public final class ClientAccess {

    private final Endpoints endpoints;
    private final Bearer bearer;
    private final SealedTokens tokens;
    private final ClientRegistry clients;
    private final Limits limits;
    private final MachineClock machine;

    ClientAccess(
            Endpoints endpoints,
            Bearer bearer,
            SealedTokens tokens,
            ClientRegistry clients,
            Limits limits,
            MachineClock machine) {
        this.endpoints = endpoints;
        this.bearer = bearer;
        this.tokens = tokens;
        this.clients = clients;
        this.limits = limits;
        this.machine = machine;
    }

    /** What came of a request. */
    public sealed interface Outcome {
        /**
         * The client may.
         *
         * @param body what it sent
         */
        record Admitted(OpenIdClient client, String body) implements Outcome {}

        /** It may not. */
        record Refused(ResponseEntity<String> error) implements Outcome {}
    }

    /** Looks at a request that a token with one of these scopes opens. */
    public Outcome of(HttpServletRequest request, List<String> scopes) {
        HTTPRequest http = endpoints.readAnyMethod(request);
        String header = http.getAuthorization();
        boolean byDpop = Bearer.isByDpop(header);
        if (header == null || (!byDpop && !Bearer.isByBearer(header))) {
            return new Outcome.Refused(Bearer.challenge(401, false, null, null));
        }
        String sealed = header.substring(byDpop ? 5 : 7).strip();
        Optional<ClientAccessToken> token = ClientAccessToken.open(tokens, sealed);
        if (token.isEmpty()) {
            return refused(byDpop, "The access token is not one that a client has in its own name.");
        }
        if (!machine.instant().isBefore(token.get().expiresAt())) {
            return refused(byDpop, "The access token has expired.");
        }
        Optional<OpenIdClient> client = clients.find(token.get().clientId())
                .filter(each -> each.actsForItself()
                        && each.party().id().equals(token.get().relyingPartyId()));
        if (client.isEmpty()) {
            return refused(byDpop, "The access token's client is not registered any more.");
        }
        Optional<ResponseEntity<String>> unbound = bearer.unbound(
                request,
                http,
                sealed,
                new Bearer.Bond(
                        client.get().id(), token.get().binding(), token.get().thumbprint()));
        if (unbound.isPresent()) {
            return new Outcome.Refused(unbound.get());
        }
        limits.client(client.get().id());
        return token.get().scope().stream().anyMatch(scopes::contains)
                ? new Outcome.Admitted(client.get(), http.getBody() == null ? "" : http.getBody())
                : new Outcome.Refused(Bearer.challenge(
                        403,
                        byDpop,
                        "insufficient_scope",
                        "The access token is not good for this.",
                        "scope=\"" + String.join(" ", scopes) + "\""));
    }

    private static Outcome refused(boolean dpop, String why) {
        return new Outcome.Refused(Bearer.refused(dpop, why));
    }
}
