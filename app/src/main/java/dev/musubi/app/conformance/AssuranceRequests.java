package dev.musubi.app.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the identity assurance plan asks for: which claims, which evidence, and what an answer may look like. */
final class AssuranceRequests {

    /** The framework of a relying party under 犯収法, as the plan's client is. */
    private static final String FRAMEWORK = "jp_aml";

    private AssuranceRequests() {}

    /** The configuration's member {@code ekyc}; {@code where} is id_token, userinfo or id_token_userinfo. */
    static Map<String, Object> of(String where) {
        List<Map<String, Object>> requests = new ArrayList<>();
        for (String place : List.of("id_token", "userinfo")) {
            if (Arrays.asList(where.replace("id_token", "id-token").split("_")).contains(place.replace('_', '-'))) {
                requests.add(Map.of(place, Map.of("verified_claims", request(null))));
                requests.add(Map.of(place, Map.of("verified_claims", request(Map.of("value", FRAMEWORK)))));
            }
        }
        Map<String, Object> ekyc = new LinkedHashMap<>();
        ekyc.put("unverified_claims_names", List.of("name"));
        ekyc.put("verified_claims_names", List.of("given_name", "family_name", "birthdate"));
        ekyc.put("verified_claims_request_list", requests);
        ekyc.put("userinfo", Map.of("verified_claims", List.of(like(FRAMEWORK), like("no_such_framework"))));
        return ekyc;
    }

    /**
     * A request for two claims with all that is known about how they were verified. It constrains no {@code time} by a
     * {@code max_age}: the suite cannot read the time in any answer to that.
     */
    private static Map<String, @Nullable Object> request(@Nullable Object framework) {
        Map<String, @Nullable Object> evidence = new LinkedHashMap<>();
        evidence.put("type", Map.of("value", "electronic_signature"));
        for (String member : List.of("signature_type", "issuer", "serial_number", "created_at")) {
            evidence.put(member, null);
        }
        Map<String, @Nullable Object> verification = new LinkedHashMap<>();
        verification.put("trust_framework", framework);
        verification.put("time", null);
        verification.put("verification_process", null);
        verification.put("evidence", List.of(evidence));
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("given_name", null);
        claims.put("family_name", Map.of("essential", true));
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("verification", verification);
        request.put("claims", claims);
        return request;
    }

    /** An example of an answer, from which the suite makes further requests. */
    private static Map<String, Object> like(String framework) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("type", "electronic_signature");
        evidence.put("signature_type", "jpki_signature");
        evidence.put("issuer", "J-LIS");
        evidence.put("serial_number", "1");
        Map<String, Object> verification = new LinkedHashMap<>();
        verification.put("trust_framework", framework);
        verification.put("time", "2026-01-01T00:00:00Z");
        verification.put("evidence", List.of(evidence));
        return Map.of("verification", verification, "claims", Map.of("given_name", "一郎", "family_name", "山田"));
    }
}
