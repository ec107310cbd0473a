package dev.musubi.issuer.signals.web;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import dev.musubi.issuer.web.StorableText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver sent, as one JSON object. A member that nobody here knows is passed over, as the framework's extensions may
 * have more; one that is of another type than it has to be is a fault, said without quoting it.
 */
final class Json {

    /** What is wrong, in one sentence. */
    static final class Malformed extends RuntimeException {
        Malformed(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private final Map<String, Object> members;

    private Json(Map<String, Object> members) {
        this.members = members;
    }

    /** @throws Malformed if it is no object */
    static Json parse(String body) {
        try {
            return new Json(JSONObjectUtils.parse(body));
        } catch (ParseException noObject) {
            throw new Malformed("The body is not one JSON object.");
        }
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** A text of at most so many characters. */
    Optional<String> text(String name, int longest) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && text.length() <= longest && StorableText.is(text)) {
            return Optional.of(text);
        }
        throw new Malformed(name + " is a text of at most " + longest + " characters.");
    }

    /** The same where it has to be there. */
    String needed(String name, int longest) {
        return text(name, longest)
                .filter(each -> !each.isEmpty())
                .orElseThrow(() -> new Malformed(name + " is missing."));
    }

    Optional<Boolean> flag(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof Boolean) {
            return Optional.ofNullable((Boolean) value);
        }
        throw new Malformed(name + " is true or false.");
    }

    /** A whole number that is not negative. */
    Optional<Integer> count(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number
                && number.doubleValue() == number.longValue()
                && number.longValue() >= 0
                && number.longValue() <= Integer.MAX_VALUE) {
            return Optional.of(number.intValue());
        }
        throw new Malformed(name + " is a whole number.");
    }

    Optional<Json> object(String name) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> object) {
            Map<String, Object> copy = new java.util.LinkedHashMap<>();
            object.forEach((key, each) -> copy.put(String.valueOf(key), each));
            return Optional.of(new Json(copy));
        }
        throw new Malformed(name + " is an object.");
    }

    /** Texts of at most so many characters, and at most so many of them. */
    Optional<List<String>> texts(String name, int most, int longest) {
        Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof List<?> list
                && list.size() <= most
                && list.stream()
                        .allMatch(each ->
                                each instanceof String text && text.length() <= longest && StorableText.is(text))) {
            return Optional.of(list.stream().map(String.class::cast).distinct().toList());
        }
        throw new Malformed(name + " is a list of at most " + most + " texts.");
    }

    /** Whether a member says just this; one that is not there says nothing else. */
    boolean agrees(String name, @Nullable Object is) {
        Object said = members.get(name);
        if (said instanceof Number one && is instanceof Number other) {
            return one.longValue() == other.longValue();
        }
        return said == null || said.equals(is);
    }

    /** Names of the members. */
    java.util.Set<String> names() {
        return members.keySet();
    }
}
