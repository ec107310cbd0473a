package dev.musubi.issuer.jlis;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** J-LIS's services for signature verifiers: JSON over mutual TLS. Shared by the adapters of the single services. */
@Component
final class VerifierServices {

    private static final long MOST = 1024L * 1024;

    private final HttpClient http;
    private final JlisSettings settings;
    private final ObjectMapper json;

    VerifierServices(JlisSettings settings, ObjectMapper json) throws IOException {
        this.settings = settings;
        this.json = json;
        this.http = HttpClient.newBuilder()
                .sslContext(MutualTls.context(settings))
                .connectTimeout(settings.timeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** An answer, as far as HTTP goes. */
    sealed interface Reply {
        /** 2xx with a JSON body. */
        record Ok(JsonNode body) implements Reply {}

        /** 4xx: the request is not accepted; {@code code} as in the problem document. */
        record Refused(String code) implements Reply {}

        /** No connection, no answer in time, 5xx, or an answer that is no JSON. */
        record Unavailable(String code) implements Reply {}
    }

    Reply post(String path, Object body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body), StandardCharsets.UTF_8)));
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    String serviceProvider() {
        return settings.serviceProvider();
    }

    private URI uri(String path) {
        return URI.create(settings.services() + path);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(
                    request.timeout(settings.timeout())
                            .header("Accept", "application/json, application/problem+json")
                            .build(),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST));
            int status = response.statusCode();
            if (status >= 500) {
                return new Reply.Unavailable("http_" + status);
            }
            JsonNode body = json.readTree(response.body());
            return status < 300
                    ? new Reply.Ok(body)
                    : new Reply.Refused(body.path("code").asString("http_" + status));
        } catch (JacksonException e) {
            return new Reply.Unavailable("not_json");
        } catch (java.net.http.HttpTimeoutException e) {
            return new Reply.Unavailable("timeout");
        } catch (IOException e) {
            return new Reply.Unavailable("unreachable");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Unavailable("interrupted");
        }
    }
}
