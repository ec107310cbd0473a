package dev.musubi.mynaapp;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON from outside: an object of a bounded size, or nothing at all. */
public final class JsonObjects {

    private JsonObjects() {}

    /**
     * Reads one.
     *
     * @throws ParseException if it is longer, or no JSON object; {@code null} is none
     */
    public static Map<String, Object> read(String text, int largest) throws ParseException {
        @Nullable Map<String, Object> object = JSONObjectUtils.parse(text, largest);
        if (object == null) {
            throw new ParseException("null is no object", 0);
        }
        return object;
    }
}
