package dev.musubi.issuer.openid.web;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.oauth2.sdk.ResponseMode;
import dev.musubi.issuer.dpop.Proofs;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.claims.Evidence;
import dev.musubi.issuer.openid.claims.PersonClaims;
import dev.musubi.issuer.openid.claims.StandingDemand;
import dev.musubi.issuer.openid.client.ClientRules;
import dev.musubi.issuer.openid.grant.ClientAccessToken;
import dev.musubi.issuer.openid.keys.SigningKeys;
import dev.musubi.issuer.openid.release.AcrLevels;
import dev.musubi.issuer.openid.request.RequestReader;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.promise.MonitoringPolicy;
import dev.musubi.issuer.relyingparty.SubjectPermanence;
import dev.musubi.issuer.status.StatusSettings;
import dev.musubi.issuer.status.StatusValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the provider is and can do (OpenID Connect Discovery 1.0, RFC 8414, Identity Assurance 1.0 section 9), with how it
 * watches over anchors ({@code standing_monitoring}), and its public keys.
 */
@RestController
final class DiscoveryEndpoint {

    private static final List<String> PERSON_CLAIMS = PersonClaims.names(EnumSet.allOf(Attribute.class));
    private static final Duration KEYS_CACHED_FOR = Duration.ofMinutes(10);

    private final Endpoints endpoints;
    private final OpenIdSettings settings;
    private final SigningKeys keys;
    private final AcrLevels levels;
    private final StatusSettings statusLists;
    private final MonitoringPolicy policy;

    DiscoveryEndpoint(
            Endpoints endpoints,
            OpenIdSettings settings,
            SigningKeys keys,
            AcrLevels levels,
            StatusSettings statusLists,
            MonitoringPolicy policy) {
        this.endpoints = endpoints;
        this.settings = settings;
        this.keys = keys;
        this.levels = levels;
        this.statusLists = statusLists;
        this.policy = policy;
    }

