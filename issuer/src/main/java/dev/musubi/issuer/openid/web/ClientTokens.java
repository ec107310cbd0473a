package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.Scope;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.AccessToken;
import dev.musubi.issuer.openid.grant.ClientAccessToken;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Access tokens that clients have in their own name (RFC 6749 section 4.4), where they registered that grant. They open the
 * endpoints of signals and nothing of any holder's; there is no refresh token (section 4.4.3), since a new one costs one
 * request.
 */
@Component
final class ClientTokens {

    private final SealedTokens tokens;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    ClientTokens(SealedTokens tokens, OpenIdSettings settings, MachineClock machine) {
        this.tokens = tokens;
        this.settings = settings;
        this.machine = machine;
    }

    /** The answer to a client that has proved who it is. */
    ResponseEntity<String> issue(
            OpenIdClient client, @Nullable Scope asked, AccessToken.Binding binding, @Nullable String thumbprint) {
        if (!client.actsForItself()) {
            return Endpoints.error(
                    400, "unauthorized_client", "The client did not register the grant_type client_credentials.");
        }
        List<String> scope = asked == null
                ? List.of()
                : asked.toStringList().stream().distinct().toList();
        if (scope.isEmpty() || !ClientAccessToken.SCOPES.containsAll(scope)) {
            return Endpoints.error(
                    400,
                    "invalid_scope",
                    "scope is ssf.read, ssf.manage or both: a client may do nothing else in its own name.");
        }
        Instant now = machine.instant();
        ClientAccessToken access = new ClientAccessToken(
                client.id(),
                client.party().id(),
                scope,
                now,
                now.plus(settings.accessTokenTerm()),
                binding,
                thumbprint);
        return Endpoints.json(
                200,
                new OutwardClaims()
                        .with("access_token", Own.of(access.seal(tokens)))
                        .with("token_type", Own.of(binding == AccessToken.Binding.DPOP ? "DPoP" : "Bearer"))
                        .with("expires_in", Coarse.seconds(settings.accessTokenTerm()))
                        .with("scope", Own.of(String.join(" ", scope))));
    }
}
