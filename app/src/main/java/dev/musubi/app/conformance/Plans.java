package dev.musubi.app.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The suite's plans that a provider and a receiver are held to here, with their variants and configurations. */
final class Plans {

    /** Members of the metadata that are ours alone, or newer than the suite. */
    private static final List<String> OWN_METADATA = List.of(
            "verified_claims_supported",
            "electronic_signatures_supported",
            "standing_states_supported",
            "standing_monitoring",
            "subject_permanence",
            "status_list_aggregation_endpoint",
            "status_list_values");

    private static final Map<String, String> FAPI =
            ordered("openid", "openid_connect", "fapi_profile", "plain_fapi", "authorization_request_type", "simple");

    private final String issuer;
    private final String mutualTls;
    private final BrowserScript browser;
    private final TestClients clients;
    private final TestKeys keys;

    Plans(String issuer, String mutualTls, Suite suite, TestClients clients, TestKeys keys) {
        this.issuer = issuer;
        this.mutualTls = mutualTls;
        this.browser = new BrowserScript(issuer, suite);
        this.clients = clients;
        this.keys = keys;
    }

    /**
     * A plan to run.
     *
     * @param key its short name here, and its configuration's
     * @param name its name at the suite
     * @param variant the variant of it
     * @param configuration what the suite is told
     */
    record Plan(String key, String name, Map<String, String> variant, Map<String, Object> configuration) {

        /** The name of the file with its configuration. */
        String file() {
            return key + ".json";
        }

        /** The name of its tests at the suite. */
        String alias() {
            return TestClients.alias(key);
        }

        /** As the suite's script {@code run-test-plan.py} takes it. */
        String asArgument() {
            return name
                    + variant.entrySet().stream()
                            .map(each -> "[" + each.getKey() + "=" + each.getValue() + "]")
                            .collect(Collectors.joining())
                    + " " + file();
        }
    }

    /** All of them; their clients are registered on the way. */
    List<Plan> all() {
        List<Plan> plans = new ArrayList<>();
        plans.add(new Plan("config", "oidcc-config-certification-test-plan", Map.of(), common("config")));
        plans.add(basic());
        plans.add(dynamic());
        plans.add(logout("logout", "oidcc-rp-initiated-logout-certification-test-plan", false));
        plans.add(logout("backchannel-logout", "oidcc-backchannel-rp-initiated-logout-certification-test-plan", true));
        plans.add(fapi("fapi2-dpop", "fapi2-security-profile-final-test-plan", "FAPI2", false, Map.of()));
        plans.add(fapi("fapi2-mtls", "fapi2-security-profile-final-test-plan", "FAPI2", true, Map.of()));
        plans.add(fapi(
                "message-signing",
                "fapi2-message-signing-final-test-plan",
                "FAPI2_MESSAGE_SIGNING",
                false,
                ordered("fapi_request_method", "signed_non_repudiation", "fapi_response_mode", "jarm")));
        for (String where : List.of("id_token", "userinfo", "id_token_userinfo")) {
            plans.add(identityAssurance("ekyc-" + where.replace('_', '-'), where, false));
        }
        plans.add(identityAssurance("ekyc-fapi2", "id_token_userinfo", true));
        plans.addAll(new SignalPlans(issuer, clients).all());
        return plans;
    }

