package dev.musubi.issuer.openid.request;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with an authorization request.
 *
 * @param code an error code of RFC 6749 section 4.1.2.1, OpenID Connect Core 1.0 section 3.1.2.6, RFC 9101 or ours
 * @param description what is wrong and what to do, for the client's developer; quotes nothing that was sent
 */
public record AuthorizationError(String code, String description) {

    /** As the parameters of an answer (RFC 6749 section 4.1.2.1). */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", code);
        parameters.put("error_description", description);
        return parameters;
    }
}
