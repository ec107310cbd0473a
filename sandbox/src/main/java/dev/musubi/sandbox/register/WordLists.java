package dev.musubi.sandbox.register;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words names and addresses are made of. */
final class WordLists {

    private final Map<String, List<String>> lists = new HashMap<>();

    private WordLists() {}

    static WordLists load() {
        WordLists words = new WordLists();
        try (InputStream in = WordLists.class.getResourceAsStream("names.txt")) {
            if (in == null) {
                throw new IllegalStateException("the list of names is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        List<String> fields = List.of(line.split(" ", -1));
                        words.lists.put(fields.getFirst(), fields.subList(1, fields.size()));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    List<String> list(String key) {
        List<String> list = lists.get(key);
        if (list == null) {
            throw new IllegalStateException("there is no list of words named " + key);
        }
        return list;
    }
}
