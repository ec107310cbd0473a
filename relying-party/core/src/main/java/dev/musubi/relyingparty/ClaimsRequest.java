package dev.musubi.relyingparty;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameter {@code claims} of a request: standing in the ID token, verified attributes in userinfo (OpenID Connect Core
 * 1.0 section 5.5, OpenID Connect for Identity Assurance 1.0 section 6).
 */
final class ClaimsRequest {

    private ClaimsRequest() {}

    static Optional<String> of(Demand demand, String trustFramework) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (demand.standing() != null) {
            request.put("id_token", Map.of("standing", demand.standing().claimRequest()));
        }
        if (!demand.essential().isEmpty() || !demand.wished().isEmpty()) {
            request.put("userinfo", Map.of("verified_claims", verified(demand, trustFramework)));
        }
        return request.isEmpty() ? Optional.empty() : Optional.of(JSONObjectUtils.toJSONString(request));
    }

    private static Map<String, Object> verified(Demand demand, String trustFramework) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        List<Item> all = new ArrayList<>(demand.essential());
        all.addAll(demand.wished());
        all.sort(null);
        for (Item item : all) {
            claims.put(item.claim(), demand.essential().contains(item) ? Map.of("essential", true) : null);
            item.further().forEach(claim -> claims.put(claim, null));
        }
        claims.put("substitute_characters", null);

        Map<String, @Nullable Object> verification = new LinkedHashMap<>();
        verification.put("trust_framework", Map.of("value", trustFramework));
        verification.put("time", null);
        verification.put("verification_process", null);
        verification.put(
                "evidence",
                List.of(
                        evidence("electronic_signature", "signature_type", "issuer", "created_at"),
                        evidence("electronic_record", "record")));

        Map<String, Object> request = new LinkedHashMap<>();
        request.put("verification", verification);
        request.put("claims", claims);
        return request;
    }

    private static Map<String, @Nullable Object> evidence(String type, String... members) {
        Map<String, @Nullable Object> entry = new HashMap<>();
        entry.put("type", Map.of("value", type));
        for (String member : members) {
            entry.put(member, null);
        }
        return entry;
    }
}
