package dev.musubi.app.assurance;

import dev.musubi.assurance.catalogue.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with files that are added to the catalogue, or take the place of those of the same name. */
final class DataFolder {

    private DataFolder() {}

    static Catalogue over(Catalogue standard, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Options.WrongException("there is no folder " + folder);
        }
        try (Stream<Path> paths = Files.walk(folder, 2)) {
            List<Path> files =
                    paths.filter(each -> each.toString().endsWith(".json")).toList();
            Map<String, String> added = new HashMap<>();
            for (Path file : files) {
                added.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
            return standard.with(added);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new Options.WrongException(file + " cannot be read");
        }
    }

    static void write(Path file, String text) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Options.WrongException(file + " cannot be written");
        }
    }
}
