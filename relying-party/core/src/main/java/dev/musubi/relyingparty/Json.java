package dev.musubi.relyingparty;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONArrayUtils;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Members of JSON objects, each of the type wanted or not there. */
final class Json {

    private Json() {}

    /** Parses an object; empty if the text is none. */
    static Map<String, Object> parse(String text) {
        try {
            return JSONObjectUtils.parse(text);
        } catch (ParseException none) {
            return Map.of();
        }
    }

    /** Parses an array; empty if the text is none. */
    static List<Object> array(String text) {
        try {
            return JSONArrayUtils.parse(text);
        } catch (ParseException none) {
            return List.of();
        }
    }

    static @Nullable String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? text : null;
    }

    static @Nullable Integer integer(Map<?, ?> object, String name) {
        return object.get(name) instanceof Number number ? Integer.valueOf(number.intValue()) : null;
    }

    static @Nullable Instant time(Map<?, ?> object, String name) {
        try {
            String text = text(object, name);
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    static @Nullable LocalDate day(Map<?, ?> object, String name) {
        try {
            String text = text(object, name);
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    static Map<?, ?> object(Map<?, ?> object, String name) {
        return object.get(name) instanceof Map<?, ?> found ? found : Map.of();
    }

    static List<?> list(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> found ? found : List.of();
    }

    /** Whether a text of words with spaces between them, as a scope is one, has this word. */
    static boolean hasWord(Map<String, Object> object, String name, String word) {
        String text = text(object, name);
        return text != null && List.of(text.split(" ")).contains(word);
    }
}
