package dev.musubi.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A folder with a file for each holder, by a hash of the name the holder has here. Each is written whole or not at all. */
final class SubjectFiles {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;

    SubjectFiles(Path folder) {
        this.folder = folder;
    }

    /** What is kept of a holder. */
    Optional<Map<String, Object>> read(String subject) {
        return read(file(subject));
    }

    /** Reads any such file. */
    static Optional<Map<String, Object>> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(JSON.readValue(Files.readString(file), new TypeReference<>() {}))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is kept of each. */
    List<Map<String, Object>> all() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Path each : files()) {
            read(each).ifPresent(all::add);
        }
        return all;
    }

    /** Of how many something is kept. */
    int count() {
        return files().size();
    }

    private List<Path> files() {
        List<Path> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
                files.forEach(all::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    void write(String subject, Map<String, Object> kept) {
        write(file(subject), kept);
    }

    /** Writes any such file. */
    static void write(Path file, Map<String, Object> kept) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path written = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".new"),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(kept));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String subject) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
