package dev.musubi.issuer.vault;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something sealed in the vault. */
public record ItemId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public ItemId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static ItemId random() {
        return new ItemId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ItemId of(String text) {
        return new ItemId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static ItemId in(ResultSet row, String column) throws SQLException {
        return new ItemId(row.getObject(column, UUID.class));
    }

    /** From a column that may be null. */
    public static @Nullable ItemId inOrNull(ResultSet row, String column) throws SQLException {
        UUID value = row.getObject(column, UUID.class);
        return value == null ? null : new ItemId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
