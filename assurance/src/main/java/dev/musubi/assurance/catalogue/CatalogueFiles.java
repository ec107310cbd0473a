package dev.musubi.assurance.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the files of a catalogue. */
final class CatalogueFiles {

    static final String INDEX = "index.txt";
    static final String VOCABULARY = "vocabulary.json";
    static final String SAMPLES = "samples.json";

    private CatalogueFiles() {}

    static Catalogue standard() {
        SortedMap<String, String> files = new TreeMap<>();
        for (String name : resource(INDEX).lines().toList()) {
            if (!name.isBlank()) {
                files.put(name, resource(name));
            }
        }
        return read(files);
    }

    static Catalogue read(SortedMap<String, String> files) {
        Vocabulary vocabulary = one(files, VOCABULARY, Vocabulary.class);
        Catalogue catalogue = new Catalogue(
                files,
                digest(files),
                vocabulary,
                all(files, "frameworks/", Framework.class, Framework::id),
                all(files, "laws/", Law.class, Law::id),
                all(files, "means/", MeansKind.class, MeansKind::id),
                all(files, "procedures/", Procedure.class, Procedure::id),
                samples(files));
        new CatalogueCheck(catalogue).check();
        return catalogue;
    }

    private static List<Sample> samples(SortedMap<String, String> files) {
        return files.containsKey(SAMPLES) ? List.of(one(files, SAMPLES, Sample[].class)) : List.of();
    }

    private static <T> Map<String, T> all(
            SortedMap<String, String> files, String folder, Class<T> type, Function<T, String> id) {
        Map<String, T> all = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(files.tailMap(folder).keySet());
        for (String name : names) {
            if (name.startsWith(folder)) {
                T read = one(files, name, type);
                if (!name.equals(folder + id.apply(read) + ".json")) {
                    throw new CatalogueException(name, "a file bears the name of its id, " + id.apply(read));
                }
                all.put(id.apply(read), read);
            }
        }
        return all;
    }

    private static <T> T one(SortedMap<String, String> files, String name, Class<T> type) {
        String text = files.get(name);
        if (text == null) {
            throw new CatalogueException(name, "is missing");
        }
        return DataJson.read(name, text, type);
    }

    private static String digest(SortedMap<String, String> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, text) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Catalogue.class.getResourceAsStream("/dev/musubi/assurance/" + name)) {
            if (in == null) {
                throw new CatalogueException(name, "is listed in " + INDEX + " and is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
