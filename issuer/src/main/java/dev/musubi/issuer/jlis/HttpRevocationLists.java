package dev.musubi.issuer.jlis;

import dev.musubi.issuer.anchor.RevocationListSource;
import dev.musubi.issuer.outbound.Call;
import dev.musubi.issuer.outbound.Line;
import dev.musubi.issuer.outbound.Outcome;
import dev.musubi.jpki.certificate.AuthorityKeyId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Fetches revocation lists over HTTP into files, up to 256 MiB each; a longer one is broken off. */
@Component
final class HttpRevocationLists implements RevocationListSource {

    private final Line line;
    private final JlisSettings settings;
    private final Path folder;

    HttpRevocationLists(
            JlisSettings settings, JlisLines lines, @Value("${musubi.sweep.folder:.musubi/issuer/crl}") Path folder) {
        this.settings = settings;
        this.line = lines.lists();
        this.folder = folder.resolve("incoming");
    }

    @Override
    public Fetched fetch(AuthorityKeyId authority, String prefecture, String municipality, @Nullable String etag) {
        URI uri = URI.create("%s/%s/%s/%s.crl"
                .formatted(settings.crl(), authority.hex(), segment(prefecture), segment(municipality)));
        Call call = Call.get("lists", uri, etag == null ? Map.of() : Map.of("If-None-Match", etag));
        try {
            Path file = Files.createTempFile(
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
                    "list",
                    ".part");
            Fetched fetched = fetched(line.receive(call, file), file);
            if (!(fetched instanceof Fetched.Downloaded)) {
                Files.deleteIfExists(file);
            }
            return fetched;
        } catch (IOException e) {
            return new Fetched.Unreachable("disk");
        }
    }

    private static Fetched fetched(Outcome outcome, Path file) {
        return switch (outcome) {
            case Outcome.Answered answered
            when answered.status() == 200 ->
                new Fetched.Downloaded(file, answered.header("ETag").orElse(null));
            case Outcome.Answered answered when answered.status() == 304 -> new Fetched.Unchanged();
            case Outcome.Answered answered -> new Fetched.Unreachable("http_" + answered.status());
            case Outcome.Failed failed -> new Fetched.Unreachable(failed.code());
        };
    }

    private static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
