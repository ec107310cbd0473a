package dev.musubi.relyingparty;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a receiver is let in where a transmitter's streams are managed: with what it shows at each request. */
interface StreamAccess {

    /**
     * Sends a request.
     *
     * @param body JSON; null for none
     * @param headers further ones
     */
    Transport.Answer send(String method, URI uri, @Nullable Map<String, Object> body, Map<String, String> headers)
            throws IOException;

    /** Whether a certificate lets it in, for which the transmitter may have addresses of their own (RFC 8705 section 5). */
    boolean byCertificate();

    /**
     * With bearer tokens that are given (RFC 6750).
     *
     * @param token the one to show now
     */
    static StreamAccess bearing(Transport transport, Supplier<String> token) {
        return new StreamAccess() {
            @Override
            public Transport.Answer send(
                    String method, URI uri, @Nullable Map<String, Object> body, Map<String, String> headers)
                    throws IOException {
                Map<String, String> all = new LinkedHashMap<>(headers);
                all.put("Authorization", "Bearer " + Objects.requireNonNull(token.get()));
                return transport.send(method, uri, body, all);
            }

            @Override
            public boolean byCertificate() {
                return false;
            }
        };
    }
}
