package dev.musubi.relyingparty;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** HTTP to the provider: https only, no redirects, and no answer without an end or beyond measure. */
final class Transport implements ResourceRetriever, AutoCloseable {

    private static final long LONGEST = 512 * 1024;

    private final HttpClient http;
    private final Duration patience;

    Transport(SSLContext tls, Duration patience) {
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What was answered. */
    record Answer(int status, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    Answer get(URI uri, Map<String, String> headers) throws IOException {
        return send(request(uri, headers).GET());
    }

    Answer post(URI uri, Map<String, String> form, Map<String, String> headers) throws IOException {
        return send(request(uri, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form))));
    }

    Answer postJson(URI uri, Map<String, Object> body) throws IOException {
        return send(request(uri, Map.of())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSONObjectUtils.toJSONString(body))));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(URI uri, Map<String, String> headers) throws IOException {
        if (!"https".equals(uri.getScheme())) {
            throw new IOException("not https");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(patience).header("Accept", "application/json, */*;q=0.1");
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(
                    request.build(), BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST));
            return new Answer(
                    response.statusCode(),
                    response.headers().map().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, each -> each.getValue().getFirst())),
                    response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** For the provider's keys. */
    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            Answer answer = get(url.toURI(), Map.of());
            if (answer.status() != 200) {
                throw new IOException("HTTP " + answer.status());
            }
            return new Resource(answer.body(), answer.header("Content-Type").orElse(null));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
