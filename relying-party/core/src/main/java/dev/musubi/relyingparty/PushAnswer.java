package dev.musubi.relyingparty;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Map;

/**
 * What to answer to a push (RFC 8935 section 2), by whatever HTTP server the application has: the status, the {@link #headers}
 * and the body.
 *
 * @param status the HTTP status
 * @param body in JSON where there is one, else empty
 */
public record PushAnswer(int status, String body) {

    /** The media type of a body. */
    public static final String CONTENT_TYPE = "application/json";

    /** The language of the sentences in a body. */
    public static final String CONTENT_LANGUAGE = "en";

    /** The headers the answer has: those of a body where there is one (RFC 8935 section 2.3), else none. */
    public Map<String, String> headers() {
        return body.isEmpty() ? Map.of() : Map.of("Content-Type", CONTENT_TYPE, "Content-Language", CONTENT_LANGUAGE);
    }

    static PushAnswer to(SignalOutcome outcome) {
        if (outcome instanceof SignalOutcome.Handled) {
            return new PushAnswer(202, "");
        }
        if (outcome instanceof SignalOutcome.Refused refused) {
            String err = refused.fault().err();
            if (err != null) {
                return new PushAnswer(
                        400, JSONObjectUtils.toJSONString(Map.of("err", err, "description", refused.description())));
            }
        }
        // It holds, or may: whoever sent it keeps it and sends it again.
        return new PushAnswer(503, "");
    }
}
