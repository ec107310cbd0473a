package dev.musubi.assurance.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the data files: JSON with members in snake_case, lengths of time and dates in ISO 8601. Strict: an
 * unknown member is an error, so that a word misspelt is not a rule less. A missing
 * list or map is an empty one, a missing yes-or-no is no; any other member that has to be there and is not is an error.
 */
public final class DataJson {

    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .changeDefaultPropertyInclusion(each -> each.withValueInclusion(JsonInclude.Include.NON_NULL))
            .withConfigOverride(List.class, each -> each.setNullHandling(EMPTY))
            .withConfigOverride(Set.class, each -> each.setNullHandling(EMPTY))
            .withConfigOverride(Map.class, each -> each.setNullHandling(EMPTY))
            .build();

    private DataJson() {}

    /**
     * Reads a text.
     *
     * @param name the file's name, for the message
     * @throws CatalogueException if it is not what it should be
     */
    public static <T> T read(String name, String text, Class<T> type) {
        try {
            T read = JSON.readValue(text, type);
            if (read == null) {
                throw new CatalogueException(name, "is empty");
            }
            Completeness.check(name, "", read);
            return read;
        } catch (JacksonException e) {
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new CatalogueException(name, e.getOriginalMessage() + line, e);
        }
    }

    /** Writes a text for people: indented, members in the order of the type. */
    public static String write(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }

    /** Writes a text on one line. */
    public static String line(Object value) {
        return JSON.writeValueAsString(value);
    }
}
