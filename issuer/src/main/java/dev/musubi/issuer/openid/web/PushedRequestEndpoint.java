package dev.musubi.issuer.openid.web;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.musubi.issuer.dpop.Proofs;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.client.ClientAuthenticator;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.request.RequestReader;
import dev.musubi.issuer.openid.request.RequestReading;
import dev.musubi.issuer.openid.request.WaitingRequests;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /openid/par}: a client sends its request directly, and gets a reference for the browser (RFC 9126). */
@RestController
final class PushedRequestEndpoint {

    private final Endpoints endpoints;
    private final ClientAuthenticator clients;
    private final RequestReader reader;
    private final WaitingRequests waiting;
    private final Proofs proofs;
    private final OpenIdSettings settings;

    PushedRequestEndpoint(
            Endpoints endpoints,
            ClientAuthenticator clients,
            RequestReader reader,
            WaitingRequests waiting,
            Proofs proofs,
            OpenIdSettings settings) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.reader = reader;
        this.waiting = waiting;
        this.proofs = proofs;
        this.settings = settings;
    }

    @PostMapping("/openid/par")
    ResponseEntity<String> push(HttpServletRequest request) {
        Map<String, List<String>> parameters;
        HTTPRequest http = endpoints.read(request);
        SignedJWT proof = http.getDPoP();
        if (proof != null && proofs.lacksNonce(proof)) {
            // Before a client's assertion is used up: some clients send it again with the new proof.
            return wantsNonce(proofs);
        }
        ClientAuthentication authentication;
        try {
            authentication = ClientAuthentication.parse(http);
            parameters = new HashMap<>(http.getBodyAsFormParameters());
        } catch (ParseException malformed) {
            return Endpoints.malformed(malformed);
        }
        return switch (clients.authenticate(authentication)) {
            case ClientAuthenticator.Authenticated.Refused(String why) ->
                Endpoints.clientUnknown(http.getAuthorization() != null, why);
            case ClientAuthenticator.Authenticated.Client(OpenIdClient client) ->
                push(request, http, client, parameters);
        };
    }

    private ResponseEntity<String> push(
            HttpServletRequest request, HTTPRequest http, OpenIdClient client, Map<String, List<String>> parameters) {
        if (parameters.containsKey("request_uri")) {
            return Endpoints.error(
                    400, "invalid_request", "The pushed request holds request_uri (RFC 9126 section 2.1).");
        }
        for (String ours : List.of("client_secret", "client_assertion", "client_assertion_type")) {
            parameters.remove(ours);
        }
        parameters.putIfAbsent("client_id", List.of(client.id()));
        if (!parameters.get("client_id").equals(List.of(client.id()))) {
            return Endpoints.error(400, "invalid_request", "client_id is another client's.");
        }
        return switch (reader.read(parameters, true)) {
            case RequestReading.Nowhere nowhere ->
                Endpoints.error(400, nowhere.error().code(), nowhere.error().description());
            case RequestReading.Refused refused ->
                Endpoints.error(400, refused.error().code(), refused.error().description());
            case RequestReading.Accepted accepted -> keep(request, http, client, accepted);
        };
    }

    private ResponseEntity<String> keep(
            HttpServletRequest request, HTTPRequest http, OpenIdClient client, RequestReading.Accepted accepted) {
        Map<String, List<String>> parameters = new HashMap<>(accepted.parameters());
        if (http.getHeaderValue("DPoP") != null) {
            SignedJWT proof = http.getDPoP();
            if (proof == null || http.getHeaderValues("DPoP").size() != 1) {
                return Endpoints.error(400, "invalid_dpop_proof", "The header DPoP is not one signed JWT.");
            }
            switch (proofs.atEndpoint(endpoints.of(request), client.id(), proof)) {
                case Proofs.Outcome.Holds(String thumbprint) -> {
                    List<String> said = parameters.putIfAbsent("dpop_jkt", List.of(thumbprint));
                    if (said != null && !said.equals(List.of(thumbprint))) {
                        return Endpoints.error(
                                400,
                                "invalid_dpop_proof",
                                "dpop_jkt is the thumbprint of another key than the proof's.");
                    }
                }
                case Proofs.Outcome.WantsNonce wants -> {
                    return wantsNonce(proofs);
                }
                case Proofs.Outcome.Refused(String why) -> {
                    return Endpoints.error(400, "invalid_dpop_proof", why);
                }
            }
        }
        String reference = waiting.push(client.id(), parameters);
        return Endpoints.json(
                201,
                Map.of(
                        "request_uri",
                        reference,
                        "expires_in",
                        settings.pushedTerm().toSeconds()));
    }

    /** Asks for a proof with a nonce of ours (RFC 9449 section 8). */
    static ResponseEntity<String> wantsNonce(Proofs proofs) {
        ResponseEntity<String> error =
                Endpoints.error(400, "use_dpop_nonce", "Make the proof again, with the nonce sent along.");
        return ResponseEntity.status(400)
                .headers(error.getHeaders())
                .header("DPoP-Nonce", proofs.nonce())
                .body(error.getBody());
    }
}
