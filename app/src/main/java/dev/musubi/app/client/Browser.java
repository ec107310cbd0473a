package dev.musubi.app.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A resident's browser, played without script: it keeps cookies by host and name as browsers do, follows redirects and
 * refreshes across sites, opens links and presses buttons by their id.
 */
public final class Browser {

    private static final int MOST_HOPS = 20;

    private final HttpClient http;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private URI at = URI.create("about:blank");
    private Document page = Jsoup.parse("");
    private Duration took = Duration.ZERO;
    private final List<URI> passed = new ArrayList<>();

    /** One that trusts these certificates (PEM). */
    public Browser(List<Path> trusted) {
        this.http = HttpClient.newBuilder()
                .sslContext(Tls.trusting(trusted))
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Types an address. */
    public void open(URI uri) {
        follow(HttpRequest.newBuilder(uri).GET(), uri);
    }

    /** Follows a link. */
    public void click(String id) {
        open(at.resolve(element(id).attr("href")));
    }

    /** Presses a button, with the fields of its form as they stand and those filled in. */
    public void press(String id, Map<String, String> filledIn) {
        press(element(id), filledIn);
    }

    private void press(Element button, Map<String, String> filledIn) {
        Element form = button.closest("form");
        if (form == null) {
            throw new UnexpectedPageException("the button " + button.id() + " is in no form");
        }
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (Element input : form.select("input[name]:not([disabled]), textarea[name], select[name]")) {
            String name = input.attr("name");
            boolean off = input.attr("type").equals("checkbox") && !input.hasAttr("checked");
            if (filledIn.containsKey(name)) {
                fields.add(Map.entry(name, filledIn.get(name)));
            } else if (!off) {
                fields.add(Map.entry(name, value(input)));
            }
        }
        if (button.hasAttr("name")) {
            fields.add(Map.entry(button.attr("name"), button.attr("value")));
        }
        String body = fields.stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        URI target = at.resolve(form.attr("action"));
        if (!form.attr("method").equalsIgnoreCase("post")) {
            open(body.isEmpty() ? target : URI.create(target + "?" + body));
            return;
        }
        follow(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", isSameOrigin(at, target) ? "same-origin" : "cross-site")
                        .POST(BodyPublishers.ofString(body)),
                target);
    }

    private static String value(Element input) {
        if (!input.normalName().equals("select")) {
            return input.attr("value");
        }
        Element chosen = input.selectFirst("option[selected]");
        Element first = chosen == null ? input.selectFirst("option") : chosen;
        return first == null ? "" : first.attr("value");
    }

    /** Presses a button. */
    public void press(String id) {
        press(id, Map.of());
    }

    /** Presses the first button of a list whose lines have forms of their own; false if there is none. */
    public boolean pressFirstIn(String list) {
        Element button = page.select("#" + list + " form button").first();
        if (button == null) {
            return false;
        }
        press(button, Map.of());
        return true;
    }

    /** What a hidden field of a form would send. */
    public String field(String form, String name) {
        Element field = element(form).selectFirst("input[name=" + name + "]");
        return field == null ? "" : field.attr("value");
    }

    /** Where it is. */
    public URI at() {
        return at;
    }

    /** Whether the page has an element of this id. */
    public boolean shows(String id) {
        return page.getElementById(id) != null;
    }

    /** Where the last step led, from the first address to the last. */
    public List<URI> passed() {
        return List.copyOf(passed);
    }

    /** What an element of the page says. */
    public String text(String id) {
        return element(id).text();
    }

    /** The same to the letter, spaces and line breaks included. */
    public String exactText(String id) {
        return element(id).wholeText();
    }

    /** An attribute of an element of the page; empty where it has none. */
    public String attribute(String id, String name) {
        return element(id).attr(name);
    }

    /** The value of the box whose label says this. */
    public String choice(String name, String label) {
        for (Element box : page.select("input[type=checkbox][name=" + name + "]")) {
            Element said = page.selectFirst("label[for=" + box.id() + "]");
            if (said != null && said.text().contains(label)) {
                return box.attr("value");
            }
        }
        throw new UnexpectedPageException("no box " + name + " of " + label + " at " + at.getPath());
    }

    /** The page's heading, in Japanese. */
    public String heading() {
        Element heading = page.selectFirst("h1");
        if (heading == null) {
            return "";
        }
        Element first = heading.selectFirst("span");
        return heading.ownText().isBlank() && first != null ? first.text() : heading.ownText();
    }

    /** The cookies it has for a host, by name. */
    public Map<String, String> cookies(String host) {
        return cookies.entrySet().stream()
                .filter(each -> each.getKey().startsWith(host + " "))
                .collect(Collectors.toMap(each -> each.getKey().substring(host.length() + 1), Map.Entry::getValue));
    }

    /** How long the last step took, from the first request to the last answer. */
    public Duration took() {
        return took;
    }

    private Element element(String id) {
        Element element = page.getElementById(id);
        if (element == null) {
            Element problem = page.selectFirst("[data-code]");
            throw new UnexpectedPageException("nothing called " + id + " at " + at.getPath() + ": " + page.title()
                    + (problem == null ? "" : ": " + problem.attr("data-code")));
        }
        return element;
    }

    private void follow(HttpRequest.Builder request, URI uri) {
        long begin = System.nanoTime();
        HttpResponse<String> response = send(request, uri);
        at = uri;
        passed.clear();
        passed.add(at);
        for (int hops = 1; hops < MOST_HOPS; hops++) {
            URI next;
            if (response.statusCode() / 100 == 3) {
                next = at.resolve(response.headers().firstValue("Location").orElseThrow());
            } else {
                page = Jsoup.parse(response.body(), at.toString());
                Element refresh = page.selectFirst("meta[http-equiv=refresh]");
                // A page that looks again after a while is one that waits, and is stayed on.
                if (refresh == null || !refresh.attr("content").startsWith("0;")) {
                    took = Duration.ofNanos(System.nanoTime() - begin);
                    return;
                }
                next = at.resolve(refresh.attr("content").replaceFirst("^0; url=", ""));
            }
            at = next;
            passed.add(at);
            response = send(HttpRequest.newBuilder(next).GET(), next);
        }
        throw new UnexpectedPageException("a circle of redirects at " + at.getPath());
    }

    private HttpResponse<String> send(HttpRequest.Builder request, URI uri) {
        request.timeout(Duration.ofSeconds(60)).header("Accept", "text/html");
        String kept = cookies.entrySet().stream()
                .filter(each -> each.getKey().startsWith(uri.getHost() + " "))
                .map(each -> each.getKey().substring(uri.getHost().length() + 1) + "=" + each.getValue())
                .collect(Collectors.joining("; "));
        if (!kept.isEmpty()) {
            request.header("Cookie", kept);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(set -> keep(uri.getHost(), set));
            return response;
        } catch (IOException e) {
            throw new UnreachableException(uri.getPath() + ": " + e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException(uri.getPath() + ": interrupted", e);
        }
    }

    private void keep(String host, String set) {
        String[] parts = set.split(";", 2);
        String[] pair = parts[0].split("=", 2);
        if (parts.length == 2 && parts[1].contains("Max-Age=0")) {
            cookies.remove(host + " " + pair[0]);
        } else {
            cookies.put(host + " " + pair[0], pair[1]);
        }
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme()) && one.getAuthority().equals(other.getAuthority());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Another page than the story goes by. */
    public static final class UnexpectedPageException extends RuntimeException {
        UnexpectedPageException(String message) {
            super(message);
        }
    }
}
