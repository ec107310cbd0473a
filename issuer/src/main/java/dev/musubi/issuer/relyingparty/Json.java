package dev.musubi.issuer.relyingparty;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as JSON has them. */
final class Json {

    private Json() {}

    static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    static Object of(Object value) {
        return switch (value) {
            case Outward outward -> outward.json();
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            case Enum<?> word -> word.name();
            case Map<?, ?> members -> {
                Map<String, Object> object = new LinkedHashMap<>();
                members.forEach((name, each) -> object.put(String.valueOf(name), of(each)));
                yield object;
            }
            case Iterable<?> several -> {
                List<Object> list = new ArrayList<>();
                several.forEach(each -> list.add(of(each)));
                yield list;
            }
            default -> value.toString();
        };
    }
}
