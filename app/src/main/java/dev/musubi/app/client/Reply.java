package dev.musubi.app.client;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An answer over HTTP.
 *
 * @param status the HTTP status
 * @param body the JSON body; missing where there was none
 * @param took from sending the request to having the body
 * @param headers its headers, by their names in lower case
 */
public record Reply(int status, JsonNode body, Duration took, Map<String, List<String>> headers) {

    /** A header; empty where there is none. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
    }

    /** This reply, if it has the status expected. */
    public Reply expect(int expected) {
        if (status != expected) {
            throw new UnexpectedReplyException("expected HTTP " + expected + ", got " + status + " " + code() + " "
                    + body.path("reason").asString(""));
        }
        return this;
    }

    /** The member {@code code} of a problem document; empty where it is none. */
    public String code() {
        return body.path("code").asString("");
    }

    /** A member as text; empty where it is missing. */
    public String text(String member) {
        return body.path(member).asString("");
    }

    /** Somebody answered otherwise than the story goes. */
    public static final class UnexpectedReplyException extends RuntimeException {
        UnexpectedReplyException(String message) {
            super(message);
        }
    }
}
