package dev.musubi.app.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.musubi.app.client.HolderApp;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.process.Platform;
import dev.musubi.app.process.Site;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The one address at which a demonstration begins: a page with the doors to all that runs, and what to try there. Plain HTTP on this
 * machine alone, so that the first page of all comes without a browser's warning.
 */
public final class Landing implements AutoCloseable {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final List<Locale> SPOKEN = List.of(Locale.JAPANESE, Locale.ENGLISH);

    private final HttpServer server;
    private final Map<String, Page> pages;

    /** What is served at a path. */
    private record Page(String type, byte[] body) {}

    private Landing(HttpServer server, Map<String, Page> pages) {
        this.server = server;
        this.pages = pages;
    }

    /**
     * Opens it.
     *
     * @param somebody a resident nobody has played yet, to begin with; empty if there is none
     */
    public static Landing open(Platform platform, Sandbox sandbox, Optional<HolderApp> somebody) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("phone", platform.holdersUri() + "/");
        values.put("bank", platform.siteUri(Site.BANK) + "/");
        values.put("telco", platform.siteUri(Site.TELCO) + "/");
        values.put("city", platform.siteUri(Site.CITY) + "/");
        values.put("hall", platform.sandboxUri() + "/");
        values.put("pin", Sandbox.PIN);
        values.put("digits", Sandbox.AUTHENTICATION_PIN);
        values.put("parties", platform.relyingPartiesUri().toString());
        values.put("key", platform.data().resolve("bank/client.p12").toString());
        values.put("operators", platform.operatorsUri().toString());
        values.put("token", platform.operatorToken().toString());
        values.put("data", platform.data().toString());
        Optional<String> who =
                somebody.map(each -> sandbox.resident(each.residentId())
                                .body()
                                .path("name")
                                .path("value")
                                .asString() + "（" + each.residentId() + "）");
        return open(platform.ports().landing(), values, who);
    }

    static Landing open(int port, Map<String, String> values, Optional<String> who) throws IOException {
        Page japanese = page("ja", values, line("はじめての住民の例", who));
        Page english = page("en", values, line("A resident to begin with", who));
        Map<String, Page> pages = Map.of(
                "/ja",
                japanese,
                "/en",
                english,
                "/style.css",
                new Page("text/css; charset=utf-8", read("landing.css")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Landing landing = new Landing(server, pages);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", landing::answer);
        server.start();
        return landing;
    }

    private static String line(String what, Optional<String> who) {
        return who.map(each -> "<div><dt>" + what + "</dt><dd lang=\"ja\">" + escaped(each) + "</dd></div>\n")
                .orElse("");
    }

    private static Page page(String language, Map<String, String> values, String somebody) throws IOException {
        String html = new String(read("landing." + language + ".html"), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> each : values.entrySet()) {
            html = html.replace("{{" + each.getKey() + "}}", escaped(each.getValue()));
        }
        return new Page(
                "text/html; charset=utf-8",
                html.replace("{{somebody}}", somebody).getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = Landing.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("not built: " + name);
            }
            return in.readAllBytes();
        }
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cache-Control", "no-store");
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/")) {
                path = "/" + language(exchange.getRequestHeaders().getFirst("Accept-Language"));
            }
            Page page = pages.get(path);
            boolean reads = List.of("GET", "HEAD").contains(exchange.getRequestMethod());
            if (!reads) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            if (page == null) {
                // Whoever mistyped it finds the page there is.
                headers.set("Location", "/");
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            headers.set("Content-Type", page.type());
            headers.set("Vary", "Accept-Language");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : page.body().length);
            if (!head) {
                exchange.getResponseBody().write(page.body());
            }
        }
    }

    /** The first that the browser would have and the page speaks; else Japanese. */
    private static String language(@Nullable String accepted) {
        if (accepted == null) {
            return "ja";
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(accepted), SPOKEN);
            return found == null ? "ja" : found.getLanguage();
        } catch (IllegalArgumentException notALanguage) {
            return "ja";
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
