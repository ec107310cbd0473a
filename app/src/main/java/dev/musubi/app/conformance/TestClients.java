package dev.musubi.app.conformance;

import dev.musubi.app.client.Operator;
import dev.musubi.app.client.Reply;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clients the plans play, registered by the operators' door. Each plan has a relying party of its own, so that what
 * is remembered in one is not known in another.
 */
final class TestClients {

    static final List<String> KEYS = List.of("conformance-1", "conformance-2");

    private final Operator operator;
    private final TestKeys keys;
    private final Suite suite;

    TestClients(Operator operator, TestKeys keys, Suite suite) {
        this.operator = operator;
        this.keys = keys;
        this.suite = suite;
    }

    /** A client with a secret, as a plan's configuration names it. */
    Map<String, Object> withSecret(String plan, String id, String authentication, boolean pkceOptional) {
        return withSecret(plan, id, authentication, pkceOptional, Map.of());
    }

    /** A client with a secret that signs its users out, and is told when others do where {@code told} says so. */
    Map<String, Object> signingOut(String plan, boolean told) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("post_logout_redirect_uris", List.of(suite.at(alias(plan), "post_logout_redirect")));
        if (told) {
            metadata.put("backchannel_logout_uri", suite.at(alias(plan), "backchannel_logout"));
            metadata.put("backchannel_logout_session_required", true);
        }
        return withSecret(plan, alias(plan), "client_secret_basic", true, metadata);
    }

    /** A client that manages streams of signals, with tokens in its own name. */
    Map<String, Object> receiving(String plan) {
        Map<String, Object> client = new LinkedHashMap<>(withSecret(
                plan,
                alias(plan),
                "client_secret_basic",
                false,
                Map.of("grant_types", List.of("authorization_code", "client_credentials"))));
        client.put("scope", "ssf.read ssf.manage");
        return client;
    }

    private Map<String, Object> withSecret(
            String plan, String id, String authentication, boolean pkceOptional, Map<String, Object> further) {
        Map<String, Object> metadata = metadata(suite.callback(alias(plan)));
        metadata.put("token_endpoint_auth_method", authentication);
        metadata.putAll(further);
        Reply registered = register(plan, id, "BASIC", pkceOptional, metadata);
        return Map.of("client_id", id, "client_secret", registered.text("client_secret"));
    }

    /** One of the two clients of a FAPI plan; {@code n} is 1 or 2. */
    Map<String, Object> fapi(String plan, String profile, boolean mutualTls, int n) {
        String id = alias(plan) + "-" + n;
        String key = KEYS.get(n - 1);
        Map<String, Object> metadata =
                metadata(suite.callback(alias(plan)) + (n == 1 ? "" : Suite.SECOND_CLIENTS_QUERY));
        metadata.put("token_endpoint_auth_method", mutualTls ? "self_signed_tls_client_auth" : "private_key_jwt");
        metadata.put("jwks", keys.publicKeys(key, mutualTls));
        metadata.put(mutualTls ? "tls_client_certificate_bound_access_tokens" : "dpop_bound_access_tokens", true);
        metadata.put("id_token_signed_response_alg", "PS256");
        register(plan, id, profile, false, metadata);
        return Map.of("client_id", id, "scope", "openid profile offline_access", "jwks", keys.privateKeys(key));
    }

    /**
     * A client that pushes its requests and proves itself by key, though not by FAPI's rules: at the token endpoint the
     * identity assurance plan names that endpoint as its assertion's audience, which FAPI 2.0 forbids.
     */
    Map<String, Object> withKey(String plan) {
        String id = alias(plan);
        Map<String, Object> metadata = metadata(suite.callback(id));
        metadata.put("token_endpoint_auth_method", "private_key_jwt");
        metadata.put("jwks", keys.publicKeys(KEYS.getFirst(), false));
        metadata.put("dpop_bound_access_tokens", true);
        metadata.put("id_token_signed_response_alg", "PS256");
        register(plan, id, "BASIC", false, metadata);
        return Map.of("client_id", id, "jwks", keys.privateKeys(KEYS.getFirst()));
    }

    /** A token with which the suite registers clients itself. */
    String initialAccessToken() {
        return operator.send(
                        "POST",
                        "/operator/openid-initial-access-tokens",
                        Map.of("profile", "BASIC", "pkce_optional", true, "term", "P30D", "registrations", 1000))
                .expect(201)
                .text("initial_access_token");
    }

    /** The name of a plan's tests at the suite, and of its relying party at the issuer. */
    static String alias(String plan) {
        return "musubi-" + plan;
    }

    private static Map<String, Object> metadata(String redirectUri) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("redirect_uris", List.of(redirectUri));
        metadata.put("grant_types", List.of("authorization_code", "refresh_token"));
        metadata.put("response_types", List.of("code"));
        return metadata;
    }

    private Reply register(String plan, String id, String profile, boolean pkceOptional, Map<String, Object> metadata) {
        String party = alias(plan);
        // The identity assurance plans ask by a law, the others by none.
        String law = plan.startsWith("ekyc") ? "JP_AML" : "NONE";
        operator.send(
                        "POST",
                        "/operator/relying-parties",
                        Map.of("id", party, "name", "適合性試験 " + plan, "sector", party + ".example", "law", law))
                .expect(201);
        Map<String, Object> body = new HashMap<>();
        body.put("relying_party", party);
        body.put("profile", profile);
        body.put("pkce_optional", pkceOptional);
        body.put("purpose", "適合性試験");
        body.put("metadata", metadata);
        return operator.send("PUT", "/operator/openid-clients/" + id, body).expect(200);
    }
}
