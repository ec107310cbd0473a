package dev.musubi.issuer.openid.request;

import com.nimbusds.oauth2.sdk.ParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a sentence of ours which parameter did not parse. The library's own sentences may quote what was sent. */
public final class ParseFaults {

    private static final Pattern NAMES = Pattern.compile("\\b(grant_type|redirect_uris?|response_types?|response_mode"
            + "|client_id|client_secret|client_assertion_type|client_assertion|code_verifier|code_challenge_method"
            + "|code_challenge|refresh_token|post_logout_redirect_uris?|backchannel_logout_uri|application_type"
            + "|token_endpoint_auth_method|grant_types|contacts|jwks_uri|jwks|subject_type|default_max_age|default_acr_values"
            + "|authorization_details|ui_locales|claims_locales|id_token_hint|login_hint|acr_values|dpop_jkt|max_age|prompt"
            + "|display|purpose|resource|nonce|state|scope|claims|code|token)\\b");

    private ParseFaults() {}

    /** The sentence; {@code otherwise} where the library does not say which parameter it was. */
    public static String sentence(ParseException fault, String otherwise) {
        String said = String.valueOf(fault.getMessage());
        // Only as far as the library's own words go: what was sent comes after a colon or in quotes.
        Matcher name = NAMES.matcher(said.split("[:\"'\\[{]", 2)[0]);
        if (!name.find()) {
            return otherwise;
        }
        return name.group() + (said.startsWith("Missing") ? " is missing." : " is malformed.");
    }
}
