package dev.musubi.issuer.openid.claims;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for verified claims (OpenID Connect for Identity Assurance 1.0 section 6).
 *
 * @param verification what is asked for about the verification, with constraints
 * @param claims which claims, with constraints
 */
public record VerifiedClaimsRequest(Map<String, @Nullable Object> verification, Map<String, @Nullable Object> claims) {

    /**
     * Reads one.
     *
     * @throws MalformedClaimsException if a part that every such request has is missing or of another shape
     */
    public static VerifiedClaimsRequest parse(@Nullable Object request) {
        if (!(request instanceof Map<?, ?> members)
                || !(members.get("verification") instanceof Map<?, ?> verification)
                || !(members.get("claims") instanceof Map<?, ?> claims)) {
            throw new MalformedClaimsException(
                    "verified_claims does not ask for verification and for claims, each by an object");
        }
        if (!verification.containsKey("trust_framework")) {
            throw new MalformedClaimsException("verification does not ask for trust_framework, if only by null");
        }
        if (claims.isEmpty()) {
            throw new MalformedClaimsException("claims in verified_claims names no claim");
        }
        Map<String, @Nullable Object> copy = copy(verification);
        if (copy.get("evidence") instanceof List<?> evidence) {
            for (Object each : evidence) {
                if (!(each instanceof Map<?, ?> entry)
                        || !(entry.get("type") instanceof Map<?, ?> type)
                        || !(type.get("value") instanceof String)) {
                    throw new MalformedClaimsException("an entry of evidence does not name its type by a value");
                }
            }
        } else if (copy.get("evidence") != null) {
            throw new MalformedClaimsException("evidence is not a list");
        }
        return new VerifiedClaimsRequest(copy, copy(claims));
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> given) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        given.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
