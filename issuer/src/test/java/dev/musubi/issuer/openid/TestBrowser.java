package dev.musubi.issuer.openid;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A browser without script: keeps cookies, follows redirects and refreshes as long as they stay with the issuer, and
 * presses buttons. Stops where an address outside is reached.
 */
final class TestBrowser {

    private final HttpClient http;
    private final String issuer;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private URI at;
    private @Nullable HttpResponse<String> last;

    TestBrowser(SSLContext tls, String issuer) {
        this(HttpClient.newBuilder().sslContext(tls).build(), issuer);
    }

    private TestBrowser(HttpClient http, String issuer) {
        this.http = http;
        this.issuer = issuer;
        this.at = URI.create(issuer);
    }

    /** Goes to an address and as far as it leads; the address outside that was reached, or the page's own. */
    URI go(URI uri) {
        return follow(HttpRequest.newBuilder(uri).GET(), uri);
    }

    /** Presses a button by its id, with the form's own fields as they stand and those given. */
    URI press(String buttonId, Map<String, String> filledIn) {
        Element button = page().getElementById(buttonId);
        if (button == null) {
            throw new IllegalStateException("no button " + buttonId + " on: " + page().text());
        }
        return submit(Objects.requireNonNull(button.closest("form")), button, filledIn);
    }

    /** Sends a form as it stands. */
    URI submit(Element form) {
        return submit(form, Objects.requireNonNull(form.selectFirst("button")), Map.of());
    }

    private URI submit(Element form, Element button, Map<String, String> filledIn) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element input : form.select("input[name]:not([disabled])")) {
            if (!input.attr("type").equals("checkbox") || (input.hasAttr("checked") && filledIn.isEmpty())) {
                // Of several boxes of one name the browser sends each, so each needs a key of its own here.
                fields.put(
                        fields.containsKey(input.attr("name"))
                                ? input.attr("name") + "&" + fields.size()
                                : input.attr("name"),
                        input.attr("value"));
            }
        }
        fields.putAll(filledIn);
        String body = fields.entrySet().stream()
                .map(each -> each.getKey().replaceFirst("&.*", "") + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        if (button.hasAttr("name")) {
            body += "&" + button.attr("name") + "=" + encode(button.attr("value"));
        }
        URI target = at.resolve(form.attr("action"));
        if (!form.attr("method").equalsIgnoreCase("post")) {
            return go(body.isEmpty() ? target : URI.create(target + "?" + body));
        }
        return follow(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                target);
    }

    URI press(String buttonId) {
        return press(buttonId, Map.of());
    }

    /** The page shown. */
    Document page() {
        return Jsoup.parse(answer().body(), at.toString());
    }

    /** The answer behind it. */
    HttpResponse<String> answer() {
        return Objects.requireNonNull(last);
    }

    /** What an element of the page says, by its id. */
    String text(String id) {
        return Objects.requireNonNull(page().getElementById(id), id).text();
    }

    /** An attribute of an element of the page. */
    String attribute(String id, String name) {
        return Objects.requireNonNull(page().getElementById(id), id).attr(name);
    }

    /** Whether the page has an element of this id. */
    boolean shows(String id) {
        return page().getElementById(id) != null;
    }

    /** Sends any other request of this browser's. */
    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            if (!cookies.isEmpty()) {
                request.header("Cookie", cookies());
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it sends as its cookies. */
    String cookies() {
        return cookies.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The same browser as it is now, whose further answers this one never sees. */
    TestBrowser twin() {
        TestBrowser twin = new TestBrowser(http, issuer);
        twin.cookies.putAll(cookies);
        return twin;
    }

    /** Takes the cookies of an answer that a {@link #twin} got. */
    void take(HttpResponse<String> answer) {
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
    }

    private void keep(String header) {
        String[] parts = header.split(";", 2);
        String[] pair = parts[0].split("=", 2);
        if (parts[1].contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    private URI follow(HttpRequest.Builder request, URI uri) {
        last = send(request);
        at = uri;
        for (int hops = 0; hops < 10; hops++) {
            URI next;
            if (answer().statusCode() / 100 == 3) {
                next = at.resolve(answer().headers().firstValue("Location").orElseThrow());
            } else {
                Element refresh = page().selectFirst("meta[http-equiv=refresh]");
                if (refresh == null) {
                    return at;
                }
                next = at.resolve(refresh.attr("content").replaceFirst("^0; url=", ""));
            }
            if (!next.toString().startsWith(issuer + "/")) {
                return next;
            }
            at = next;
            last = send(HttpRequest.newBuilder(next).GET());
        }
        throw new IllegalStateException("a circle of redirects");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