    @GetMapping({"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
    ResponseEntity<String> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", settings.issuer().toString());
        metadata.put("authorization_endpoint", endpoints.at("/openid/authorize").toString());
        metadata.put("jwks_uri", endpoints.at("/openid/jwks").toString());
        metadata.put("registration_endpoint", endpoints.at("/openid/register").toString());
        metadata.put("end_session_endpoint", endpoints.at("/openid/logout").toString());
        Map<String, Object> aliases = new LinkedHashMap<>();
        Map.of(
                        "token_endpoint", "/openid/token",
                        "userinfo_endpoint", "/openid/userinfo",
                        "pushed_authorization_request_endpoint", "/openid/par",
                        "introspection_endpoint", "/openid/introspect",
                        "revocation_endpoint", "/openid/revoke")
                .forEach((name, path) -> {
                    metadata.put(name, endpoints.at(path).toString());
                    aliases.put(name, endpoints.withMutualTls(path).toString());
                });
        metadata.put("mtls_endpoint_aliases", aliases);
        protocol(metadata);
        metadata.put("acr_values_supported", levels.values());
        algorithms(metadata);
        claims(metadata);
        identityAssurance(metadata);
        standing(metadata);
        return Endpoints.json(200, metadata);
    }

    private static void protocol(Map<String, Object> metadata) {
        metadata.put(
                "scopes_supported",
                Stream.of(RequestReader.SCOPES, ClientAccessToken.SCOPES)
                        .flatMap(List::stream)
                        .toList());
        metadata.put("response_types_supported", List.of("code"));
        metadata.put(
                "response_modes_supported",
                RequestReader.MODES.stream()
                        .map(ResponseMode::getValue)
                        .sorted()
                        .toList());
        metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token", "client_credentials"));
        metadata.put("subject_types_supported", List.of("pairwise"));
        metadata.put("subject_permanence", SubjectPermanence.metadata());
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("prompt_values_supported", List.of("none", "login", "consent", "select_account"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        metadata.put("request_parameter_supported", true);
        metadata.put("request_uri_parameter_supported", false);
        metadata.put("require_pushed_authorization_requests", false);
        metadata.put("claims_parameter_supported", true);
        metadata.put("tls_client_certificate_bound_access_tokens", true);
        metadata.put("backchannel_logout_supported", true);
        metadata.put("backchannel_logout_session_supported", true);
        metadata.put(
                "ui_locales_supported",
                Arrays.stream(Language.values()).map(Language::tag).toList());
        for (String endpoint : List.of("token", "introspection", "revocation")) {
            metadata.put(
                    endpoint + "_endpoint_auth_methods_supported",
                    List.of(
                            "private_key_jwt",
                            "tls_client_auth",
                            "self_signed_tls_client_auth",
                            "client_secret_basic",
                            "client_secret_post"));
        }
    }

    private static void algorithms(Map<String, Object> metadata) {
        List<String> signatures = names(ClientRules.SIGNATURES);
        List<String> keyEncryptions = names(ClientRules.KEY_ENCRYPTIONS);
        List<String> contentEncryptions = names(ClientRules.CONTENT_ENCRYPTIONS);
        for (String name : List.of(
                "id_token_signing_alg_values_supported",
                "userinfo_signing_alg_values_supported",
                "request_object_signing_alg_values_supported",
                "token_endpoint_auth_signing_alg_values_supported",
                "introspection_endpoint_auth_signing_alg_values_supported",
                "revocation_endpoint_auth_signing_alg_values_supported",
                "authorization_signing_alg_values_supported")) {
            metadata.put(name, signatures);
        }
        metadata.put("dpop_signing_alg_values_supported", names(Proofs.ALGORITHMS));
        metadata.put("id_token_encryption_alg_values_supported", keyEncryptions);
        metadata.put("userinfo_encryption_alg_values_supported", keyEncryptions);
        metadata.put("id_token_encryption_enc_values_supported", contentEncryptions);
        metadata.put("userinfo_encryption_enc_values_supported", contentEncryptions);
    }

    private static void claims(Map<String, Object> metadata) {
        metadata.put("claim_types_supported", List.of("normal"));
        metadata.put(
                "claims_supported",
                Stream.of(
                                List.of("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid"),
                                PERSON_CLAIMS,
                                List.of(StandingDemand.CLAIM, "assurance", "verified_claims"))
                        .flatMap(List::stream)
                        .toList());
    }

    private static void identityAssurance(Map<String, Object> metadata) {
        metadata.put("verified_claims_supported", true);
        metadata.put("trust_frameworks_supported", List.of("jp_aml", "jp_mpiupa", Evidence.JPKI));
        metadata.put("evidence_supported", List.of("electronic_signature", "electronic_record"));
        metadata.put("electronic_signatures_supported", List.of(Evidence.SIGNATURE_TYPE));
        metadata.put("electronic_records_supported", List.of(Evidence.RECORD_TYPE));
        metadata.put("claims_in_verified_claims_supported", PERSON_CLAIMS);
    }

    /** How anchors are watched, so that a relying party can tell for itself how old a standing may be. */
    private void standing(Map<String, Object> metadata) {
        metadata.put(
                "standing_states_supported",
                Arrays.stream(State.values()).map(Enum::name).toList());
        // Token Status List sections 9.1 and 7.1: what the value that it leaves to applications means here.
        metadata.put("status_list_aggregation_endpoint", statusLists.lists().toString());
        Map<String, Object> values = new LinkedHashMap<>();
        for (StatusValue each : StatusValue.values()) {
            values.put(Integer.toString(each.bits()), each.name());
        }
        metadata.put("status_list_values", values);
        Map<String, Object> monitoring = new LinkedHashMap<>(policy.metadata());
        monitoring.put("measured", endpoints.at("/monitoring.json").toString());
        metadata.put("standing_monitoring", monitoring);
    }

    private static List<String> names(Collection<? extends Algorithm> algorithms) {
        return algorithms.stream().map(Algorithm::getName).toList();
    }

    @GetMapping("/openid/jwks")
    ResponseEntity<String> jwks() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(KEYS_CACHED_FOR).cachePublic())
                .contentType(MediaType.parseMediaType("application/jwk-set+json"))
                .body(keys.published().toString(true));
    }
}
