package dev.musubi.relyingparty;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that a client has in its own name (RFC 6749 section 4.4), bound to a key or a certificate as its sign-ins are, and
 * fetched anew when they come to their end.
 */
final class OwnTokens implements StreamAccess {

    private static final Duration LEFT_OVER = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;
    private static final String SCOPE = "ssf.read ssf.manage";

    private final Provider provider;
    private final Endpoint endpoint;
    private final SteadyClock clock;
    private final @Nullable ClientKey proofKey;
    private @Nullable String token;
    private Instant goodUntil = Instant.MIN;

    OwnTokens(Provider provider, Endpoint endpoint, boolean boundByKey, SteadyClock clock) {
        this.provider = provider;
        this.endpoint = endpoint;
        this.clock = clock;
        this.proofKey = boundByKey ? ClientKey.fresh() : null;
    }

    @Override
    public boolean byCertificate() {
        return proofKey == null;
    }

    /** A token may be over before its time, as when the issuer's keys were changed: then once more, with another. */
    @Override
    public Transport.Answer send(
            String method, URI uri, @Nullable Map<String, Object> body, Map<String, String> headers)
            throws IOException {
        try {
            String shown = token();
            Transport.Answer answer = endpoint.send(method, uri, body, headers, shown, proofKey);
            if (answer.status() != UNAUTHORIZED) {
                return answer;
            }
            drop(shown);
            return endpoint.send(method, uri, body, headers, token(), proofKey);
        } catch (NotSignedInException unreachable) {
            throw new TransportException(Trouble.Why.NOT_CONNECTED, unreachable);
        }
    }

    /** That one; not another that somebody else fetched in the meantime. */
    private synchronized void drop(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
    }

    /** A token that is good for a little while yet. */
    private synchronized String token() throws IOException, NotSignedInException {
        Instant now = clock.latest();
        String last = token;
        if (last != null && now.isBefore(goodUntil)) {
            return last;
        }
        Transport.Answer answer = endpoint.post(
                provider.known().token(), Map.of("grant_type", "client_credentials", "scope", SCOPE), proofKey);
        Map<String, Object> said = Json.parse(answer.body());
        String given = Json.text(said, "access_token");
        Integer term = Json.integer(said, "expires_in");
        if (answer.status() != 200 || given == null) {
            throw new TransportException(Trouble.Why.STATUS);
        }
        token = given;
        goodUntil = now.plusSeconds(term == null ? 60 : term).minus(LEFT_OVER);
        return given;
    }
}
