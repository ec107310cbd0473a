package dev.musubi.issuer.disclosure;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** One telling of attributes to a relying party. */
public record DisclosureId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public DisclosureId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static DisclosureId random() {
        return new DisclosureId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DisclosureId of(String text) {
        return new DisclosureId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static DisclosureId in(ResultSet row, String column) throws SQLException {
        return new DisclosureId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
