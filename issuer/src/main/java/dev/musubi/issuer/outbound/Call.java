package dev.musubi.issuer.outbound;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to somebody outside.
 *
 * @param peer whom it is to, for bulkhead, breaker and log: never an address, and nothing secret
 * @param method the HTTP method
 * @param uri where to, http or https
 * @param headers the headers; what belongs to the framing of the message is set by itself
 * @param body the body, or null for none
 * @param strict whether networks an operator opened are closed to it: they are for peers the operator knows, and not for
 *     whoever named an address of its own
 */
public record Call(
        String peer, String method, URI uri, Map<String, String> headers, byte @Nullable [] body, boolean strict) {

    /** One that may go where the line may. */
    public Call(String peer, String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {
        this(peer, method, uri, headers, body, false);
    }

    /** A GET. */
    public static Call get(String peer, URI uri, Map<String, String> headers) {
        return new Call(peer, "GET", uri, headers, null);
    }

    /** A POST with its {@code Content-Type} among the headers. */
    public static Call post(String peer, URI uri, Map<String, String> headers, byte[] body) {
        return new Call(peer, "POST", uri, headers, body);
    }

    /** The same to an address that somebody named whom nobody verified, if so: networks an operator opened are closed to it. */
    public Call strictIf(boolean stranger) {
        return new Call(peer, method, uri, headers, body, stranger);
    }

    /** Without address, headers and body, which may say too much. */
    @Override
    public String toString() {
        return "Call[" + method + " to " + peer + "]";
    }
}
