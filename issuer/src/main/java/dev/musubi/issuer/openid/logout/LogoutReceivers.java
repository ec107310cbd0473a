package dev.musubi.issuer.openid.logout;

import dev.musubi.issuer.outbound.Call;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.LineOptions;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.issuer.relyingparty.OutboundTls;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Calls the addresses where clients take logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.5). Each client is a
 * peer of its own, so that one which hangs holds up nobody but itself; what it answers is looked at no further than its
 * status.
 */
@Component
final class LogoutReceivers {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LARGEST_ANSWER = 1024L * 1024;

    private final Line line;

    LogoutReceivers(Outbound outbound, OutboundTls tls) {
        this.line = outbound.line(new LineOptions("logout", outbound.rules(), tls.context(), PATIENCE, LARGEST_ANSWER));
    }

    /**
     * What the client answers.
     *
     * @param stranger whether nobody verified whose client it is
     */
    Outcome deliver(String clientId, boolean stranger, URI uri, String token) {
        byte[] form = ("logout_token=" + URLEncoder.encode(token, StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
        return line.send(Call.post(clientId, uri, Map.of("Content-Type", "application/x-www-form-urlencoded"), form)
                .strictIf(stranger));
    }
}
