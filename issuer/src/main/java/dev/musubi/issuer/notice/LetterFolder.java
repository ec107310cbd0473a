package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.StoredJson;
import dev.musubi.issuer.vault.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where letters are laid for whoever prints and posts them. A letter counts once the manifest of its day names it: whatever lies
 * there unnamed is half-written. Names say nothing, and neither do manifests.
 */
final class LetterFolder {

    /** A letter is tried for about two days; beyond that nobody asks whether it was written. */
    private static final int DAYS_BACK = 3;

    private static final String ENVELOPE = "長形3号";

    private final Path folder;

    LetterFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Lays a letter there, unless it was before.
     *
     * @param name the file's name without its ending
     */
    void lay(String name, byte[] pdf, LocalDate today) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        // One lock for all days, also at midnight.
        PrivateFiles.locked(folder.resolve("manifest"), () -> {
            if (!isNamed(name, today)) {
                PrivateFiles.write(folder.resolve(file(name)), pdf);
                append(manifest(today), line(name, today));
            }
            return name;
        });
    }

    private static String file(String name) {
        return name + ".pdf";
    }

    private static String line(String name, LocalDate today) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", file(name));
        members.put("written", today.toString());
        members.put("sheets", 1);
        members.put("envelope", ENVELOPE);
        return StoredJson.text(members);
    }

    private Path manifest(LocalDate day) {
        return folder.resolve("manifest-" + day + ".jsonl");
    }

    private boolean isNamed(String name, LocalDate today) throws IOException {
        for (int back = 0; back <= DAYS_BACK; back++) {
            Path manifest = manifest(today.minusDays(back));
            if (Files.exists(manifest)) {
                // Names are ASCII; a line that a crash cut off within a character must not make the rest unreadable.
                try (Stream<String> lines = Files.lines(manifest, StandardCharsets.ISO_8859_1)) {
                    if (lines.anyMatch(each -> each.contains("\"" + file(name) + "\""))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** On disk when this returns. What a crash left of a line before is closed off first, and names no file. */
    private static void append(Path manifest, String line) throws IOException {
        if (!Files.exists(manifest)) {
            PrivateFiles.write(manifest, new byte[0]);
        }
        try (RandomAccessFile file = new RandomAccessFile(manifest.toFile(), "rw")) {
            long end = file.length();
            if (end > 0) {
                file.seek(end - 1);
                if (file.read() != '\n') {
                    file.write('\n');
                }
            }
            file.seek(file.length());
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            file.getFD().sync();
        }
    }
}
