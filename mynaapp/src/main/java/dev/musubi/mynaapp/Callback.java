package dev.musubi.mynaapp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the browser brought back. It is the browser's word only: find what is pending by {@link #state()} <em>and</em> by the
 * browser, spend it, and hand both to the client.
 */
public final class Callback {

    private final Map<String, String> parameters;

    private Callback(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads the query of a callback, still encoded.
     *
     * <p>{@link MynaProblem#ANSWER_NOT_UNDERSTOOD} if it is too long, not a form, says one thing twice, has no state, or has
     * not exactly one of code and error.
     */
    public static MynaResult<Callback> read(String rawQuery) {
        return MynaException.result(() -> parse(rawQuery));
    }

    private static Callback parse(String query) throws MynaException {
        if (query.length() > Dialect.LARGEST_CALLBACK) {
            throw MynaException.notUnderstood();
        }
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = decoded(pair.substring(equals + 1));
                // An empty parameter is an absent one (RFC 6749, section 3.1).
                if (!value.isEmpty() && parameters.put(decoded(pair.substring(0, equals)), value) != null) {
                    throw MynaException.notUnderstood();
                }
            }
        }
        String state = parameters.get("state");
        boolean one = parameters.containsKey("code") != parameters.containsKey("error");
        if (!one || state == null || !state.matches(Wire.PRINTABLE_FORM)) {
            throw MynaException.notUnderstood();
        }
        return new Callback(parameters);
    }

    private static String decoded(String text) throws MynaException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw MynaException.notUnderstood();
        }
    }

    /** Which pending thing it says it belongs to. */
    public String state() {
        return parameters.getOrDefault("state", "");
    }

    /** The server's session, for nothing but a trace; a Keycloak sends it with a code. */
    public Optional<String> sessionState() {
        return get("session_state");
    }

    Optional<String> code() {
        return get("code");
    }

    Optional<String> error() {
        return get("error");
    }

    Optional<String> description() {
        return get("error_description");
    }

    /** The issuer, where the server says it (RFC 9207). */
    Optional<String> issuer() {
        return get("iss");
    }

    private Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public String toString() {
        return "Callback[redacted]";
    }
}
