package dev.musubi.issuer.anchor;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** An anchor in the register. */
public record AnchorId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public AnchorId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static AnchorId random() {
        return new AnchorId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static AnchorId of(String text) {
        return new AnchorId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static AnchorId in(ResultSet row, String column) throws SQLException {
        return new AnchorId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
