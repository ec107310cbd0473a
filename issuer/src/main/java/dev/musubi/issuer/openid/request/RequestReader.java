package dev.musubi.issuer.openid.request;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.claims.MalformedClaimsException;
import dev.musubi.issuer.openid.client.ClientProfile;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.keys.Signer;
import dev.musubi.issuer.openid.request.RequestReading.ReturnTo;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks an authorization request (OpenID Connect Core 1.0 section 3.1.2.2, RFC 9700, and what the client's profile asks
 * on top), and finds out who may be told if it does not hold.
 */
@Component
public class RequestReader {

    /** The response modes we answer in. */
    public static final Set<ResponseMode> MODES = Set.of(
            ResponseMode.QUERY,
            ResponseMode.FORM_POST,
            ResponseMode.JWT,
            ResponseMode.QUERY_JWT,
            ResponseMode.FORM_POST_JWT);

    /** The scope values we know; others are passed over. */
    public static final List<String> SCOPES =
            List.of("openid", "profile", "address", "offline_access", RequestReading.MONITORING);

    private static final Set<String> KNOWN = Set.of(
            "acr_values",
            "claims",
            "claims_locales",
            "client_id",
            "code_challenge",
            "code_challenge_method",
            "display",
            "dpop_jkt",
            "id_token_hint",
            "login_hint",
            "max_age",
            "nonce",
            "prompt",
            "redirect_uri",
            "registration",
            "request",
            "request_uri",
            "resource",
            "response_mode",
            "response_type",
            "scope",
            "state",
            "ui_locales");

    private static final int LONGEST_PARAMETER = 2000;
    private static final Set<String> LONG_ONES = Set.of("claims", "request", "id_token_hint");

    private final ClientRegistry clients;
    private final RequestObjects objects;
    private final Signer signer;

    RequestReader(ClientRegistry clients, RequestObjects objects, Signer signer) {
        this.clients = clients;
        this.objects = objects;
        this.signer = signer;
    }

    /**
     * Reads a request.
     *
     * @param sent its parameters, as they came
     * @param pushed true if the client sent it to us directly, having proved who it is
     */
    public RequestReading read(Map<String, List<String>> sent, boolean pushed) {
        if (sent.values().stream().anyMatch(values -> values.size() != 1)) {
            return nowhere("invalid_request", "A parameter stands twice in the request.");
        }
        String clientId = one(sent, "client_id");
        if (clientId == null) {
            return nowhere("invalid_client", "client_id is missing.");
        }
        Optional<OpenIdClient> found = clients.find(clientId);
        if (found.isEmpty()) {
            return nowhere("invalid_client", "The client is not registered here.");
        }
        OpenIdClient client = found.get();
        Map<String, List<String>> parameters = sent;
        String object = one(sent, "request");
        if (object != null) {
            switch (objects.open(client, object)) {
                case RequestObjects.Opened.Refused(String why) -> {
                    return refusedEarly(client, sent, "invalid_request_object", why);
                }
                // FAPI and RFC 9101: only what is signed counts. OpenID Connect Core section 6.1 lets the outside fill
                // in.
                case RequestObjects.Opened.Said(Map<String, List<String>> said) ->
                    parameters = client.profile().fapi() ? said : merged(sent, said);
            }
            if (parameters.values().stream().anyMatch(values -> values.size() != 1)) {
                return nowhere("invalid_request", "A parameter stands twice in the request.");
            }
        }
        return read(client, parameters, pushed, object != null);
    }

    /** Reads once more what was checked when it came, and kept: whose it is may have changed since, what it says has not. */
    public RequestReading again(WaitingRequests.Waiting waiting) {
        return clients.find(waiting.clientId())
                .map(client -> read(client, waiting.parameters(), true, true))
                .orElseGet(() -> nowhere("invalid_client", "The client is not registered here any more."));
    }

    private static Map<String, List<String>> merged(
            Map<String, List<String>> outside, Map<String, List<String>> inside) {
        Map<String, List<String>> all = new HashMap<>(outside);
        all.remove("request");
        all.putAll(inside);
        return all;
    }

    private RequestReading read(OpenIdClient client, Map<String, List<String>> said, boolean pushed, boolean signed) {
        Map<String, List<String>> parameters = known(said);
        Optional<ReturnTo> returnTo = returnTo(client, parameters);
        if (returnTo.isEmpty()) {
            return nowhere(
                    "invalid_request",
                    one(parameters, "redirect_uri") == null
                            ? "redirect_uri is missing."
                            : "This redirect_uri is not among those the client registered.");
        }
        return fault(client, parameters, pushed, signed)
                .<RequestReading>map(error -> new RequestReading.Refused(returnTo.get(), error))
                .orElseGet(() -> parse(client, parameters, returnTo.get()));
    }

    /** What no standard here knows is ignored (RFC 6749 section 3.1), and not kept either: anybody can send it. */
    private static Map<String, List<String>> known(Map<String, List<String>> said) {
        Map<String, List<String>> known = new HashMap<>(said);
        known.keySet().retainAll(KNOWN);
        return known;
    }

