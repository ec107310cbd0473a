package dev.musubi.issuer.database;

import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** A piece of work, by its name towards operators. */
public record WorkId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public WorkId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static WorkId random() {
        return new WorkId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static WorkId of(String text) {
        return new WorkId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static WorkId in(ResultSet row, String column) throws SQLException {
        return new WorkId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
