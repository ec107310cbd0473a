package dev.musubi.issuer.jlis;

import dev.musubi.issuer.outbound.Call;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.Outcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** J-LIS's services for signature verifiers: JSON over mutual TLS. Shared by the adapters of the single services. */
@Component
final class VerifierServices {

    private static final Map<String, String> ACCEPT = Map.of("Accept", "application/json, application/problem+json");
    private static final Map<String, String> ACCEPT_AND_SEND =
            Map.of("Accept", "application/json, application/problem+json", "Content-Type", "application/json");

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final Line line;
    private final JlisSettings settings;
    private final ObjectMapper json;

    VerifierServices(JlisSettings settings, JlisLines lines, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
        this.line = lines.services();
    }

    /** The services, each a peer of its own: one that hangs does not hold up the others. */
    enum Service {
        NUMBER_LINKS,
        CONSENTS,
        CANCELLATIONS,
        LATEST_ATTRIBUTES;

        private String peer() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An answer, as far as HTTP goes. */
    sealed interface Reply {
        /** 2xx with a JSON body. */
        record Ok(JsonNode body) implements Reply {}

        /** 4xx with a problem document: the request is not accepted; {@code code} as there. */
        record Refused(String code) implements Reply {}

        /** No connection, no answer in time, 5xx, or an answer that is no JSON or has no code. */
        record Unavailable(String code) implements Reply {}
    }

    Reply post(Service service, String path, Object body) {
        return reply(line.send(Call.post(
                service.peer(),
                uri(path),
                ACCEPT_AND_SEND,
                json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8))));
    }

    Reply get(Service service, String path) {
        return reply(line.send(Call.get(service.peer(), uri(path), ACCEPT)));
    }

    String serviceProvider() {
        return settings.serviceProvider();
    }

    private URI uri(String path) {
        return URI.create(settings.services() + path);
    }

    private Reply reply(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered
            when answered.status() >= 500 -> new Reply.Unavailable("http_" + answered.status());
            case Outcome.Answered answered -> read(answered);
            case Outcome.Failed failed -> new Reply.Unavailable(failed.code());
        };
    }

    private Reply read(Outcome.Answered answered) {
        try {
            JsonNode body = json.readTree(answered.body());
            if (answered.status() >= 200 && answered.status() < 300) {
                return new Reply.Ok(body);
            }
            JsonNode code = body.path("code");
            // Without a code it is somebody on the way that speaks, or somebody who is busy: asking again may help.
            return code.isString() && CODE.matcher(code.asString()).matches()
                    ? new Reply.Refused(code.asString())
                    : new Reply.Unavailable("http_" + answered.status());
        } catch (JacksonException e) {
            return new Reply.Unavailable("not_json");
        }
    }
}