    private static Optional<ReturnTo> returnTo(OpenIdClient client, Map<String, List<String>> parameters) {
        String redirectUri = one(parameters, "redirect_uri");
        if (redirectUri == null) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(redirectUri);
            String mode = one(parameters, "response_mode");
            return client.redirectsTo(uri)
                    ? Optional.of(new ReturnTo(
                            client, uri, mode == null ? null : new ResponseMode(mode), one(parameters, "state")))
                    : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private Optional<AuthorizationError> fault(
            OpenIdClient client, Map<String, List<String>> parameters, boolean pushed, boolean signed) {
        for (Map.Entry<String, List<String>> each : parameters.entrySet()) {
            if (!LONG_ONES.contains(each.getKey()) && each.getValue().getFirst().length() > LONGEST_PARAMETER) {
                return error("invalid_request", "A parameter is longer than " + LONGEST_PARAMETER + " characters.");
            }
        }
        String mode = one(parameters, "response_mode");
        if (mode != null && !MODES.contains(new ResponseMode(mode))) {
            return error(
                    "invalid_request",
                    "This response_mode is not supported: query, form_post, jwt, query.jwt and form_post.jwt are.");
        }
        if (!"code".equals(one(parameters, "response_type"))) {
            return one(parameters, "response_type") == null
                    ? error("invalid_request", "response_type is missing.")
                    : error("unsupported_response_type", "This response_type is not supported: code is.");
        }
        if (parameters.containsKey("request_uri")) {
            return error("request_uri_not_supported", "This request_uri is not that of a request pushed here.");
        }
        if (parameters.containsKey("registration")) {
            return error("registration_not_supported", "The request holds registration, which is not taken here.");
        }
        if (client.profile().fapi() && !pushed) {
            return error("invalid_request", "The request was not pushed (RFC 9126), as this client's have to be.");
        }
        if (client.profile() == ClientProfile.FAPI2_MESSAGE_SIGNING && !signed) {
            return error("invalid_request", "The request is not signed (RFC 9101), as this client's have to be.");
        }
        if (client.profile() == ClientProfile.FAPI2_MESSAGE_SIGNING && (mode == null || !mode.endsWith("jwt"))) {
            return error(
                    "invalid_request",
                    "response_mode is not one of those with jwt, in which this client has to be answered.");
        }
        String scope = one(parameters, "scope");
        if (scope == null || !List.of(scope.split(" ")).contains("openid")) {
            return error("invalid_scope", scope == null ? "scope is missing." : "scope does not hold openid.");
        }
        return pkceFault(client, parameters).or(() -> hintFault(client, one(parameters, "id_token_hint")));
    }

    private static Optional<AuthorizationError> pkceFault(OpenIdClient client, Map<String, List<String>> parameters) {
        String challenge = one(parameters, "code_challenge");
        if (challenge == null) {
            return client.pkceOptional() && !parameters.containsKey("code_challenge_method")
                    ? Optional.empty()
                    : error("invalid_request", "code_challenge is missing (RFC 7636).");
        }
        if (!"S256".equals(one(parameters, "code_challenge_method"))) {
            return error("invalid_request", "code_challenge_method is not S256.");
        }
        return challenge.matches("[A-Za-z0-9_-]{43}")
                ? Optional.empty()
                : error("invalid_request", "code_challenge is not the 43 characters of an S256 challenge.");
    }

    private Optional<AuthorizationError> hintFault(OpenIdClient client, @Nullable String hint) {
        return hint == null
                        || signer.own(hint)
                                .filter(claims -> claims.getAudience().contains(client.id()))
                                .isPresent()
                ? Optional.empty()
                : error("invalid_request", "id_token_hint is not an ID token of ours to this client.");
    }

    private static RequestReading parse(OpenIdClient client, Map<String, List<String>> parameters, ReturnTo returnTo) {
        Map<String, List<String>> withoutClaims = new HashMap<>(parameters);
        withoutClaims.remove("claims");
        try {
            AuthenticationRequest request = AuthenticationRequest.parse(withoutClaims);
            Prompt prompt = request.getPrompt();
            if (prompt != null && prompt.contains(Prompt.Type.CREATE)) {
                return new RequestReading.Refused(
                        returnTo, new AuthorizationError("invalid_request", "prompt create is not supported."));
            }
            return new RequestReading.Accepted(
                    client,
                    request,
                    ClaimsDemand.of(request.getScope().toStringList(), one(parameters, "claims")),
                    parameters);
        } catch (ParseException malformed) {
            return new RequestReading.Refused(
                    returnTo,
                    new AuthorizationError(
                            malformed.getErrorObject() == null
                                    ? "invalid_request"
                                    : malformed.getErrorObject().getCode(),
                            ParseFaults.sentence(malformed, "A parameter of the request is malformed.")));
        } catch (MalformedClaimsException malformed) {
            return new RequestReading.Refused(
                    returnTo, new AuthorizationError("invalid_request", malformed.getMessage() + "."));
        }
    }

    /** A request whose object is not to be believed: the client is told where it registered, if the outside says so. */
    private static RequestReading refusedEarly(
            OpenIdClient client, Map<String, List<String>> sent, String code, String description) {
        AuthorizationError error = new AuthorizationError(code, description);
        return returnTo(client, sent)
                .<RequestReading>map(to -> new RequestReading.Refused(to, error))
                .orElseGet(() -> new RequestReading.Nowhere(error));
    }

    private static RequestReading nowhere(String code, String description) {
        return new RequestReading.Nowhere(new AuthorizationError(code, description));
    }

    private static Optional<AuthorizationError> error(String code, String description) {
        return Optional.of(new AuthorizationError(code, description));
    }

    private static @Nullable String one(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
