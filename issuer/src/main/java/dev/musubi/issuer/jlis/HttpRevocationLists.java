package dev.musubi.issuer.jlis;

import dev.musubi.issuer.anchor.RevocationListSource;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Fetches revocation lists over HTTP into files, up to 256 MiB each; a longer one is broken off. */
@Component
final class HttpRevocationLists implements RevocationListSource {

    private static final long MOST = 256L * 1024 * 1024;

    private final HttpClient http;
    private final JlisSettings settings;
    private final Path folder;

    HttpRevocationLists(JlisSettings settings, @Value("${musubi.sweep.folder:.musubi/issuer/crl}") Path folder) {
        this.settings = settings;
        this.folder = folder.resolve("incoming");
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Fetched fetch(AuthorityKeyId authority, String prefecture, String municipality, @Nullable String etag) {
        URI uri = URI.create("%s/%s/%s/%s.crl"
                .formatted(settings.crl(), authority.hex(), segment(prefecture), segment(municipality)));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(settings.timeout().multipliedBy(6));
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        try {
            Path file = Files.createTempFile(
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
                    "list",
                    ".part");
            Fetched fetched = download(request.build(), file);
            if (!(fetched instanceof Fetched.Downloaded)) {
                Files.deleteIfExists(file);
            }
            return fetched;
        } catch (IOException e) {
            return new Fetched.Unreachable("disk");
        }
    }

    private Fetched download(HttpRequest request, Path file) {
        try {
            HttpResponse<Path> response = http.send(request, BodyHandlers.limiting(BodyHandlers.ofFile(file), MOST));
            return switch (response.statusCode()) {
                case 200 ->
                    new Fetched.Downloaded(
                            file, response.headers().firstValue("ETag").orElse(null));
                case 304 -> new Fetched.Unchanged();
                default -> new Fetched.Unreachable("http_" + response.statusCode());
            };
        } catch (HttpTimeoutException e) {
            return new Fetched.Unreachable("timeout");
        } catch (IOException e) {
            return new Fetched.Unreachable("unreachable");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fetched.Unreachable("interrupted");
        }
    }

    private static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
