package dev.musubi.app.client;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people do in the sandbox: at the counter, with their phones; and what is done to it. */
public final class Sandbox {

    /** The signature PIN every virtual card begins with. */
    public static final String PIN = "MUSUBI1";

    /** The authentication PIN every virtual card begins with. */
    public static final String AUTHENTICATION_PIN = "1234";

    private final JsonHttp http;
    private final @Nullable URI issuer;

    /** With the sandbox's plain front door. Its phones talk to nobody, and sign nothing that names an issuer. */
    public Sandbox(URI base) {
        this(base, null);
    }

    /**
     * With the sandbox's plain front door.
     *
     * @param issuer whom the residents' phones talk to: they refuse what was passed on from another
     */
    public Sandbox(URI base, @Nullable URI issuer) {
        this.http = new JsonHttp(base, null);
        this.issuer = issuer;
    }

    /** A page of the register. */
    public Reply residents(int offset, int limit) {
        return http.send("GET", "/residents?offset=" + offset + "&limit=" + limit, null, null)
                .expect(200);
    }

    /** A resident's entry in the register. */
    public Reply resident(String id) {
        return http.send("GET", "/residents/" + id, null, null).expect(200);
    }

    /** Something happens in a resident's life. */
    public Reply event(String id, String type, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("type", type);
        return http.send("POST", "/residents/" + id + "/events", body, null);
    }

    /** What a resident's phone shows. */
    public Reply phone(String id) {
        return http.send("GET", "/phones/" + id, null, null).expect(200);
    }

    /** The resident taps the card, enters the PIN, and signs what is shown. */
    public Reply sign(String id, String document, String type) {
        return sign(id, document, type, Map.of());
    }

    /** The same with members of the request replaced or added: another PIN, device, key, or a forgery. */
    public Reply sign(String id, String document, String type, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "device", "CARD", "key", "SIGNATURE", "format", "JWS", "pin", PIN, "document", document, "type", type));
        if (issuer != null) {
            body.put("origin", issuer.toString());
        }
        body.putAll(more);
        return http.send("POST", "/phones/" + id + "/signatures", body, null);
    }

    /** The same with the card's authentication key. */
    public Reply authenticate(String id, String document, String type) {
        return sign(id, document, type, Map.of("key", "AUTHENTICATION", "pin", AUTHENTICATION_PIN));
    }

    /** J-LIS publishes its revocation lists now instead of at midnight. */
    public Reply publish() {
        return http.send("POST", "/crl/publications", Map.of(), null).expect(200);
    }

    /** Replaces the set of faults. */
    public Reply faults(List<String> faults) {
        return http.send("PUT", "/faults", Map.of("faults", faults), null).expect(200);
    }

    /** The sandbox's time. */
    public Reply clock() {
        return http.send("GET", "/clock", null, null).expect(200);
    }

    /** Moves the sandbox's clock by an ISO 8601 period or duration. */
    public Reply advance(String by) {
        return http.send("PUT", "/clock", Map.of("advance", by), null).expect(200);
    }

    /** Lays a resident's card (CARD) or smartphone (SMARTPHONE) on the virtual reader; null for its usual port. */
    public Reply insertCard(String id, String device, @Nullable Integer port) {
        Map<String, Object> body = new HashMap<>(Map.of("resident", id, "device", device));
        if (port != null) {
            body.put("port", port);
        }
        return http.send("PUT", "/reader", body, null);
    }

    /** What lies in the virtual reader. */
    public Reply reader() {
        return http.send("GET", "/reader", null, null);
    }

    /** Takes the card away. */
    public Reply removeCard() {
        return http.send("DELETE", "/reader", null, null);
    }

    /** What was said to cards in the reader after the exchange of this number. */
    public Reply readerTrace(long after) {
        return http.send("GET", "/reader/trace?after=" + after, null, null);
    }

    /** Any other request to the front door. */
    public Reply send(String method, String path, @Nullable Object body) {
        return http.send(method, path, body, null);
    }
}
