package dev.musubi.issuer.openid.web;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.musubi.issuer.dpop.Proofs;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.AccessToken;
import dev.musubi.issuer.openid.grant.Grant;
import dev.musubi.issuer.openid.grant.Grants;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.vault.SealedTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Finds out whose access token a request carries, and whether the caller may use it (RFC 6750, RFC 9449, RFC 8705). */
@Component
final class Bearer {

    /** Why a token is good for nothing any more. */
    static final String ENDED = "What the access token was for has ended: the holder signed out or took it back.";

    private static final String DPOP_ALGORITHMS =
            Proofs.ALGORITHMS.stream().map(Algorithm::getName).collect(Collectors.joining(" "));

    private final Endpoints endpoints;
    private final SealedTokens tokens;
    private final Grants grants;
    private final ClientRegistry clients;
    private final Proofs proofs;
    private final MachineClock machine;

    Bearer(
            Endpoints endpoints,
            SealedTokens tokens,
            Grants grants,
            ClientRegistry clients,
            Proofs proofs,
            MachineClock machine) {
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.grants = grants;
        this.clients = clients;
        this.proofs = proofs;
        this.machine = machine;
    }

    /** What came of a request with, or without, a token. */
    sealed interface Outcome {
        /** The caller may use it. */
        record Admitted(Grant grant, OpenIdClient client, AccessToken token) implements Outcome {}

        /** The caller may not. */
        record Refused(ResponseEntity<String> error) implements Outcome {}
    }

    /** Looks at a request; {@code formToken} is a token sent in the body (RFC 6750 section 2.2), if any. */
    Outcome of(HttpServletRequest request, HTTPRequest http, @Nullable String formToken) {
        String header = http.getAuthorization();
        boolean byDpop = isByDpop(header);
        boolean byBearer = isByBearer(header);
        String sealed = byDpop ? header.substring(5) : byBearer ? header.substring(7) : formToken;
        if (sealed == null) {
            return new Outcome.Refused(challenge(401, false, null, null));
        }
        if (header != null && formToken != null) {
            return new Outcome.Refused(
                    challenge(400, byDpop, "invalid_request", "The token stands in the header and in the form."));
        }
        Optional<AccessToken> token = AccessToken.open(tokens, sealed.strip());
        if (token.isEmpty()) {
            return new Outcome.Refused(refused(byDpop, "The access token is not one of ours."));
        }
        if (!machine.instant().isBefore(token.get().expiresAt())) {
            return new Outcome.Refused(refused(byDpop, "The access token has expired."));
        }
        Optional<Grant> grant =
                grants.find(token.get().holderId(), token.get().grantId()).filter(each -> each.revokedAt() == null);
        if (grant.isEmpty()) {
            return new Outcome.Refused(refused(byDpop, ENDED));
        }
        Optional<OpenIdClient> client =
                grant.flatMap(each -> clients.find(each.clientId()).filter(each::isTo));
        if (client.isEmpty()) {
            return new Outcome.Refused(refused(byDpop, "The access token's client is not registered any more."));
        }
        Outcome admitted = new Outcome.Admitted(grant.get(), client.get(), token.get());
        return unbound(
                        request,
                        http,
                        sealed,
                        new Bond(
                                client.get().id(),
                                token.get().binding(),
                                token.get().thumbprint()))
                .<Outcome>map(Outcome.Refused::new)
                .orElse(admitted);
    }

    /**
     * To what a token is bound.
     *
     * @param clientId the client it was issued to
     * @param thumbprint of the key or certificate; null for a bearer token
     */
    record Bond(
            String clientId,
            AccessToken.Binding binding,
            @Nullable String thumbprint) {}

    /** What is said to a caller who did not prove to have what a token is bound to; empty for who did. */
    Optional<ResponseEntity<String>> unbound(HttpServletRequest request, HTTPRequest http, String sealed, Bond bond) {
        boolean byDpop = isByDpop(http.getAuthorization());
        return switch (bond.binding()) {
            case BEARER ->
                byDpop
                        ? Optional.of(refused(true, "The access token is bound to no key: send it as Bearer."))
                        : Optional.empty();
            case CERTIFICATE ->
                isPresented(http.getClientX509Certificate(), bond)
                        ? Optional.empty()
                        : Optional.of(refused(
                                false, "The client certificate the access token is bound to was not presented."));
            case DPOP ->
                byDpop
                        ? unproved(request, http, sealed, bond)
                        : Optional.of(
                                refused(true, "The access token is bound to a key: send it as DPoP, with a proof."));
        };
    }

    static boolean isByDpop(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, "DPoP ", 0, 5);
    }

    static boolean isByBearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    private static boolean isPresented(@Nullable X509Certificate certificate, Bond bond) {
        return certificate != null
                && X509CertUtils.computeSHA256Thumbprint(certificate).toString().equals(bond.thumbprint());
    }

    private Optional<ResponseEntity<String>> unproved(
            HttpServletRequest request, HTTPRequest http, String sealed, Bond bond) {
        List<String> headers = http.getHeaderValues("DPoP");
        SignedJWT proof = headers != null && headers.size() == 1 ? http.getDPoP() : null;
        String thumbprint = bond.thumbprint();
        if (proof == null || thumbprint == null) {
            return Optional.of(challenge(401, true, "invalid_dpop_proof", "The header DPoP is not one signed JWT."));
        }
        return switch (proofs.withToken(
                request.getMethod(), endpoints.of(request), bond.clientId(), proof, sealed, thumbprint)) {
            case Proofs.Outcome.Holds holds -> Optional.empty();
            case Proofs.Outcome.WantsNonce wants -> {
                ResponseEntity<String> error =
                        challenge(401, true, "use_dpop_nonce", "Make the proof again, with the nonce sent along.");
                yield Optional.of(ResponseEntity.status(401)
                        .headers(error.getHeaders())
                        .header("DPoP-Nonce", proofs.nonce())
                        .body(error.getBody()));
            }
            case Proofs.Outcome.Refused(String why) -> Optional.of(challenge(401, true, "invalid_dpop_proof", why));
        };
    }

    /** For a token that is not good, or not the caller's. */
    static ResponseEntity<String> refused(boolean dpop, String why) {
        return challenge(401, dpop, "invalid_token", why);
    }

    /** A challenge (RFC 6750 section 3, RFC 9449 section 7.1); {@code parameters} are further ones, ready made. */
    static ResponseEntity<String> challenge(
            int status, boolean dpop, @Nullable String error, @Nullable String description, String... parameters) {
        StringBuilder value = new StringBuilder(dpop ? "DPoP" : "Bearer");
        value.append(" realm=\"musubi\"");
        if (error != null) {
            value.append(", error=\"")
                    .append(error)
                    .append("\", error_description=\"")
                    .append(description)
                    .append('"');
        }
        for (String parameter : parameters) {
            value.append(", ").append(parameter);
        }
        if (dpop) {
            value.append(", algs=\"").append(DPOP_ALGORITHMS).append('"');
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).header("WWW-Authenticate", value.toString());
        if (error == null) {
            return answer.build();
        }
        ResponseEntity<String> body = Endpoints.error(status, error, String.valueOf(description));
        return answer.headers(body.getHeaders()).body(body.getBody());
    }
}
