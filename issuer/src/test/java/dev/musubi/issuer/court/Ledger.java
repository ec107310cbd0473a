package dev.musubi.issuer.court;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything one relying party wrote down, holder by holder: the leaves of every JSON document it got, by their path. Whose
 * line is whose only the judge knows.
 */
final class Ledger {

    private static final int MOST_WORDS = 200;

    /**
     * What is said at each path again and again: it is kept once, so that ten thousand lines fit into memory. What is another
     * each time is soon not looked for any more.
     */
    static final class Words {
        private final Map<String, Map<String, String>> said = new ConcurrentHashMap<>();

        String once(String path, String text) {
            Map<String, String> known = said.computeIfAbsent(path, first -> new ConcurrentHashMap<>());
            String same = known.size() < MOST_WORDS ? known.putIfAbsent(text, text) : known.get(text);
            return same == null ? text : same;
        }
    }

    /** What was written down of one holder: the values at each path. */
    record Line(Map<String, List<String>> values, Words words) {
        Line(Words words) {
            this(new LinkedHashMap<>(), words);
        }

        /** Writes down a document, under a name for where it came from. */
        void write(String name, Object json) {
            switch (json) {
                case Map<?, ?> members ->
                    members.forEach((member, value) -> {
                        if (value != null) {
                            write(name + "." + member, value);
                        }
                    });
                case List<?> several ->
                    several.forEach(each -> {
                        if (each != null) {
                            write(name + "[]", each);
                        }
                    });
                default ->
                    values.computeIfAbsent(words.once("", name), path -> new ArrayList<>(1))
                            .add(words.once(name, json.toString()));
            }
        }

        List<String> at(String path) {
            return values.getOrDefault(path, List.of());
        }
    }

    private final List<Line> lines = new ArrayList<>();

    Ledger(int holders) {
        Words words = new Words();
        for (int i = 0; i < holders; i++) {
            lines.add(new Line(words));
        }
    }

    Line of(int holder) {
        return lines.get(holder);
    }

    int holders() {
        return lines.size();
    }

    /** Every path that stands in some line. */
    Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        lines.forEach(line -> paths.addAll(line.values().keySet()));
        return paths;
    }

    /** A value as a point on a line, where it is a number, a time or a day: in seconds, for times. */
    static OptionalDouble point(String text) {
        if (text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?")) {
            return OptionalDouble.of(Double.parseDouble(text));
        }
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.+")) {
                return seconds(OffsetDateTime.parse(text).toInstant());
            }
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return seconds(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
        } catch (DateTimeParseException none) {
            // Text like any other.
        }
        return OptionalDouble.empty();
    }

    private static OptionalDouble seconds(Instant at) {
        return OptionalDouble.of(at.getEpochSecond() + at.getNano() / 1e9);
    }
}
