package dev.musubi.issuer.openid.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.PlainClientSecret;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.TLSClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.SingleUse;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.time.MachineClock;
import dev.musubi.issuer.web.Limits;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out which client is behind a request to one of the provider's endpoints, by the one method it registered.
 *
 * <p>Assertions (RFC 7523) name the issuer as their audience under FAPI 2.0 (section 5.3.2.1), live an hour at most, and
 * are good once. Secrets are 256 random bits of which the hash is kept; comparing hashes tells nothing by its time.
 */
@Component
public class ClientAuthenticator {

    private static final Duration LONGEST_ASSERTION = Duration.ofHours(1);
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final ClientRegistry registry;
    private final ClientCertificates certificates;
    private final SingleUse singleUse;
    private final MachineClock machine;
    private final Limits limits;
    private final ClientAuthenticationVerifier<OpenIdClient> strict;
    private final ClientAuthenticationVerifier<OpenIdClient> lenient;

    ClientAuthenticator(
            ClientRegistry registry,
            ClientCertificates certificates,
            SingleUse singleUse,
            OpenIdSettings settings,
            MachineClock machine,
            Limits limits) {
        this.limits = limits;
        this.registry = registry;
        this.certificates = certificates;
        this.singleUse = singleUse;
        this.machine = machine;
        String issuer = settings.issuer().toString();
        this.strict = new ClientAuthenticationVerifier<>(
                new RegisteredKeys(), Set.of(new Audience(issuer)), JWTAudienceCheck.STRICT);
        Set<Audience> anyEndpoint = new LinkedHashSet<>(List.of(new Audience(issuer)));
        for (String base : List.of(issuer, settings.mutualTls().toString())) {
            for (String endpoint : List.of("token", "par", "introspect", "revoke")) {
                anyEndpoint.add(new Audience(base + "/openid/" + endpoint));
            }
        }
        this.lenient = new ClientAuthenticationVerifier<>(new RegisteredKeys(), anyEndpoint, JWTAudienceCheck.LEGACY);
    }

    /** The client that proved to be who it says it is; empty for everybody else, without a reason on purpose. */
    public Optional<OpenIdClient> authenticate(@Nullable ClientAuthentication authentication) {
        if (authentication == null) {
            return Optional.empty();
        }
        Optional<OpenIdClient> client = registry.registered(
                        authentication.getClientID().getValue())
                .filter(registered -> proves(registered, authentication))
                .map(ClientRegistry.Registered::client);
        client.ifPresent(proved -> limits.client(proved.id()));
        return client;
    }

    private boolean proves(ClientRegistry.Registered registered, ClientAuthentication authentication) {
        OpenIdClient client = registered.client();
        ClientAuthenticationMethod method = client.metadata().getTokenEndpointAuthMethod();
        return switch (authentication) {
            case PlainClientSecret secret ->
                secret.getMethod().equals(method)
                        && registered.secretHash() != null
                        && MessageDigest.isEqual(
                                registered.secretHash(),
                                Sha256.of(secret.getClientSecret().getValue()));
            case PrivateKeyJWT assertion ->
                ClientAuthenticationMethod.PRIVATE_KEY_JWT.equals(method) && asserts(client, assertion);
            case TLSClientAuthentication tls -> certificates.belongsTo(client, tls.getClientX509Certificate());
            default -> false;
        };
    }

    private boolean asserts(OpenIdClient client, PrivateKeyJWT assertion) {
        JWSAlgorithm algorithm = assertion.getClientAssertion().getHeader().getAlgorithm();
        List<JWSAlgorithm> allowed = client.profile().fapi() ? ClientRules.FAPI_SIGNATURES : ClientRules.SIGNATURES;
        JWSAlgorithm registered = client.metadata().getTokenEndpointAuthJWSAlg();
        if (!allowed.contains(algorithm) || (registered != null && !registered.equals(algorithm))) {
            return false;
        }
        Context<OpenIdClient> context = new Context<>();
        context.set(client);
        try {
            (client.profile().fapi() ? strict : lenient).verify(assertion, null, context);
        } catch (InvalidClientException | JOSEException refused) {
            return false;
        }
        Date expiry = assertion.getJWTAuthenticationClaimsSet().getExpirationTime();
        if (assertion.getJWTAuthenticationClaimsSet().getJWTID() == null || expiry == null) {
            return false;
        }
        Instant end = expiry.toInstant();
        if (end.isAfter(machine.instant().plus(LONGEST_ASSERTION).plus(SKEW))) {
            return false;
        }
        return singleUse.first(
                "client-assertion",
                client.id() + "\n"
                        + assertion.getJWTAuthenticationClaimsSet().getJWTID().getValue(),
                end.plus(SKEW));
    }

    /** The public keys a client registered, by the header of what it signed. */
    private static final class RegisteredKeys implements ClientCredentialsSelector<OpenIdClient> {

        @Override
        public List<Secret> selectClientSecrets(
                ClientID id, ClientAuthenticationMethod method, Context<OpenIdClient> context) {
            return List.of();
        }

        @Override
        public List<? extends PublicKey> selectPublicKeys(
                ClientID id,
                ClientAuthenticationMethod method,
                JWSHeader header,
                boolean forceRefresh,
                Context<OpenIdClient> context)
                throws InvalidClientException {
            List<PublicKey> keys = new ArrayList<>();
            if (forceRefresh || context.get().metadata().getJWKSet() == null) {
                return keys;
            }
            try {
                for (JWK key : new JWKSelector(JWKMatcher.forJWSHeader(header))
                        .select(context.get().metadata().getJWKSet())) {
                    keys.add(((AsymmetricJWK) key).toPublicKey());
                }
            } catch (JOSEException e) {
                throw new InvalidClientException("a registered key is not usable");
            }
            return keys;
        }
    }
}
