package dev.musubi.issuer.openid.web;

import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.dpop.Proofs;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientAuthenticator;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.AccessToken;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.openid.release.ClaimsRelease;
import dev.musubi.issuer.relyingparty.Coarse;
import dev.musubi.issuer.relyingparty.OutwardClaims;
import dev.musubi.issuer.relyingparty.Own;
import dev.musubi.issuer.relyingparty.Pairwise;
import dev.musubi.issuer.standing.Standing;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /openid/token}: codes and refresh tokens become tokens (RFC 6749 section 3.2, OpenID Connect Core 1.0
 * sections 3.1.3 and 12); a client may also have one in its own name ({@link ClientTokens}).
 *
 * <p>A code that comes a second time ends everything its first use gave (RFC 6749 section 4.1.2), and so does a refresh
 * token that was replaced (RFC 9700 section 4.14.2). Clients whose tokens are bound to a key keep their refresh token, as
 * FAPI 2.0 section 5.3.2.1 has it.
 */
@RestController
final class TokenEndpoint {

    private final Endpoints endpoints;
    private final ClientAuthenticator clients;
    private final Grants grants;
    private final Proofs proofs;
    private final ClaimsRelease telling;
    private final HolderTransactions holders;
    private final ClientTokens own;
    private final SealedTokens tokens;
    private final OpenIdSettings settings;
    private final MachineClock machine;

