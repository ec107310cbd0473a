package dev.musubi.app.conformance;

import dev.musubi.app.conformance.Plans.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The plans for Shared Signals: of the issuer as a transmitter, and of the library for relying parties as a receiver, each
 * with and without the CAEP Interoperability Profile, pushed and polled.
 */
final class SignalPlans {

    static final String CAEP_TRANSMITTER = "openid-ssf-transmitter-caep-test-plan";
    static final String RECEIVER = "openid-ssf-receiver-test-plan";
    static final String CAEP_RECEIVER = "openid-ssf-receiver-caep-test-plan";

    private static final String TRANSMITTER = "openid-ssf-transmitter-test-plan";
    private static final String DELIVERY = "ssf_delivery_mode";

    private final String issuer;
    private final TestClients clients;

    SignalPlans(String issuer, TestClients clients) {
        this.issuer = issuer;
        this.clients = clients;
    }

    /** All of them; the clients of the transmitter's are registered on the way. */
    List<Plan> all() {
        List<Plan> plans = new ArrayList<>();
        for (String delivery : List.of("push", "poll")) {
            plans.add(transmitter("signals-" + delivery, TRANSMITTER, delivery));
            plans.add(transmitter("signals-caep-" + delivery, CAEP_TRANSMITTER, delivery));
            plans.add(receiver("receiver-" + delivery, RECEIVER, delivery));
            plans.add(receiver("receiver-caep-" + delivery, CAEP_RECEIVER, delivery));
        }
        return plans;
    }

    /** Whether the streams of a plan are pushed. */
    static boolean isPushed(Plan plan) {
        return "push".equals(plan.variant().get(DELIVERY));
    }

    /** The suite has no proofs of possession, so its client is a plain one. */
    private Plan transmitter(String key, String name, String delivery) {
        Map<String, Object> configuration = common(key);
        configuration.put("server", Map.of("discoveryUrl", issuer + "/.well-known/openid-configuration"));
        configuration.put("client", clients.receiving(key));
        configuration.put("ssf", Map.of("transmitter", Map.of("issuer", issuer)));
        Map<String, String> variant = new LinkedHashMap<>();
        variant.put("server_metadata", "discovery");
        variant.put("ssf_server_metadata", "discovery");
        variant.put(DELIVERY, delivery);
        variant.put("ssf_auth_mode", "dynamic");
        variant.put("client_registration", "static_client");
        variant.put("client_auth_type", "client_secret_basic");
        return plan(key, name, variant, configuration);
    }

    /** The suite is transmitter and authorization server, and says which client the receiver is. */
    private static Plan receiver(String key, String name, String delivery) {
        String alias = TestClients.alias(key);
        Map<String, Object> configuration = common(key);
        configuration.put(
                "client",
                Map.of(
                        "client_id",
                        alias,
                        "client_secret",
                        UUID.randomUUID().toString(),
                        "scope",
                        "ssf.read ssf.manage"));
        configuration.put(
                "ssf",
                Map.of(
                        "stream",
                        Map.of("audience", alias),
                        "subjects",
                        Map.of("valid", opaque("somebody"), "invalid", opaque("nobody"))));
        Map<String, String> variant = new LinkedHashMap<>();
        variant.put(DELIVERY, delivery);
        variant.put("ssf_auth_mode", "dynamic");
        variant.put("client_auth_type", "client_secret_basic");
        return plan(key, name, variant, configuration);
    }

    private static Map<String, String> opaque(String id) {
        return Map.of("format", "opaque", "id", id);
    }

    private static Map<String, Object> common(String key) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("alias", TestClients.alias(key));
        configuration.put("description", "Musubi, " + key);
        return configuration;
    }

    /** The plans for CAEP choose their profile themselves. */
    private static Plan plan(String key, String name, Map<String, String> variant, Map<String, Object> configuration) {
        if (!name.contains("-caep-")) {
            variant.put("ssf_profile", "default");
        }
        return new Plan(key, name, variant, configuration);
    }
}
