package dev.musubi.issuer.openid.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
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

    /** What came of it. */
    public sealed interface Authenticated {
        /** The client that proved to be who it says it is. */
        record Client(OpenIdClient client) implements Authenticated {}

        /** It did not; which check failed, in a sentence that tells no secret. */
        record Refused(String why) implements Authenticated {}
    }

    /** Looks at how a client authenticates; null where it sent nothing to do so. */
    public Authenticated authenticate(@Nullable ClientAuthentication authentication) {
        if (authentication == null) {
            return new Authenticated.Refused("No client authentication was sent.");
        }
        Optional<ClientRegistry.Registered> registered =
                registry.registered(authentication.getClientID().getValue());
        if (registered.isEmpty()) {
            return new Authenticated.Refused("The client is not registered here.");
        }
        Optional<String> fault = fault(registered.get(), authentication);
        if (fault.isPresent()) {
            return new Authenticated.Refused(fault.get());
        }
        limits.client(registered.get().client().id());
        return new Authenticated.Client(registered.get().client());
    }

    private Optional<String> fault(ClientRegistry.Registered registered, ClientAuthentication authentication) {
        OpenIdClient client = registered.client();
        ClientAuthenticationMethod method = client.metadata().getTokenEndpointAuthMethod();
        boolean tls = authentication instanceof TLSClientAuthentication
                && (ClientAuthenticationMethod.TLS_CLIENT_AUTH.equals(method)
                        || ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH.equals(method));
        if (!tls && !authentication.getMethod().equals(method)) {
            return Optional.of("The client registered another method of authentication: " + method + ".");
        }
        return switch (authentication) {
            case PlainClientSecret secret ->
                registered.secretHash() != null
                                && MessageDigest.isEqual(
                                        registered.secretHash(),
                                        Sha256.of(secret.getClientSecret().getValue()))
                        ? Optional.empty()
                        : Optional.of("The client secret is not the one registered.");
            case PrivateKeyJWT assertion -> fault(client, assertion);
            case TLSClientAuthentication presented ->
                certificates.belongsTo(client, presented.getClientX509Certificate())
                        ? Optional.empty()
                        : Optional.of("The TLS client certificate is not the one registered.");
            default -> Optional.of("This method of authentication is not taken.");
        };
    }

    private Optional<String> fault(OpenIdClient client, PrivateKeyJWT assertion) {
        JWSAlgorithm algorithm = assertion.getClientAssertion().getHeader().getAlgorithm();
        List<JWSAlgorithm> allowed = client.profile().fapi() ? ClientRules.FAPI_SIGNATURES : ClientRules.SIGNATURES;
        JWSAlgorithm registered = client.metadata().getTokenEndpointAuthJWSAlg();
        if (!allowed.contains(algorithm)) {
            return Optional.of("The assertion's alg is not one of " + allowed + ".");
        }
        if (registered != null && !registered.equals(algorithm)) {
            return Optional.of("The assertion's alg is not the one registered.");
        }
        Context<OpenIdClient> context = new Context<>();
        context.set(client);
        try {
            (client.profile().fapi() ? strict : lenient).verify(assertion, null, context);
        } catch (InvalidClientException refused) {
            return Optional.of(why(refused));
        } catch (JOSEException refused) {
            return Optional.of("The assertion's signature cannot be verified by a registered key.");
        }
        Date expiry = assertion.getJWTAuthenticationClaimsSet().getExpirationTime();
        if (assertion.getJWTAuthenticationClaimsSet().getJWTID() == null) {
            return Optional.of("The assertion's jti is missing.");
        }
        if (expiry == null
                || expiry.toInstant()
                        .isAfter(machine.instant().plus(LONGEST_ASSERTION).plus(SKEW))) {
            return Optional.of("The assertion's exp is missing, or more than an hour away.");
        }
        return singleUse.first(
                        "client-assertion",
                        client.id() + "\n"
                                + assertion
                                        .getJWTAuthenticationClaimsSet()
                                        .getJWTID()
                                        .getValue(),
                        expiry.toInstant().plus(SKEW))
                ? Optional.empty()
                : Optional.of("The assertion was sent before (jti).");
    }

    /** The library's reason in a sentence of ours, which quotes nothing. */
    private static String why(InvalidClientException refused) {
        // "Bad / expired JWT claims: Expired JWT", "…: JWT audience rejected: [what was sent]".
        String said = String.valueOf(refused.getMessage()).replaceFirst("^[^:]*: ", "");
        if (said.startsWith("Expired")) {
            return "The assertion has expired.";
        }
        if (InvalidClientException.NO_MATCHING_JWK.equals(refused)) {
            return "None of the client's registered keys fits the assertion's kid, alg and use.";
        }
        if (InvalidClientException.BAD_JWT_SIGNATURE.equals(refused)) {
            return "The assertion's signature is by none of the client's registered keys.";
        }
        return said.split("\\[", 2)[0].contains("aud")
                ? "The assertion's aud is not one that is taken here."
                : "The assertion's iss, sub, nbf or iat does not hold (RFC 7523 section 3).";
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
                for (JWK key : ClientKeys.forVerification(context.get().metadata(), header)) {
                    keys.add(((AsymmetricJWK) key).toPublicKey());
                }
            } catch (JOSEException e) {
                throw new InvalidClientException("a registered key is not usable");
            }
            return keys;
        }
    }
}
