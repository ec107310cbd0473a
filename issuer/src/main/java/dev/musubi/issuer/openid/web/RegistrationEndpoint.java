package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.client.Registration;
import dev.musubi.issuer.openid.client.TokenRefusal;
import dev.musubi.issuer.openid.request.ParseFaults;
import dev.musubi.issuer.time.MachineClock;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /openid/register}: a client registers itself with an initial access token an operator gave it (OpenID Connect
 * Dynamic Client Registration 1.0), and may read and take back its registration (RFC 7592).
 */
@RestController
final class RegistrationEndpoint {

    private final Registration registration;
    private final Endpoints endpoints;
    private final MachineClock machine;

    RegistrationEndpoint(Registration registration, Endpoints endpoints, MachineClock machine) {
        this.registration = registration;
        this.endpoints = endpoints;
        this.machine = machine;
    }

    @PostMapping("/openid/register")
    ResponseEntity<String> register(@RequestBody String body, HttpServletRequest request) {
        OIDCClientMetadata metadata;
        try {
            metadata = OIDCClientMetadata.parse(JSONObjectUtils.parse(body));
        } catch (ParseException malformed) {
            return Endpoints.error(
                    400,
                    malformed.getErrorObject() == null
                                    || malformed.getErrorObject().getCode() == null
                            ? "invalid_client_metadata"
                            : malformed.getErrorObject().getCode(),
                    ParseFaults.sentence(malformed, "The registration does not parse."));
        }
        return switch (registration.dynamic(bearer(request), metadata)) {
            case Registration.Outcome.NotAllowed(TokenRefusal why) ->
                Bearer.challenge(401, false, "invalid_token", why.sentence());
            case Registration.Outcome.Refused refused ->
                Endpoints.error(400, refused.fault().code(), refused.fault().why() + ".");
            case Registration.Outcome.Registered registered -> {
                Map<String, Object> view =
                        view(registered.client(), registered.secret(), registered.registrationToken());
                view.put("client_id_issued_at", machine.instant().getEpochSecond());
                yield Endpoints.json(201, view);
            }
        };
    }

    @GetMapping("/openid/register/{clientId}")
    ResponseEntity<String> read(@PathVariable String clientId, HttpServletRequest request) {
        return registration
                .byToken(clientId, bearer(request))
                .map(client -> Endpoints.json(200, view(client, null, null)))
                .orElseGet(() -> refused(request));
    }

    @DeleteMapping("/openid/register/{clientId}")
    ResponseEntity<String> remove(@PathVariable String clientId, HttpServletRequest request) {
        if (registration.byToken(clientId, bearer(request)).isEmpty()) {
            return refused(request);
        }
        registration.remove(clientId);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<String> refused(HttpServletRequest request) {
        return Bearer.challenge(
                401,
                false,
                "invalid_token",
                bearer(request).isEmpty()
                        ? "No registration access token was sent as a bearer token."
                        : "The registration access token is not this client's.");
    }

    private Map<String, Object> view(OpenIdClient client, @Nullable String secret, @Nullable String registrationToken) {
        JSONObject view = client.metadata().toJSONObject();
        view.put("client_id", client.id());
        if (secret != null) {
            view.put("client_secret", secret);
            view.put("client_secret_expires_at", 0);
        }
        if (registrationToken != null) {
            view.put("registration_access_token", registrationToken);
            view.put(
                    "registration_client_uri",
                    endpoints.at("/openid/register/" + client.id()).toString());
        }
        return view;
    }

    private static String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7) : "";
    }
}
