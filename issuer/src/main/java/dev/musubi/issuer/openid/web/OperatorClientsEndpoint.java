package dev.musubi.issuer.openid.web;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.musubi.issuer.openid.client.ClientProfile;
import dev.musubi.issuer.openid.client.ClientRegistry;
import dev.musubi.issuer.openid.client.InitialAccessTokenId;
import dev.musubi.issuer.openid.client.InitialAccessTokens;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.client.Registration;
import dev.musubi.issuer.openid.keys.SigningKeys;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import dev.musubi.issuer.signin.SignInSettings;
import dev.musubi.issuer.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /operator/openid-…}: the register of clients, initial access tokens, and the signing keys. */
@RestController
@RequestMapping("/operator")
final class OperatorClientsEndpoint {

    private static final Duration LONGEST_TOKEN = Duration.ofDays(30);
    private static final int LONGEST_NOTE = 200;
    private static final int MOST_IN_A_CONFORMANCE_TEST = 1000;

    private final ClientRegistry registry;
    private final Registration registration;
    private final RelyingParties parties;
    private final InitialAccessTokens initialAccess;
    private final SignInSettings signIn;
    private final SigningKeys keys;

    OperatorClientsEndpoint(
            ClientRegistry registry,
            Registration registration,
            RelyingParties parties,
            InitialAccessTokens initialAccess,
            SignInSettings signIn,
            SigningKeys keys) {
        this.registry = registry;
        this.registration = registration;
        this.parties = parties;
        this.initialAccess = initialAccess;
        this.signIn = signIn;
        this.keys = keys;
    }

    record Wanted(
            @Nullable String relyingParty,
            @Nullable ClientProfile profile,
            @Nullable JsonNode metadata,
            @Nullable Boolean pkceOptional,
            @Nullable String purpose,
            @Nullable String purposeEn) {}

    record View(
            String clientId,
            String relyingParty,
            ClientProfile profile,
            boolean pkceOptional,
            @Nullable String purpose,
            @Nullable String purposeEn,
            List<String> redirectUris,
            String clientAuthentication,
            @Nullable String clientSecret) {
        static View of(OpenIdClient client, @Nullable String secret) {
            return new View(
                    client.id(),
                    client.party().id(),
                    client.profile(),
                    client.pkceOptional(),
                    client.purpose(),
                    client.purposeEn(),
                    client.metadata().getRedirectionURIs().stream()
                            .map(Object::toString)
                            .toList(),
                    client.metadata().getTokenEndpointAuthMethod().getValue(),
                    secret);
        }
    }

    /** Registers a client of a relying party; a secret, where there is one, is told this once. */
    @PutMapping("/openid-clients/{clientId}")
    View put(@PathVariable String clientId, @RequestBody Wanted body) {
        if (!clientId.matches("[A-Za-z0-9._-]{1,100}") || body.metadata() == null) {
            throw new ProblemException(
                    400,
                    "malformed_request",
                    "The client id is letters, digits, dots, hyphens; relying_party and metadata are needed.");
        }
        RelyingParty party = parties.find(body.relyingParty() == null ? "" : body.relyingParty())
                .orElseThrow(() -> new ProblemException(
                        404, "unknown_relying_party", "Register the relying party first, then its client."));
        OIDCClientMetadata metadata;
        try {
            metadata = OIDCClientMetadata.parse(
                    JSONObjectUtils.parse(body.metadata().toString()));
        } catch (ParseException malformed) {
            throw new ProblemException(
                    400, "client_metadata", "metadata is that of OpenID Connect Dynamic Client Registration.");
        }
        return switch (registration.forParty(
                party,
                clientId,
                body.profile() == null ? ClientProfile.FAPI2 : body.profile(),
                metadata,
                Boolean.TRUE.equals(body.pkceOptional()),
                body.purpose(),
                body.purposeEn())) {
            case Registration.Outcome.NotAllowed not ->
                throw new IllegalStateException("an operator needs no initial access token");
            case Registration.Outcome.Refused refused ->
                throw new ProblemException(
                        400, "client_metadata", refused.fault().why() + ".");
            case Registration.Outcome.Registered registered -> View.of(registered.client(), registered.secret());
        };
    }

    @GetMapping("/openid-clients")
    List<View> all() {
        return registry.all().stream().map(client -> View.of(client, null)).toList();
    }

    @DeleteMapping("/openid-clients/{clientId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String clientId) {
        if (!registration.remove(clientId)) {
            throw new ProblemException(404, "unknown_client", "There is no such client.");
        }
    }

    record TokenWanted(
            @Nullable ClientProfile profile,
            @Nullable Boolean pkceOptional,
            @Nullable Duration term,
            @Nullable String note,
            @Nullable Integer registrations) {}

    record TokenView(InitialAccessTokenId id, String initialAccessToken, Instant expiresAt) {
        @Override
        public String toString() {
            return "TokenView[" + id + "]";
        }
    }

    /** A token with which a client may register itself, once; told this once. */
    @PostMapping("/openid-initial-access-tokens")
    @ResponseStatus(HttpStatus.CREATED)
    TokenView initialAccessToken(@RequestBody TokenWanted body) {
        Duration term = body.term() == null ? Duration.ofDays(1) : body.term();
        ClientProfile profile = Optional.ofNullable(body.profile()).orElse(ClientProfile.FAPI2);
        boolean pkceOptional = Boolean.TRUE.equals(body.pkceOptional());
        int registrations = body.registrations() == null ? 1 : body.registrations();
        // A conformance suite registers a client for each of its tests with the one token it was given.
        int most = signIn.testHolder() ? MOST_IN_A_CONFORMANCE_TEST : 1;
        if (term.isNegative()
                || term.isZero()
                || term.compareTo(LONGEST_TOKEN) > 0
                || (pkceOptional && profile.fapi())
                || registrations < 1
                || registrations > most
                || (body.note() != null && body.note().length() > LONGEST_NOTE)) {
            throw new ProblemException(
                    400,
                    "malformed_request",
                    "term is 30 days at most, note 200 characters; only the profile BASIC may have pkce_optional; a token is good for one registration.");
        }
        InitialAccessTokens.Made made = initialAccess.make(profile, pkceOptional, body.note(), term, registrations);
        return new TokenView(made.id(), made.token(), made.expiresAt());
    }

    /** The tokens there are; never the tokens themselves, which nobody can tell any more. */
    @GetMapping("/openid-initial-access-tokens")
    List<InitialAccessTokens.Listed> initialAccessTokens() {
        return initialAccess.all();
    }

    /** Takes a token back. What was registered with it stays. */
    @DeleteMapping("/openid-initial-access-tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeInitialAccessToken(@PathVariable String id) {
        if (!initialAccess.revoke(id)) {
            throw new ProblemException(
                    404, "unknown_initial_access_token", "There is no such token, or it was taken back already.");
        }
    }

    /** Makes the next signing keys; they sign once everybody has had time to fetch them. */
    @PostMapping("/openid-signing-key-rotations")
    Map<String, List<String>> rotate() {
        if (!keys.rotate()) {
            throw new ProblemException(
                    409,
                    "already_rotated",
                    "The next signing keys were made today and are published; there is one rotation a day.");
        }
        return Map.of(
                "published",
                keys.published().getKeys().stream()
                        .map(key -> String.valueOf(key.getKeyID()))
                        .toList());
    }
}
