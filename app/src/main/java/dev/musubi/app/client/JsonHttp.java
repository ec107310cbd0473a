package dev.musubi.app.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** JSON over HTTP to one base address. */
public final class JsonHttp {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final long LARGEST_BODY = 4 << 20;

    private final HttpClient http;
    private final URI base;

    /** With these certificates trusted; null for what the JDK trusts. */
    public JsonHttp(URI base, @Nullable SSLContext tls) {
        this.base = base;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).version(HttpClient.Version.HTTP_1_1);
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.http = builder.build();
    }

    /** Sends a request, with a bearer token if there is one. */
    public Reply send(String method, String path, @Nullable Object body, @Nullable String bearer) {
        return exchange(method, path, body, bearer == null ? Map.of() : Map.of("Authorization", "Bearer " + bearer));
    }

    Reply exchange(String method, String path, @Nullable Object body, Map<String, String> headers) {
        BodyPublisher publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (body != null) {
            all.put("Content-Type", "application/json");
        }
        return exchange(method, path, publisher, all);
    }

    /** Posts a form, as OAuth's token endpoints take it, with these headers. */
    public Reply form(String path, Map<String, String> fields, Map<String, String> headers) {
        String body = fields.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return exchange("POST", path, BodyPublishers.ofString(body), all);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Reply exchange(String method, String path, BodyPublisher publisher, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, publisher);
        headers.forEach(request::header);
        long begin = System.nanoTime();
        try {
            HttpResponse<byte[]> response =
                    http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_BODY));
            return new Reply(
                    response.statusCode(),
                    json(response.body()),
                    Duration.ofNanos(System.nanoTime() - begin),
                    response.headers().map());
        } catch (IOException e) {
            throw new UnreachableException(
                    method + " " + path + ": " + e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(method + " " + path + ": interrupted", e);
        }
    }

    /** What is no JSON, such as the page of some other server, counts as nothing. */
    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
