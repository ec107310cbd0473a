package dev.musubi.issuer.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the endpoints of OAuth say that something is wrong, whoever finds it (RFC 6749 section 5.2, RFC 6750 section 3.1, RFC
 * 7591 section 3.2.2): an object with {@code error} and {@code error_description}, and never anything else.
 */
final class OAuthForm {

    private static final List<String> PATHS = List.of(
            "/openid/token",
            "/openid/par",
            "/openid/introspect",
            "/openid/revoke",
            "/openid/register",
            "/openid/userinfo",
            "/signals");

    private OAuthForm() {}

    /** Whether whoever asks at {@code path} expects this form. */
    static boolean isSpokenAt(String path) {
        return PATHS.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    /** The code in the protocol's terms for what is {@code code} in ours. */
    static String error(int status, String code) {
        return switch (code) {
            case "outcome_unknown" -> code;
            // What the token was of is not there any more.
            case "erased", "unknown_subject" -> "invalid_grant";
            default ->
                switch (status) {
                    case 401, 403 -> "invalid_client";
                    case 429, 503 -> "temporarily_unavailable";
                    default -> status >= 500 ? "server_error" : "invalid_request";
                };
        };
    }

    /** An answer's members. */
    static Map<String, String> body(int status, String code, String description) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error(status, code));
        body.put("error_description", description);
        return body;
    }
}
