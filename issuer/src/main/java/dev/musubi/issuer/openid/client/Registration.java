package dev.musubi.issuer.openid.client;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.relyingparty.RelyingParties;
import dev.musubi.issuer.relyingparty.RelyingParty;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Registers clients: an operator for a relying party it knows, or a client itself with an initial access token (OpenID
 * Connect Dynamic Client Registration 1.0, RFC 7591).
 */
@Component
public class Registration {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClientRegistry registry;
    private final RelyingParties parties;
    private final InitialAccessTokens initialAccess;
    private final ClientAddresses addresses;
    private final TransactionTemplate transaction;

    Registration(
            ClientRegistry registry,
            RelyingParties parties,
            InitialAccessTokens initialAccess,
            ClientAddresses addresses,
            PlatformTransactionManager manager) {
        this.registry = registry;
        this.parties = parties;
        this.initialAccess = initialAccess;
        this.addresses = addresses;
        this.transaction = new TransactionTemplate(manager);
    }

    /** What became of a registration. */
    public sealed interface Outcome {
        /**
         * Registered.
         *
         * @param client the client
         * @param secret its secret, told this once, where its method needs one
         * @param registrationToken with it the client may take itself off again; dynamic registration only
         */
        record Registered(
                OpenIdClient client,
                @Nullable String secret,
                @Nullable String registrationToken) implements Outcome {
            @Override
            public String toString() {
                return "Registered[" + client.id() + "]";
            }
        }

        /** The initial access token is good for nothing, or no longer. */
        record NotAllowed(TokenRefusal why) implements Outcome {}

        /** Not registered, and why. */
        record Refused(Fault fault) implements Outcome {}
    }

    /** For a relying party that is registered; replaces what was registered under the same identifier. */
    public Outcome forParty(
            RelyingParty party,
            String clientId,
            ClientProfile profile,
            OIDCClientMetadata metadata,
            boolean pkceOptional,
            @Nullable String purpose,
            @Nullable String purposeEn) {
        OIDCClientMetadata completed = complete(profile, metadata);
        Optional<Fault> fault = ClientRules.fault(profile, completed);
        if (fault.isPresent()) {
            return new Outcome.Refused(fault.get());
        }
        if (pkceOptional && profile != ClientProfile.BASIC) {
            return new Outcome.Refused(Fault.metadata("only the profile BASIC may leave PKCE out"));
        }
        OpenIdClient client = new OpenIdClient(clientId, party, profile, completed, pkceOptional, purpose, purposeEn);
        String secret = needsSecret(completed) ? random() : null;
        registry.store(client, secret, null);
        return new Outcome.Registered(client, secret, null);
    }

    /**
     * By the client itself, with an initial access token, which is used up by it. The client becomes a relying party of its
     * own, in a sector of its own: nobody has verified what it says of itself, so it shares no holder's name with anybody,
     * not even with another client of the same host.
     */
    public Outcome dynamic(String initialAccessToken, OIDCClientMetadata metadata) {
        return switch (initialAccess.find(initialAccessToken)) {
            case InitialAccessTokens.Found.NotGood(TokenRefusal why) -> new Outcome.NotAllowed(why);
            case InitialAccessTokens.Found.Good(InitialAccessTokens.Allowed allowed) ->
                dynamic(initialAccessToken, allowed, metadata);
        };
    }

    private Outcome dynamic(
            String initialAccessToken, InitialAccessTokens.Allowed allowed, OIDCClientMetadata metadata) {
        ClientProfile profile = allowed.profile();
        OIDCClientMetadata completed = complete(profile, metadata);
        Optional<Fault> fault = ClientRules.fault(profile, completed).or(() -> addresses.fault(completed));
        if (fault.isPresent()) {
            return new Outcome.Refused(fault.get());
        }
        Set<String> hosts = new TreeSet<>();
        for (URI uri : completed.getRedirectionURIs()) {
            hosts.add(uri.getHost());
        }
        if (hosts.size() != 1) {
            return new Outcome.Refused(
                    Fault.redirectUri("redirect_uris are of one host; an operator registers clients of several"));
        }
        String host = hosts.iterator().next();
        String id = "dyn-" + random().substring(0, 22).toLowerCase(Locale.ROOT).replace('_', '-');
        String said = completed.getName() == null ? host : oneLine(completed.getName());
        String name = said.isBlank() ? host : said;
        String secret = needsSecret(completed) ? random() : null;
        String registrationToken = random();
        return transaction.execute(status -> {
            if (!initialAccess.use(initialAccessToken, id)) {
                return new Outcome.NotAllowed(
                        initialAccess.find(initialAccessToken)
                                        instanceof InitialAccessTokens.Found.NotGood(TokenRefusal why)
                                ? why
                                : TokenRefusal.INITIAL_TOKEN_USED);
            }
            RelyingParty party = parties.register(
                    new RelyingParty(
                            id,
                            name.substring(0, Math.min(name.length(), 100)),
                            RelyingParty.unverifiedSector(id),
                            RelyingParty.Law.NONE,
                            List.of(),
                            false,
                            null),
                    null);
            OpenIdClient client = new OpenIdClient(id, party, profile, completed, allowed.pkceOptional(), null, null);
            registry.store(client, secret, registrationToken);
            return new Outcome.Registered(client, secret, registrationToken);
        });
    }

    /** A name without what would make it look like more than one, or like something else than it is. */
    private static String oneLine(String name) {
        return name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "").strip();
    }

    /** The client this registration token is for. */
    public Optional<OpenIdClient> byToken(String clientId, String registrationToken) {
        return registry.registered(clientId)
                .filter(each -> each.registrationHash() != null
                        && MessageDigest.isEqual(each.registrationHash(), Sha256.of(registrationToken)))
                .map(ClientRegistry.Registered::client);
    }

    /** Takes a client off the register. */
    public boolean remove(String clientId) {
        return registry.remove(clientId);
    }

    /** Fills in what was left out, by the profile: nothing is left to a default that is weaker. */
    private static OIDCClientMetadata complete(ClientProfile profile, OIDCClientMetadata given) {
        OIDCClientMetadata metadata = new OIDCClientMetadata(given);
        if (metadata.getResponseTypes() == null) {
            metadata.setResponseTypes(Set.of(ResponseType.CODE));
        }
        if (metadata.getGrantTypes() == null) {
            metadata.setGrantTypes(Set.of(GrantType.AUTHORIZATION_CODE));
        }
        if (metadata.getTokenEndpointAuthMethod() == null) {
            metadata.setTokenEndpointAuthMethod(
                    profile.fapi()
                            ? ClientAuthenticationMethod.PRIVATE_KEY_JWT
                            : ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        }
        if (metadata.getIDTokenJWSAlg() == null) {
            metadata.setIDTokenJWSAlg(profile.fapi() ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256);
        }
        if (metadata.getAuthorizationJWSAlg() == null && profile == ClientProfile.FAPI2_MESSAGE_SIGNING) {
            metadata.setAuthorizationJWSAlg(JWSAlgorithm.ES256);
        }
        metadata.setSubjectType(SubjectType.PAIRWISE);
        return metadata;
    }

    private static boolean needsSecret(OIDCClientMetadata metadata) {
        ClientAuthenticationMethod method = metadata.getTokenEndpointAuthMethod();
        return ClientAuthenticationMethod.CLIENT_SECRET_BASIC.equals(method)
                || ClientAuthenticationMethod.CLIENT_SECRET_POST.equals(method);
    }

    private static String random() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
