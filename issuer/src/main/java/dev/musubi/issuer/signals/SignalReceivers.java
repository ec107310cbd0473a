package dev.musubi.issuer.signals;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.outbound.Call;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.LineOptions;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.issuer.relyingparty.OutboundTls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Calls receivers to whom events are pushed (RFC 8935). Each client is a peer of its own, so that one which hangs holds up nobody but itself. */
@Component
final class SignalReceivers {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LARGEST_ANSWER = 16L * 1024;

    private final Line line;

    SignalReceivers(Outbound outbound, OutboundTls tls) {
        this.line =
                outbound.line(new LineOptions("signals", outbound.rules(), tls.context(), PATIENCE, LARGEST_ANSWER));
    }

    /** What came of it. Codes are stable and quote nothing. */
    sealed interface Told {
        /** Taken, and the receiver's own from now on. */
        record Taken() implements Told {}

        /** Not taken now. */
        record Later(String code) implements Told {}

        /** It could not even be tried. */
        record Untried(String code) implements Told {}

        /** The receiver will never take it. */
        record Refused(String code) implements Told {}

        /** It is not to be told there any more, and was not. */
        record Gone() implements Told {}
    }

    /** Sends one event. */
    Told push(OpenIdClient client, Delivery.Push push, String token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/" + SecurityEventTokens.TYPE);
        headers.put("Accept", "application/json");
        if (push.authorization() != null) {
            headers.put("Authorization", push.authorization());
        }
        Call call = Call.post(client.id(), push.endpoint(), headers, token.getBytes(StandardCharsets.US_ASCII));
        return switch (line.send(call.strictIf(client.party().unverified()))) {
            case Outcome.Answered answered when answered.status() >= 200 && answered.status() < 300 -> new Told.Taken();
            case Outcome.Answered answered when answered.status() == 400 -> refusal(answered);
            case Outcome.Answered answered -> new Told.Later("http_" + answered.status());
            case Outcome.Busy busy -> new Told.Untried(busy.code());
            case Outcome.BreakerOpen open -> new Told.Untried(open.code());
            case Outcome.Failed failed -> new Told.Later(failed.code());
        };
    }

    /** What is said beside 400 decides; the same event is no better the second time where it says nothing we know. */
    private static Told refusal(Outcome.Answered answered) {
        String said = "";
        try {
            Object err = JSONObjectUtils.parse(new String(answered.body(), StandardCharsets.UTF_8))
                    .get("err");
            said = err instanceof String word ? word : "";
        } catch (ParseException noJson) {
            // A status alone.
        }
        String code = ReceiverCodes.isKnown(said) ? "http_400_" + said : "http_400";
        return ReceiverCodes.isPassing(said) ? new Told.Later(code) : new Told.Refused(code);
    }
}
