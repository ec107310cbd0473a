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

/**
 * Everything one relying party wrote down, holder by holder: the leaves of every JSON document it got, by their path. Whose
 * line is whose only the judge knows.
 */
final class Ledger {

    /** What was written down of one holder: the values at each path. */
    record Line(Map<String, List<String>> values) {
        Line() {
            this(new LinkedHashMap<>());
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
                    values.computeIfAbsent(name, path -> new ArrayList<>()).add(json.toString());
            }
        }

        List<String> at(String path) {
            return values.getOrDefault(path, List.of());
        }
    }

    private final List<Line> lines = new ArrayList<>();

    Ledger(int holders) {
        for (int i = 0; i < holders; i++) {
            lines.add(new Line());
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
