package dev.musubi.issuer.status;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lists as files, for a web server or a network of them to serve: {@code 0.jwt}, {@code 0.jwt.gz}, {@code 0.cwt} of list 0,
 * and {@code index.json} of all. A file is whole or it is the one before: it is written aside and renamed.
 */
@Component
final class StatusFolder {

    private final KeptTokens kept;
    private final StatusSettings settings;
    private final Map<Long, Long> written = new ConcurrentHashMap<>();

    StatusFolder(KeptTokens kept, StatusSettings settings) {
        this.kept = kept;
        this.settings = settings;
    }

    /** Writes what is not there yet; how many lists that were. */
    int write() {
        Path folder = settings.folder();
        if (folder == null) {
            return 0;
        }
        List<StatusToken> lists = kept.latest();
        int count = 0;
        try {
            Files.createDirectories(folder);
            for (StatusToken each : lists) {
                if (number(each.list()).orElse(0) < each.number() && !isThere(folder, each)) {
                    write(folder, each);
                    written.put(each.list(), each.number());
                    count++;
                }
            }
            if (count > 0) {
                write(
                        folder.resolve("index.json"),
                        JSONObjectUtils.toJSONString(Map.of(
                                        "status_lists",
                                        lists.stream()
                                                .map(each -> settings.list(each.list())
                                                        .toString())
                                                .toList()))
                                .getBytes(StandardCharsets.UTF_8));
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException("a status list could not be written into musubi.status.folder", e);
        }
    }

    /** Whether another node has written it, or a later one. */
    private boolean isThere(Path folder, StatusToken list) {
        Long there = read(folder.resolve(list.list() + ".jwt"));
        if (there != null) {
            written.put(list.list(), there);
        }
        return there != null && there >= list.number();
    }

    /** The last list there is a file of; empty if there is none. */
    OptionalLong highest() {
        Path folder = settings.folder();
        if (folder == null || !Files.isDirectory(folder)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(each -> each.matches("[0-9]{1,18}\\.jwt"))
                    .mapToLong(each -> Long.parseLong(each.substring(0, each.length() - 4)))
                    .max();
        } catch (IOException e) {
            throw new UncheckedIOException("musubi.status.folder cannot be read", e);
        }
    }

    private void write(Path folder, StatusToken list) throws IOException {
        Optional<byte[]> gzip = kept.content(list, KeptTokens.Form.JWT_GZIP);
        Optional<byte[]> cwt = kept.content(list, KeptTokens.Form.CWT);
        if (gzip.isEmpty() || cwt.isEmpty()) {
            // A later one has taken its place, and is written with the next tick.
            return;
        }
        write(folder.resolve(list.list() + ".jwt.gz"), gzip.get());
        write(folder.resolve(list.list() + ".cwt"), cwt.get());
        // The one that the number is read from comes last.
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.get()))) {
            write(folder.resolve(list.list() + ".jwt"), in.readAllBytes());
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        // Of a name of its own: two nodes may write one folder.
        Path aside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            try (FileChannel channel =
                    FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** The number of the list as it lies there; it has been out, whatever the database says. Empty if there is none. */
    OptionalLong number(long list) {
        Path folder = settings.folder();
        if (folder == null) {
            return OptionalLong.empty();
        }
        Long known = written.get(list);
        if (known == null) {
            known = read(folder.resolve(list + ".jwt"));
            if (known == null) {
                return OptionalLong.empty();
            }
            written.put(list, known);
        }
        return OptionalLong.of(known);
    }

    private static @Nullable Long read(Path file) {
        try {
            if (!Files.exists(file)) {
                return null;
            }
            Map<String, Object> claims =
                    JWSObject.parse(Files.readString(file)).getPayload().toJSONObject();
            return claims == null
                            || !(claims.get("status_list_version") instanceof Map<?, ?> version)
                            || !(version.get("number") instanceof Number number)
                    ? null
                    : Long.valueOf(number.longValue());
        } catch (IOException | ParseException unreadable) {
            // Written anew.
            return null;
        }
    }
}
