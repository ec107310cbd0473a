package dev.musubi.relyingparty.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.relyingparty.ClientKey;
import dev.musubi.relyingparty.fixture.TestProvider;
import dev.musubi.relyingparty.fixture.TestTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An application on the starter, a provider, and browsers. */
abstract class StarterTest {

    static final String ORIGIN = "https://bank.example";

    @TempDir
    Path folder;

    TestProvider provider;
    ConfigurableApplicationContext application;
    final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    /** Further settings. */
    List<String> settings() throws IOException, GeneralSecurityException {
        return List.of();
    }

    @BeforeEach
    void begin() throws IOException, GeneralSecurityException {
        provider = new TestProvider(folder)
                .register(ClientKey.in(folder.resolve("bank.jwk")).publicKey());
        List<String> all = new ArrayList<>(usualSettings());
        all.addAll(settings());
        InstantSource clock = () -> Instant.now().plus(offset.get());
        application = new SpringApplicationBuilder(sources())
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("testClock", InstantSource.class, () -> clock))
                .run(all.toArray(new String[0]));
    }

    /** What the application is made of. */
    Class<?>[] sources() {
        return new Class<?>[] {TestApplication.class};
    }

    /** The settings of an application that signs people in. */
    List<String> usualSettings() {
        return List.of(
                "--server.port=0",
                "--musubi.relying-party.issuer=" + provider.issuer(),
                "--musubi.relying-party.client-id=" + TestProvider.CLIENT,
                "--musubi.relying-party.key=" + folder.resolve("bank.jwk"),
                "--musubi.relying-party.origin=" + ORIGIN,
                "--musubi.relying-party.law=JP_AML",
                "--musubi.relying-party.essential=NAME,ADDRESS",
                "--musubi.relying-party.live-anchor=PT15M",
                "--musubi.relying-party.trusted=" + provider.pem(),
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn");
    }

    @AfterEach
    void end() {
        application.close();
        provider.close();
    }

    KeyStore certificate() throws IOException, GeneralSecurityException {
        KeyStore key = TestTls.key();
        try (OutputStream out = Files.newOutputStream(folder.resolve("bank.p12"))) {
            key.store(out, TestTls.PASSWORD);
        }
        return key;
    }

    /** A browser: it keeps its cookies, and follows no redirects by itself. */
    final class Browser {
        private final HttpClient http;

        final Map<String, String> cookies = Collections.synchronizedMap(new LinkedHashMap<>());

        Browser() {
            try (InputStream in = Files.newInputStream(provider.pem())) {
                KeyStore trusted = KeyStore.getInstance("PKCS12");
                trusted.load(null, null);
                trusted.setCertificateEntry(
                        "provider", CertificateFactory.getInstance("X.509").generateCertificate(in));
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(trusted);
                SSLContext tls = SSLContext.getInstance("TLS");
                tls.init(null, trust.getTrustManagers(), null);
                http = HttpClient.newBuilder().sslContext(tls).build();
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(here(path)).header("Accept", "text/html,*/*"));
        }

        HttpResponse<String> post(String path, String form, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(here(path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form));
            return send(headers.length == 0 ? request : request.headers(headers));
        }

        HttpResponse<String> send(HttpRequest.Builder request) {
            String sent;
            synchronized (cookies) {
                sent = cookies.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("; "));
            }
            if (!sent.isEmpty()) {
                request.header("Cookie", sent);
            }
            try {
                HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
                response.headers().allValues("Set-Cookie").forEach(this::take);
                return response;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private void take(String set) {
            assertThat(set).contains("HttpOnly").contains("SameSite=Lax").doesNotContain("Domain=");
            String[] pair = set.split(";", 2)[0].split("=", 2);
            if (pair[0].startsWith("__Host-")) {
                assertThat(set).contains("; Secure").contains("Path=/");
            }
            if (set.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }

        /** The session's name, or null. */
        @Nullable
        String session() {
            return cookies.get("JSESSIONID");
        }

        /** Follows a redirect to the provider, and back to the callback: the path here. */
        String throughProvider(HttpResponse<String> redirect) {
            URI provided = location(redirect);
            assertThat(provided.toString()).startsWith(provider.issuer());
            try {
                URI back = location(http.send(HttpRequest.newBuilder(provided).build(), BodyHandlers.ofString()));
                assertThat(back.toString()).startsWith(ORIGIN + "/musubi/callback?");
                return back.toString().substring(ORIGIN.length());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** A whole sign-in; the last answer. */
        HttpResponse<String> signIn(String query) {
            return get(throughProvider(get("/musubi/sign-in" + query)));
        }
    }

    static URI location(HttpResponse<String> response) {
        return URI.create(response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError(response.statusCode() + " " + response.body())));
    }

    URI here(String path) {
        return URI.create(
                "http://localhost:" + application.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    /** The error the provider answers in the browser from now on. */
    void answerInTheBrowser(String error, String description) {
        provider.answer = parameters -> Map.of(
                "error",
                error,
                "error_description",
                description,
                "state",
                String.valueOf(parameters.get("state")),
                "iss",
                provider.issuer());
    }
}
