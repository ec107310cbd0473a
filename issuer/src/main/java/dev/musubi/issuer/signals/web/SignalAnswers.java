package dev.musubi.issuer.signals.web;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.openid.client.OpenIdClient;
import dev.musubi.issuer.openid.grant.ClientAccessToken;
import dev.musubi.issuer.openid.web.ClientAccess;
import dev.musubi.issuer.signals.EventStream;
import dev.musubi.issuer.signals.StreamId;
import dev.musubi.issuer.signals.Streams;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import net.minidev.json.JSONArray;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** How all endpoints of signals let a client in, find its stream, and say what is wrong: a status, and the form of OAuth. */
@Component
final class SignalAnswers {

    /** To look. */
    static final List<String> READ = List.of(ClientAccessToken.SIGNALS_READ, ClientAccessToken.SIGNALS_MANAGE);

    /** To change something. */
    static final List<String> MANAGE = List.of(ClientAccessToken.SIGNALS_MANAGE);

    private final ClientAccess access;
    private final Streams streams;

    SignalAnswers(ClientAccess access, Streams streams) {
        this.access = access;
        this.streams = streams;
    }

    /** SignalAnswers a client that may do this, by what it sent. */
    ResponseEntity<String> of(
            HttpServletRequest request,
            List<String> scopes,
            BiFunction<OpenIdClient, String, ResponseEntity<String>> answer) {
        return switch (access.of(request, scopes)) {
            case ClientAccess.Outcome.Refused refused -> refused.error();
            case ClientAccess.Outcome.Admitted(OpenIdClient client, String body) -> {
                try {
                    yield answer.apply(client, body);
                } catch (Json.Malformed malformed) {
                    yield malformed(malformed.why());
                }
            }
        };
    }

    /** A stream of the client's; what is no id is none of its. */
    Optional<EventStream> stream(@Nullable String id, OpenIdClient client) {
        return DatabaseId.sent(id, StreamId::of).flatMap(each -> streams.find(each, client));
    }

    static ResponseEntity<String> json(int status, Map<String, ?> body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JSONObject.toJSONString(body));
    }

    static ResponseEntity<String> json(int status, List<? extends Map<String, ?>> body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JSONArray.toJSONString(body));
    }

    static ResponseEntity<String> error(int status, String code, String description) {
        return json(status, Map.of("error", code, "error_description", description));
    }

    static ResponseEntity<String> malformed(String why) {
        return error(400, "invalid_request", why);
    }

    static ResponseEntity<String> noSuchStream() {
        return error(404, "not_found", "This client has no stream of that stream_id.");
    }
}
