package dev.musubi.issuer.database;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as it is stored, hashed and signed. Frozen: it has a mapper of its own, so that no setting of the web's can change a
 * hash or make an old row unreadable. Its golden files are in {@code src/test/resources/stored}.
 *
 * <p>A format that changes gets a member {@code v} with its version; without one it is version 1. Members a reader does not
 * know are passed over, so that two releases can run side by side; a version it does not know is an error.
 */
public final class StoredJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
            .configure(SerializationFeature.INDENT_OUTPUT, false)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, false)
            .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, false)
            .configure(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, false)
            .build();

    private StoredJson() {}

    /** In UTF-8. */
    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** As text. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * What was written, member by member.
     *
     * @param known the highest version the reader knows
     * @throws StoredFormatException if it is no JSON, or of a later version
     */
    public static JsonNode tree(byte[] stored, int known) {
        return checked(stored, known);
    }

    /** The same from text. */
    public static JsonNode tree(String stored, int known) {
        return checked(stored.getBytes(StandardCharsets.UTF_8), known);
    }

    /** What was written, as the type it was written from. */
    public static <T> T read(byte[] stored, Class<T> type, int known) {
        JsonNode tree = checked(stored, known);
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new StoredFormatException("not of the type it should be");
        }
    }

    /** The same for a type with parameters. */
    public static <T> T read(byte[] stored, TypeReference<T> type, int known) {
        JsonNode tree = checked(stored, known);
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new StoredFormatException("not of the type it should be");
        }
    }

    private static JsonNode checked(byte[] stored, int known) {
        try {
            JsonNode tree = MAPPER.readTree(stored);
            if (tree.isMissingNode()) {
                throw new StoredFormatException("nothing there");
            }
            int version = tree.path("v").asInt(1);
            if (version > known) {
                throw new StoredFormatException("version " + version + ", and this release knows " + known);
            }
            return tree;
        } catch (JacksonException e) {
            throw new StoredFormatException("not JSON");
        }
    }

    /** Something stored cannot be read: damaged, or written by a later release. Says nothing of what it holds. */
    public static final class StoredFormatException extends RuntimeException {
        StoredFormatException(String what) {
            super("what is stored cannot be read: " + what);
        }
    }
}
