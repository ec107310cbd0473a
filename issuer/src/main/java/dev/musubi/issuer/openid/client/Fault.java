package dev.musubi.issuer.openid.client;

/**
 * What is wrong with a registration.
 *
 * @param code {@code invalid_redirect_uri} or {@code invalid_client_metadata} (RFC 7591 section 3.2.2)
 * @param why in one sentence, without its full stop
 */
public record Fault(String code, String why) {

    static Fault redirectUri(String why) {
        return new Fault("invalid_redirect_uri", why);
    }

    static Fault metadata(String why) {
        return new Fault("invalid_client_metadata", why);
    }
}