    TokenEndpoint(
            Endpoints endpoints,
            ClientAuthenticator clients,
            Grants grants,
            Proofs proofs,
            ClaimsRelease telling,
            HolderTransactions holders,
            ClientTokens own,
            SealedTokens tokens,
            OpenIdSettings settings,
            MachineClock machine) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.grants = grants;
        this.proofs = proofs;
        this.telling = telling;
        this.holders = holders;
        this.own = own;
        this.tokens = tokens;
        this.settings = settings;
        this.machine = machine;
    }

    /** How the tokens of a request are bound, or what keeps them from being issued. */
    private sealed interface Bound {
        record By(AccessToken.Binding binding, @Nullable String thumbprint) implements Bound {}

        record Not(ResponseEntity<String> error) implements Bound {}
    }

    @PostMapping("/openid/token")
    ResponseEntity<String> token(HttpServletRequest request) {
        HTTPRequest http = endpoints.read(request);
        SignedJWT proof = http.getDPoP();
        if (proof != null && proofs.lacksNonce(proof)) {
            // Before a client's assertion is used up: some clients send it again with the new proof.
            return PushedRequestEndpoint.wantsNonce(proofs);
        }
        TokenRequest parsed;
        try {
            parsed = TokenRequest.parse(http);
        } catch (ParseException malformed) {
            return Endpoints.isUnauthenticated(http)
                            || (malformed.getErrorObject() != null
                                    && malformed.getErrorObject().getHTTPStatusCode() == 401)
                    ? Endpoints.clientUnknown(http)
                    : Endpoints.malformed(malformed);
        }
        return switch (clients.authenticate(parsed.getClientAuthentication())) {
            case ClientAuthenticator.Authenticated.Refused(String why) ->
                Endpoints.clientUnknown(http.getAuthorization() != null, why);
            case ClientAuthenticator.Authenticated.Client(OpenIdClient client) ->
                token(client, parsed, bound(request, http, client));
        };
    }

    private ResponseEntity<String> token(OpenIdClient client, TokenRequest parsed, Bound bound) {
        return switch (bound) {
            case Bound.Not not -> not.error();
            case Bound.By by ->
                switch (parsed.getAuthorizationGrant()) {
                    case AuthorizationCodeGrant code -> byCode(client, code, by);
                    case RefreshTokenGrant refresh -> byRefreshToken(client, refresh, parsed, by);
                    case ClientCredentialsGrant itself ->
                        own.issue(client, parsed.getScope(), by.binding(), by.thumbprint());
                    default ->
                        Endpoints.error(
                                400,
                                "unsupported_grant_type",
                                "This grant_type is not supported: authorization_code, refresh_token and "
                                        + "client_credentials are.");
                };
        };
    }

    private Bound bound(HttpServletRequest request, HTTPRequest http, OpenIdClient client) {
        if (client.bindsByCertificate()) {
            return http.getClientX509Certificate() == null
                    ? new Bound.Not(Endpoints.error(
                            400,
                            "invalid_request",
                            "No client certificate was presented, to which this client's tokens are bound."))
                    : new Bound.By(
                            AccessToken.Binding.CERTIFICATE,
                            X509CertUtils.computeSHA256Thumbprint(http.getClientX509Certificate())
                                    .toString());
        }
        List<String> headers = http.getHeaderValues("DPoP");
        if (headers == null || headers.isEmpty()) {
            return client.bindsByDpop()
                    ? new Bound.Not(Endpoints.error(
                            400,
                            "invalid_dpop_proof",
                            "No DPoP proof was sent, to whose key this client's tokens are bound."))
                    : new Bound.By(AccessToken.Binding.BEARER, null);
        }
        SignedJWT proof = headers.size() == 1 ? http.getDPoP() : null;
        if (proof == null) {
            return new Bound.Not(Endpoints.error(400, "invalid_dpop_proof", "The header DPoP is not one signed JWT."));
        }
        return switch (proofs.atEndpoint(endpoints.of(request), client.id(), proof)) {
            case Proofs.Outcome.Holds(String thumbprint) -> new Bound.By(AccessToken.Binding.DPOP, thumbprint);
            case Proofs.Outcome.WantsNonce wants -> new Bound.Not(PushedRequestEndpoint.wantsNonce(proofs));
            case Proofs.Outcome.Refused(String why) -> new Bound.Not(Endpoints.error(400, "invalid_dpop_proof", why));
        };
    }

    private ResponseEntity<String> byCode(OpenIdClient client, AuthorizationCodeGrant code, Bound.By by) {
        return grants.byCode(code.getAuthorizationCode().getValue())
                .flatMap(reference -> grants.find(reference.holderId(), reference.grantId(), client))
                .map(found -> {
                    // A code that is no good has nobody ask J-LIS.
                    boolean met =
                            found.codeUsedAt() == null && fault(found, code, by).isEmpty() && telling.freshen(found);
                    return holders.locking(
                            found.holderId(), () -> useCode(client, again(found, client), code, by, met));
                })
                .orElseGet(() -> invalidGrant("The code is not one issued to this client."));
    }

    private ResponseEntity<String> useCode(
            OpenIdClient client, Grant grant, AuthorizationCodeGrant code, Bound.By by, boolean met) {
        if (!grants.useCode(grant)) {
            grants.revoke(grant.holderId(), grant.grantId());
            return invalidGrant("The code was used before; what came of it has ended with this.");
        }
        Optional<String> fault = fault(grant, code, by);
        if (fault.isPresent()) {
            return invalidGrant(fault.get());
        }
        Standing standing = telling.standing(grant, client, met);
        return standingNotMet(grant, standing).orElseGet(() -> issue(client, grant, by, standing, true, 0));
    }

    /** What is wrong with a code, or with how it is presented; empty if nothing is. */
    private Optional<String> fault(Grant grant, AuthorizationCodeGrant code, Bound.By by) {
        Grant.Details details = grant.details();
        if (grant.revokedAt() != null) {
            return Optional.of("What the code was for has ended: the holder signed out or took it back.");
        }
        if (!machine.instant().isBefore(grant.codeExpiresAt())) {
            return Optional.of("The code has expired.");
        }
        if (code.getRedirectionURI() == null) {
            return Optional.of("redirect_uri is missing.");
        }
        if (!details.redirectUri().equals(code.getRedirectionURI().toString())) {
            return Optional.of("redirect_uri is not the one the code was sent to.");
        }
        if (!verifies(details.codeChallenge(), code.getCodeVerifier())) {
            return Optional.of(
                    code.getCodeVerifier() == null
                            ? "code_verifier is missing."
                            : details.codeChallenge() == null
                                    ? "code_verifier came, and the request had no code_challenge."
                                    : "code_verifier is not the one of the request's code_challenge.");
        }
        return details.dpopThumbprint() == null || details.dpopThumbprint().equals(by.thumbprint())
                ? Optional.empty()
                : Optional.of("The proof is by another key than the code is bound to (dpop_jkt).");
    }

    private static boolean verifies(@Nullable String challenge, @Nullable CodeVerifier verifier) {
        return challenge == null
                ? verifier == null
                : verifier != null
                        && CodeChallenge.compute(CodeChallengeMethod.S256, verifier)
                                .getValue()
                                .equals(challenge);
    }

    /** A grant as it is now that its holder's row is locked. */
    private Grant again(Grant found, OpenIdClient client) {
        return grants.find(found.holderId(), found.grantId(), client)
                .orElseThrow(() -> new IllegalStateException("a grant is gone"));
    }

    private ResponseEntity<String> byRefreshToken(
            OpenIdClient client, RefreshTokenGrant refresh, TokenRequest request, Bound.By by) {
        Optional<Grants.Reference> reference =
                grants.byRefreshToken(refresh.getRefreshToken().getValue());
        return reference
                .flatMap(each -> grants.find(each.holderId(), each.grantId(), client))
                .map(found -> {
                    if (request.getScope() != null
                            && !found.scope().containsAll(request.getScope().toStringList())) {
                        return Endpoints.error(400, "invalid_scope", "scope asks for more than was granted.");
                    }
                    int serial = reference.get().serial();
                    boolean met = fault(found).isEmpty() && serial == found.refreshSerial() && telling.freshen(found);
                    return holders.locking(
                            found.holderId(), () -> useRefreshToken(client, again(found, client), serial, by, met));
                })
                .orElseGet(() -> invalidGrant("The refresh token is not one issued to this client."));
    }

    private ResponseEntity<String> useRefreshToken(
            OpenIdClient client, Grant grant, int serial, Bound.By by, boolean met) {
        Optional<String> fault = fault(grant);
        if (fault.isPresent()) {
            return invalidGrant(fault.get());
        }
        if (serial != grant.refreshSerial()) {
            grants.revoke(grant.holderId(), grant.grantId());
            return invalidGrant("The refresh token was replaced by a later one; what came of it has ended with this.");
        }
        Standing standing = telling.standing(grant, client, met);
        return standingNotMet(grant, standing).orElseGet(() -> {
            boolean rotates = by.binding() == AccessToken.Binding.BEARER;
            if (rotates) {
                grants.rotate(grant);
            }
            return issue(client, grant, by, standing, false, rotates ? serial + 1 : serial);
        });
    }

    private Optional<String> fault(Grant grant) {
        if (grant.revokedAt() != null) {
            return Optional.of("What the refresh token was for has ended: the holder signed out or took it back.");
        }
        return machine.instant().isBefore(grant.expiresAt())
                ? Optional.empty()
                : Optional.of("The refresh token has expired.");
    }

    private Optional<ResponseEntity<String>> standingNotMet(Grant grant, Standing standing) {
        return telling.unmet(grant, standing)
                .map(unmet -> Endpoints.error(
                        400,
                        "standing_not_met",
                        unmet.why() + ": the private ID no longer stands as was demanded; sign the holder in again."));
    }

    private ResponseEntity<String> issue(
            OpenIdClient client, Grant grant, Bound.By by, Standing standing, boolean first, int serial) {
        Instant now = machine.instant();
        AccessToken access = new AccessToken(
                grant.holderId(),
                grant.grantId(),
                now,
                now.plus(settings.accessTokenTerm()),
                by.binding(),
                by.thumbprint());
        String sealed = access.seal(tokens);
        OutwardClaims answer = new OutwardClaims()
                .with("access_token", Pairwise.of(sealed))
                .with("token_type", Own.of(by.binding() == AccessToken.Binding.DPOP ? "DPoP" : "Bearer"))
                .with("expires_in", Coarse.seconds(settings.accessTokenTerm()))
                .with("scope", Own.of(String.join(" ", grant.scope())))
                .with("id_token", Pairwise.of(telling.idToken(grant, client, standing, sealed, first)));
        if (grant.scope().contains("offline_access")) {
            answer.with("refresh_token", Pairwise.of(grants.refreshToken(grant, serial)));
        }
        return Endpoints.json(200, answer);
    }

    private static ResponseEntity<String> invalidGrant(String why) {
        return Endpoints.error(400, "invalid_grant", why);
    }
}
