package dev.musubi.issuer.openid.request;

import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.musubi.issuer.openid.claims.ClaimsDemand;
import dev.musubi.issuer.openid.client.OpenIdClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of reading an authorization request. */
public sealed interface RequestReading {

    /** The scope value that asks the holder whether the relying party may be told what becomes of the private ID. */
    String MONITORING = "monitoring";

    /**
     * A request that holds.
     *
     * @param client whose
     * @param request what it asks
     * @param claims what it asks to be told
     * @param parameters the request as checked, to keep
     */
    record Accepted(
            OpenIdClient client,
            AuthenticationRequest request,
            ClaimsDemand claims,
            Map<String, List<String>> parameters)
            implements RequestReading {

        /** Whether what is granted outlasts the holder's session. */
        public boolean lasts() {
            return request.getScope().contains("offline_access") && client.refreshes();
        }

        /** Whether the holder is to be asked if the relying party may be told what becomes of the private ID. */
        public boolean wantsMonitoring() {
            return request.getScope().contains(MONITORING);
        }

        /** Whether no page may be shown (OpenID Connect Core 1.0 section 3.1.2.1). */
        public boolean silent() {
            Prompt prompt = request.getPrompt();
            return prompt != null && prompt.contains(Prompt.Type.NONE);
        }

        /** How old the authentication may be, in seconds; negative for any. */
        public int maxAge() {
            return request.getMaxAge() >= 0
                    ? request.getMaxAge()
                    : client.metadata().getDefaultMaxAge();
        }

        /** Where the answer goes. */
        public ReturnTo returnTo() {
            return new ReturnTo(
                    client,
                    request.getRedirectionURI(),
                    request.getResponseMode(),
                    request.getState() == null ? null : request.getState().getValue());
        }
    }

    /** A request that does not hold, of a client that can be told at an address it registered. */
    record Refused(ReturnTo returnTo, AuthorizationError error) implements RequestReading {}

    /** A request nobody can be told of but the person at the browser: who sent it is not known for certain. */
    record Nowhere(AuthorizationError error) implements RequestReading {}

    /** Where and how an answer is sent. */
    record ReturnTo(
            OpenIdClient client,
            URI redirectUri,
            @Nullable ResponseMode mode,
            @Nullable String state) {}
}
