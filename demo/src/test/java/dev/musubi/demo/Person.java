package dev.musubi.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Somebody at a browser without script: keeps cookies, follows redirects, reads pages. */
final class Person {

    private final HttpClient http;
    private final String origin;
    private String languages = "ja";

    /** The status of the last page. */
    int status;

    /** Where the last page is. */
    URI at = URI.create("about:blank");

    private Document page = Jsoup.parse("");
    private HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);

    Person(Sites sites, Shop shop) {
        this.origin = sites.origin(shop);
        List<Path> trusted = new ArrayList<>(List.of(sites.provider.pem(), sites.pem(shop)));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Path pem : trusted) {
                try (InputStream in = Files.newInputStream(pem)) {
                    store.setCertificateEntry(
                            pem.toString(),
                            CertificateFactory.getInstance("X.509").generateCertificate(in));
                }
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            this.http = HttpClient.newBuilder()
                    .sslContext(tls)
                    .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with a browser that would have these languages. */
    Person preferring(String accepted) {
        languages = accepted;
        return this;
    }

    /** The language the page says it is in. */
    String language() {
        Element root = page.selectFirst("html");
        return root == null ? "" : root.attr("lang");
    }

    Person open(String path) {
        return send(HttpRequest.newBuilder(URI.create(origin + path)).header("Accept", "text/html"));
    }

    /** Sends a form from a page of the site itself. */
    Person post(String path, String... fields) {
        return postFrom("same-origin", path, fields);
    }

    /** Sends a form, with what the browser says of the page it is on. */
    Person postFrom(String from, String path, String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(URI.create(origin + path))
                .header("Accept", "text/html")
                .header("Sec-Fetch-Site", from)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", pairs))));
    }

    /** Pushes a signal, as the issuer does. */
    Person push(String authorization, String token) {
        return send(HttpRequest.newBuilder(URI.create(origin + "/musubi/signals"))
                .header("Content-Type", "application/secevent+jwt")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(token)));
    }

    private Person send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.header("Accept-Language", languages).build(), BodyHandlers.ofString());
            status = response.statusCode();
            at = response.uri();
            headers = response.headers();
            page = Jsoup.parse(response.body());
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    boolean shows(String id) {
        return page.getElementById(id) != null;
    }

    String text(String id) {
        return element(id).text();
    }

    String attribute(String id, String name) {
        return element(id).attr(name);
    }

    private Element element(String id) {
        Element element = page.getElementById(id);
        if (element == null) {
            throw new AssertionError("nothing called " + id + " at " + at + ", " + status + ": " + page.text());
        }
        return element;
    }
}