    private Map<String, Object> common(String plan) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("alias", TestClients.alias(plan));
        configuration.put("description", "Musubi, " + plan);
        configuration.put(
                "server",
                Map.of(
                        "discoveryUrl",
                        issuer + "/.well-known/openid-configuration",
                        "allow_unexpected_metadata_fields",
                        OWN_METADATA));
        configuration.put("browser", List.of(browser.flow()));
        return configuration;
    }

    private Plan basic() {
        Map<String, Object> configuration = common("basic");
        configuration.put("client", clients.withSecret("basic", "conformance-1", "client_secret_basic", true));
        configuration.put("client2", clients.withSecret("basic", "conformance-2", "client_secret_basic", true));
        configuration.put(
                "client_secret_post", clients.withSecret("basic", "conformance-3", "client_secret_post", true));
        configuration.put("override", core());
        return new Plan(
                "basic",
                "oidcc-basic-certification-test-plan",
                ordered("server_metadata", "discovery", "client_registration", "static_client"),
                configuration);
    }

    private Plan dynamic() {
        Map<String, Object> configuration = common("dynamic");
        String token = clients.initialAccessToken();
        configuration.put("client", Map.of("client_name", "適合性試験", "initial_access_token", token));
        configuration.put("client2", Map.of("client_name", "適合性試験 2", "initial_access_token", token));
        configuration.put("override", core());
        return new Plan(
                "dynamic",
                "oidcc-basic-certification-test-plan",
                ordered("server_metadata", "discovery", "client_registration", "dynamic_client"),
                configuration);
    }

    private Map<String, Object> core() {
        Map<String, Object> override = new LinkedHashMap<>();
        for (String twice : List.of("oidcc-prompt-login", "oidcc-max-age-1")) {
            override.put(twice, script(browser.flow(1), browser.signInAgain()));
        }
        override.put("oidcc-ensure-registered-redirect-uri", script(browser.error()));
        override.put("oidcc-response-type-missing", script(browser.errorHereOrThere()));
        override.put("oidcc-ensure-request-object-with-redirect-uri", script(browser.errorHereOrThere()));
        return override;
    }

    private Plan logout(String key, String name, boolean told) {
        Map<String, Object> configuration = common(key);
        configuration.put("browser", List.of(browser.flow(), browser.signOut()));
        configuration.put("client", clients.signingOut(key, told));
        Map<String, Object> override = new LinkedHashMap<>();
        String prefix = "oidcc-rp-initiated-logout-";
        for (String refused : List.of(
                "bad-post-logout-redirect-uri",
                "modified-id-token-hint",
                "no-id-token-hint",
                "query-added-to-post-logout-redirect-uri",
                "bad-id-token-hint")) {
            override.put(prefix + refused, script(browser.flow(), browser.signOutRefused()));
        }
        for (String here : List.of("no-params", "no-post-logout-redirect-uri", "only-state")) {
            override.put(prefix + here, script(browser.flow(), browser.signedOutHere()));
        }
        configuration.put("override", override);
        return new Plan(
                key, name, ordered("response_type", "code", "client_registration", "static_client"), configuration);
    }

    private Plan fapi(String key, String name, String profile, boolean mutualTls, Map<String, String> further) {
        Map<String, Object> configuration = common(key);
        configuration.put("client", clients.fapi(key, profile, mutualTls, 1));
        configuration.put("client2", clients.fapi(key, profile, mutualTls, 2));
        configuration.put("mtls", keys.pem(TestClients.KEYS.get(0)));
        configuration.put("mtls2", keys.pem(TestClients.KEYS.get(1)));
        String door = mutualTls ? this.mutualTls : issuer;
        configuration.put("resource", Map.of("resourceUrl", door + "/openid/userinfo"));
        Map<String, Object> override = new LinkedHashMap<>();
        String prefix = "fapi2-security-profile-final-";
        override.put(prefix + "user-rejects-authentication", script(browser.disagreement()));
        override.put(
                prefix + "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds",
                script(browser.glance(), browser.flow()));
        override.put(prefix + "par-attempt-reuse-request_uri", script(browser.flow(1), browser.errorHereOrThere()));
        for (String refused : List.of(
                "par-attempt-to-use-expired-request_uri",
                "par-attempt-to-use-request_uri-for-different-client",
                "ensure-unsigned-authorization-request-without-using-par-fails",
                "ensure-different-nonce-inside-and-outside-request-object",
                "ensure-different-state-inside-and-outside-request-object",
                "plain-fapi-tolerate-unregistered-redirect-uri",
                "ensure-request-object-without-redirect-uri-fails")) {
            override.put(prefix + refused, script(browser.errorHereOrThere()));
        }
        configuration.put("override", override);
        Map<String, String> variant = new LinkedHashMap<>(FAPI);
        variant.put("client_auth_type", mutualTls ? "mtls" : "private_key_jwt");
        variant.put("sender_constrain", mutualTls ? "mtls" : "dpop");
        variant.putAll(further);
        return new Plan(key, name, variant, configuration);
    }

    private Plan identityAssurance(String key, String where, boolean fapi) {
        Map<String, Object> configuration = common(key);
        configuration.put(
                "client",
                fapi
                        ? clients.withKey(key)
                        : clients.withSecret(key, TestClients.alias(key), "client_secret_basic", false));
        configuration.put("ekyc", AssuranceRequests.of(where));
        Map<String, String> variant = ordered(
                "server_metadata", "discovery",
                "response_type", "code",
                "client_registration", "static_client",
                "response_mode", "default",
                "auth_request_non_repudiation_method", "unsigned",
                "fapi_response_mode", "plain_response",
                "ekyc_profile", "plain_ekyc",
                "security_profile", fapi ? "fapi2_sp" : "none",
                "auth_request_method", fapi ? "request_object_pushed" : "http_query",
                "sender_constrain", fapi ? "dpop" : "none",
                "client_auth_type", fapi ? "private_key_jwt" : "client_secret_basic",
                "ekyc_verified_claims_response_support", where);
        return new Plan(key, "ekyc-test-plan-oidccore", variant, configuration);
    }

    private static Map<String, Object> script(Map<String, Object> only) {
        return Map.of("browser", List.of(only));
    }

    private static Map<String, Object> script(Map<String, Object> first, Map<String, Object> second) {
        return Map.of("browser", List.of(first, second));
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
