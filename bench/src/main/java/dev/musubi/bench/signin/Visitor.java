package dev.musubi.bench.signin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without script and without redirects of its own: sends, and keeps cookies. */
final class Visitor {

    private static final Pattern ONWARD = Pattern.compile("http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"");

    private final HttpClient http;
    private final Map<String, String> cookies = new HashMap<>();

    Visitor(HttpClient http) {
        this(http, Map.of());
    }

    /** With cookies it has already. */
    Visitor(HttpClient http, Map<String, String> cookies) {
        this.http = http;
        this.cookies.putAll(cookies);
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    HttpResponse<String> get(URI uri, String bearer) {
        return send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + bearer));
    }

    HttpResponse<String> form(URI uri, Map<String, String> fields) {
        return body(uri, encode(fields));
    }

    /** A form already written out. */
    HttpResponse<String> body(URI uri, String form) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpResponse<String> form(URI uri, Map<String, String> fields, String authorization) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(encode(fields))));
    }

    HttpResponse<String> json(URI uri, String body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Where an answer leads: by a redirect, or by a page that leads on by itself, as after a form. */
    static URI location(HttpResponse<String> response) {
        Matcher onward = ONWARD.matcher(response.body());
        return response.uri()
                .resolve(response.headers()
                        .firstValue("Location")
                        .or(() -> onward.find() ? Optional.of(onward.group(1).replace("&amp;", "&")) : Optional.empty())
                        .orElseThrow(() -> new IllegalStateException(response.statusCode() + " without a Location at "
                                + response.uri().getPath())));
    }

    /** What stands in an answer at the only group of {@code pattern}. */
    static String found(Pattern pattern, HttpResponse<String> response) {
        Matcher matcher = pattern.matcher(response.body());
        if (!matcher.find()) {
            throw new IllegalStateException(
                    response.statusCode() + " at " + response.uri().getPath() + " lacks " + pattern);
        }
        return matcher.group(1);
    }

    static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            for (String header : response.headers().allValues("Set-Cookie")) {
                String[] pair = header.split(";", 2)[0].split("=", 2);
                cookies.put(pair[0], pair[1]);
            }
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
