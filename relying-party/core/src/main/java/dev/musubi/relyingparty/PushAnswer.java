package dev.musubi.relyingparty;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.Map;

/**
 * What to answer to a push (RFC 8935 section 2), by whatever HTTP server the application has.
 *
 * @param status the HTTP status
 * @param body in JSON where there is one, else empty
 */
public record PushAnswer(int status, String body) {

    /** The media type of a body. */
    public static final String CONTENT_TYPE = "application/json";

    static PushAnswer to(SignalOutcome outcome) {
        if (outcome instanceof SignalOutcome.Handled) {
            return new PushAnswer(202, "");
        }
        if (outcome instanceof SignalOutcome.Refused refused) {
            String err = refused.fault().err();
            if (err != null) {
                return new PushAnswer(
                        400, JSONObjectUtils.toJSONString(Map.of("err", err, "description", refused.code())));
            }
        }
        // It holds, or may: whoever sent it keeps it and sends it again.
        return new PushAnswer(503, "");
    }
}
