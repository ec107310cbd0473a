package dev.musubi.issuer.openid;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** A relying party's client as it speaks to the transmitter: with a token in its own name. */
final class SignalClient {

    static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";
    static final String OURS = "https://musubi.dev/secevent/event-type/";
    static final String SSF = "https://schemas.openid.net/secevent/ssf/event-type/";
    static final String PUSH = "urn:ietf:rfc:8935";
    static final String POLL = "urn:ietf:rfc:8936";

    private final OpenIdTest.Plain client;
    private final String token;

    private SignalClient(OpenIdTest.Plain client, String token) {
        this.client = client;
        this.token = token;
    }

    static Map<String, Object> metadata() {
        return Map.of("grant_types", List.of("authorization_code", "refresh_token", "client_credentials"));
    }

    static SignalClient of(OpenIdTest.Plain client, String scope) {
        HttpResponse<String> answer = OpenIdTest.post(
                OpenIdTest.issuer() + "/openid/token",
                Map.of("grant_type", "client_credentials", "scope", scope),
                client.authorization());
        return new SignalClient(client, OpenIdTest.member(answer, "access_token"));
    }

    static SignalClient of(OpenIdTest.Plain client) {
        return of(client, "ssf.read ssf.manage");
    }

    static SignalClient withToken(OpenIdTest.Plain client, String token) {
        return new SignalClient(client, token);
    }

    OpenIdTest.Plain client() {
        return client;
    }

    HttpResponse<String> call(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(OpenIdTest.issuer() + path))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return OpenIdTest.send(body == null ? request : request.header("Content-Type", "application/json"));
    }

    HttpResponse<String> call(String method, String path, Map<String, ?> body) {
        return call(method, path, JSONObject.toJSONString(body));
    }

    HttpResponse<String> make(Map<String, ?> body) {
        return call("POST", "/signals/streams", body);
    }

    /** A stream that is polled, of all events there are. */
    String polled() {
        return made(Map.of("delivery", Map.of("method", POLL)));
    }

    String pushed(String endpoint) {
        return made(Map.of(
                "delivery",
                Map.of("method", PUSH, "endpoint_url", endpoint, "authorization_header", "Bearer receiver-secret")));
    }

    String made(Map<String, ?> body) {
        HttpResponse<String> answer = make(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return OpenIdTest.member(answer, "stream_id");
    }

    HttpResponse<String> add(String stream, String subject) {
        return call("POST", "/signals/subjects/add", Map.of("stream_id", stream, "subject", subject(subject)));
    }

    static Map<String, Object> subject(String subject) {
        return Map.of("format", "iss_sub", "iss", OpenIdTest.issuer(), "sub", subject);
    }

    HttpResponse<String> poll(String stream, Map<String, ?> body) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("returnImmediately", true));
        all.putAll(body);
        return call("POST", "/signals/poll/" + stream, all);
    }

    /** What waits in a stream, one after the other, by {@code jti}; acknowledged. */
    Map<String, String> fetch(String stream) {
        Map<String, String> all = new LinkedHashMap<>();
        Map<String, String> sets = Map.of();
        do {
            HttpResponse<String> answer = poll(stream, Map.of("ack", List.copyOf(sets.keySet())));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            sets = sets(answer);
            assertThat(sets.keySet()).as("each comes once").noneMatch(all::containsKey);
            all.putAll(sets);
        } while (!sets.isEmpty());
        return all;
    }

    static Map<String, String> sets(HttpResponse<String> answer) {
        try {
            Map<String, String> sets = new LinkedHashMap<>();
            JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(answer.body()), "sets")
                    .forEach((jti, token) -> sets.put(jti, String.valueOf(token)));
            return sets;
        } catch (com.nimbusds.oauth2.sdk.ParseException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    /** The one event of a token: its kind. */
    static String kind(String token) {
        return events(token).keySet().iterator().next();
    }

    /** The one event of a token: what it says. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> said(String token) {
        return (Map<String, Object>)
                Objects.requireNonNull(events(token).values().iterator().next());
    }

    private static Map<String, Object> events(String token) {
        try {
            return OpenIdTest.claims(token).getJSONObjectClaim("events");
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
