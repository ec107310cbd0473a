package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientAuthenticator;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.AccessToken;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.openid.grant.GrantId;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.openid.release.ClaimsRelease;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /openid/introspect} (RFC 7662) and {@code /openid/revoke} (RFC 7009). A client is told of, and may revoke, its
 * own tokens only; of all others it is told what it would be told of nonsense.
 */
@RestController
final class TokenStateEndpoints {

    private final Endpoints endpoints;
    private final ClientAuthenticator clients;
    private final Grants grants;
    private final ClaimsRelease telling;
    private final HolderTransactions holders;
    private final SealedTokens tokens;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    TokenStateEndpoints(
            Endpoints endpoints,
            ClientAuthenticator clients,
            Grants grants,
            ClaimsRelease telling,
            HolderTransactions holders,
            SealedTokens tokens,
            OpenIdSettings settings,
            MachineClock machine) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.grants = grants;
        this.telling = telling;
        this.holders = holders;
        this.tokens = tokens;
        this.settings = settings;
        this.machine = machine;
    }

    @PostMapping("/openid/introspect")
    ResponseEntity<String> introspect(HttpServletRequest request) {
        return with(request, (client, token) -> {
            Optional<AccessToken> access = AccessToken.open(tokens, token);
            if (access.isPresent()) {
                return own(client, access.get().holderId(), access.get().grantId())
                        .filter(grant -> machine.instant().isBefore(access.get().expiresAt()))
                        .map(grant -> active(client, grant, access.get()))
                        .orElseGet(TokenStateEndpoints::inactive);
            }
            return grants.byRefreshToken(token)
                    .flatMap(reference -> own(client, reference.holderId(), reference.grantId())
                            .filter(grant -> grant.refreshSerial() == reference.serial()
                                    && machine.instant().isBefore(grant.expiresAt())))
                    .map(grant -> {
                        // A fixed term from the client's own sign-in.
                        return Endpoints.json(
                                200, common(client, grant).with("exp", Own.numericDate(grant.expiresAt())));
                    })
                    .orElseGet(TokenStateEndpoints::inactive);
        });
    }

    @PostMapping("/openid/revoke")
    ResponseEntity<String> revoke(HttpServletRequest request) {
        return with(request, (client, token) -> {
            AccessToken.open(tokens, token)
                    .map(access -> new Grants.Reference(access.holderId(), access.grantId(), 0))
                    .or(() -> grants.byRefreshToken(token))
                    .filter(reference -> own(client, reference.holderId(), reference.grantId())
                            .isPresent())
                    .ifPresent(reference -> holders.locking(reference.holderId(), () -> {
                        grants.revoke(reference.holderId(), reference.grantId());
                        return true;
                    }));
            return ResponseEntity.ok().build();
        });
    }

    private ResponseEntity<String> with(
            HttpServletRequest request, BiFunction<OpenIdClient, String, ResponseEntity<String>> answer) {
        HTTPRequest http = endpoints.read(request);
        ClientAuthentication authentication;
        List<String> token;
        try {
            authentication = ClientAuthentication.parse(http);
            Map<String, List<String>> parameters = http.getBodyAsFormParameters();
            token = parameters.getOrDefault("token", List.of());
        } catch (ParseException malformed) {
            return Endpoints.malformed(malformed);
        }
        return switch (clients.authenticate(authentication)) {
            case ClientAuthenticator.Authenticated.Refused(String why) ->
                Endpoints.clientUnknown(http.getAuthorization() != null, why);
            case ClientAuthenticator.Authenticated.Client(OpenIdClient client) ->
                token.size() == 1
                        ? answer.apply(client, token.getFirst())
                        : Endpoints.error(
                                400, "invalid_request", token.isEmpty() ? "token is missing." : "token stands twice.");
        };
    }

    private Optional<Grant> own(OpenIdClient client, HolderId holderId, GrantId grantId) {
        return grants.find(holderId, grantId, client).filter(grant -> grant.revokedAt() == null);
    }

    private ResponseEntity<String> active(OpenIdClient client, Grant grant, AccessToken access) {
        OutwardClaims state = common(client, grant)
                .with("token_type", Own.of(access.binding() == AccessToken.Binding.DPOP ? "DPoP" : "Bearer"))
                .with("iat", Own.numericDate(access.issuedAt()))
                .with("exp", Own.numericDate(access.expiresAt()))
                .with("acr", telling.acr(grant))
                .with("auth_time", grant.details().authTime());
        String thumbprint = access.thumbprint();
        if (thumbprint != null) {
            String by = access.binding() == AccessToken.Binding.DPOP ? "jkt" : "x5t#S256";
            state.with("cnf", new OutwardClaims().with(by, Own.of(thumbprint)));
        }
        return Endpoints.json(200, state);
    }

    private OutwardClaims common(OpenIdClient client, Grant grant) {
        return new OutwardClaims()
                .with("active", Coarse.flag(true))
                .with("iss", Coarse.fixed(settings.issuer().toString()))
                .with("client_id", Own.of(client.id()))
                .with("sub", telling.subject(grant, client))
                .with("scope", Own.of(String.join(" ", grant.scope())));
    }

    private static ResponseEntity<String> inactive() {
        return Endpoints.json(200, new OutwardClaims().with("active", Coarse.flag(false)));
    }
}
