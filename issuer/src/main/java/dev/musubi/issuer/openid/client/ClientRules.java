package dev.musubi.issuer.openid.client;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.rp.ApplicationType;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a client may register under each profile. What is said here the metadata of the provider says too. */
public final class ClientRules {

    /** Algorithms of signatures, of ours and of clients'. RS256 is for {@link ClientProfile#BASIC} alone. */
    public static final List<JWSAlgorithm> FAPI_SIGNATURES = List.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256);

    /** With RS256, which OpenID Connect Core 1.0 section 15.1 demands of every provider. */
    public static final List<JWSAlgorithm> SIGNATURES =
            List.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256, JWSAlgorithm.RS256);

    /** Key management of encrypted ID tokens and userinfo. */
    public static final List<JWEAlgorithm> KEY_ENCRYPTIONS =
            List.of(JWEAlgorithm.ECDH_ES, JWEAlgorithm.ECDH_ES_A256KW, JWEAlgorithm.RSA_OAEP_256);

    /** Content encryption. */
    public static final List<EncryptionMethod> CONTENT_ENCRYPTIONS =
            List.of(EncryptionMethod.A256GCM, EncryptionMethod.A128GCM, EncryptionMethod.A128CBC_HS256);

    private static final Set<ClientAuthenticationMethod> FAPI_AUTHENTICATION = Set.of(
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ClientAuthenticationMethod.TLS_CLIENT_AUTH,
            ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    private static final Set<ClientAuthenticationMethod> SECRETS =
            Set.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST);
    private static final Set<GrantType> GRANTS =
            Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);
    private static final int MOST_URIS = 20;
    private static final int LONGEST_URI = 1000;

    private ClientRules() {}

    /** What is wrong with this registration, in one sentence; empty if nothing is. */
    public static Optional<Fault> fault(ClientProfile profile, OIDCClientMetadata metadata) {
        return uris("redirect_uris", metadata.getRedirectionURIs(), true, profile)
                .map(Fault::redirectUri)
                .or(() -> Stream.of(
                                uris(
                                        "post_logout_redirect_uris",
                                        metadata.getPostLogoutRedirectionURIs(),
                                        false,
                                        profile),
                                backchannel(metadata.getBackChannelLogoutURI()),
                                authentication(profile, metadata),
                                flow(metadata),
                                algorithms(profile, metadata),
                                keys(metadata))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(Fault::metadata));
    }

    private static Optional<String> uris(
            String name, @Nullable Collection<URI> uris, boolean needed, ClientProfile profile) {
        if (uris == null || uris.isEmpty()) {
            return needed ? Optional.of(name + " is needed: one or more https addresses") : Optional.empty();
        }
        if (uris.size() > MOST_URIS) {
            return Optional.of(name + " holds more than " + MOST_URIS + " addresses");
        }
        for (URI uri : uris) {
            boolean https = "https".equals(uri.getScheme()) && uri.getHost() != null;
            boolean loopback = profile == ClientProfile.BASIC && "http".equals(uri.getScheme()) && isLoopback(uri);
            if ((!https && !loopback)
                    || uri.getRawFragment() != null
                    || uri.getRawUserInfo() != null
                    || uri.toString().length() > LONGEST_URI) {
                return Optional.of(name + " holds an address that is not https, or has a fragment or a user in it");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> backchannel(@Nullable URI uri) {
        return uri == null || ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawFragment() == null)
                ? Optional.empty()
                : Optional.of("backchannel_logout_uri is an https address without a fragment");
    }

    /**
     * Whether an address is, for this client, one of those it registered: to the letter (RFC 9700 section 4.1.3); only a
     * native application's on its own machine at whatever port it was given there (RFC 8252 section 7.3).
     */
    static boolean isOneOf(@Nullable Collection<URI> registered, URI uri, OIDCClientMetadata metadata) {
        return registered != null
                && registered.stream()
                        .anyMatch(each -> each.toString().equals(uri.toString())
                                || (metadata.getApplicationType() == ApplicationType.NATIVE
                                        && isLoopbackAddress(each)
                                        && withoutPort(each).equals(withoutPort(uri))));
    }

    /** By its number: a name may lead elsewhere (RFC 8252 section 8.3). */
    private static boolean isLoopbackAddress(URI uri) {
        return "http".equals(uri.getScheme()) && isLoopback(uri) && !"localhost".equals(uri.getHost());
    }

    private static String withoutPort(URI uri) {
        return uri.getPort() < 0
                ? uri.toString()
                : uri.toString().replaceFirst("(?<=^http://[^/?#]{1,80}):" + uri.getPort() + "(?=[/?#]|$)", "");
    }

    /** True for an address on the caller's own machine (RFC 8252 section 7.3). */
    static boolean isLoopback(URI uri) {
        return "127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost()) || "localhost".equals(uri.getHost());
    }

    private static Optional<String> authentication(ClientProfile profile, OIDCClientMetadata metadata) {
        ClientAuthenticationMethod method = metadata.getTokenEndpointAuthMethod();
        boolean secret = profile == ClientProfile.BASIC && SECRETS.contains(method);
        if (!FAPI_AUTHENTICATION.contains(method) && !secret) {
            return Optional.of(
                    "token_endpoint_auth_method is private_key_jwt, tls_client_auth or "
                            + "self_signed_tls_client_auth; the profile BASIC also takes client_secret_basic and client_secret_post");
        }
        if (method.equals(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                && metadata.getTLSClientAuthSubjectDN() == null
                && metadata.getTLSClientAuthSanDNS() == null) {
            return Optional.of("tls_client_auth needs tls_client_auth_subject_dn or tls_client_auth_san_dns");
        }
        boolean needsKeys = method.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                || method.equals(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
        return needsKeys
                        && (metadata.getJWKSet() == null || metadata.getJWKSet().isEmpty())
                ? Optional.of("jwks is needed: the client's public keys, in the registration itself")
                : Optional.empty();
    }

    private static Optional<String> flow(OIDCClientMetadata metadata) {
        if (metadata.getResponseTypes() != null && !metadata.getResponseTypes().equals(Set.of(ResponseType.CODE))) {
            return Optional.of("response_types is [\"code\"]");
        }
        if (metadata.getGrantTypes() != null && !GRANTS.containsAll(metadata.getGrantTypes())) {
            return Optional.of("grant_types are authorization_code, refresh_token and client_credentials");
        }
        if (metadata.getSubjectType() != null && metadata.getSubjectType() != SubjectType.PAIRWISE) {
            return Optional.of("subject_type is pairwise: no two sectors know a holder by one name");
        }
        if (metadata.getSectorIDURI() != null) {
            return Optional.of("sector_identifier_uri is not taken: an operator sets the sector");
        }
        return metadata.getJWKSetURI() == null
                ? Optional.empty()
                : Optional.of("jwks_uri is not taken: send jwks, and send it again when keys change");
    }

    private static Optional<String> algorithms(ClientProfile profile, OIDCClientMetadata metadata) {
        List<JWSAlgorithm> allowed = profile.fapi() ? FAPI_SIGNATURES : SIGNATURES;
        for (JWSAlgorithm each : new JWSAlgorithm[] {
            metadata.getIDTokenJWSAlg(),
            metadata.getUserInfoJWSAlg(),
            metadata.getAuthorizationJWSAlg(),
            metadata.getRequestObjectJWSAlg(),
            metadata.getTokenEndpointAuthJWSAlg()
        }) {
            if (each != null && !allowed.contains(each)) {
                return Optional.of("signatures are by one of " + allowed);
            }
        }
        for (JWEAlgorithm each : new JWEAlgorithm[] {metadata.getIDTokenJWEAlg(), metadata.getUserInfoJWEAlg()}) {
            if (each != null
                    && (!KEY_ENCRYPTIONS.contains(each)
                            || ClientKeys.forEncryption(metadata, each).isEmpty())) {
                return Optional.of("encryption is to a key for it in jwks, by one of " + KEY_ENCRYPTIONS);
            }
        }
        for (EncryptionMethod each :
                new EncryptionMethod[] {metadata.getIDTokenJWEEnc(), metadata.getUserInfoJWEEnc()}) {
            if (each != null && !CONTENT_ENCRYPTIONS.contains(each)) {
                return Optional.of("content is encrypted by one of " + CONTENT_ENCRYPTIONS);
            }
        }
        return metadata.getAuthorizationJWEAlg() != null || metadata.getRequestObjectJWEAlg() != null
                ? Optional.of("requests and responses are signed, not encrypted")
                : Optional.empty();
    }

    private static Optional<String> keys(OIDCClientMetadata metadata) {
        if (metadata.getJWKSet() == null) {
            return Optional.empty();
        }
        for (JWK key : metadata.getJWKSet().getKeys()) {
            if (key.isPrivate()) {
                return Optional.of("jwks holds a private key: keep it, and send public keys only");
            }
            if (key.size() < (key.getKeyType().getValue().equals("RSA") ? 2048 : 256)) {
                return Optional.of("jwks holds a key that is too small: RSA 2048 bits, curves 256 bits at least");
            }
        }
        return metadata.getJWKSet().size() > MOST_URIS
                ? Optional.of("jwks holds more than " + MOST_URIS + " keys")
                : Optional.empty();
    }
}
