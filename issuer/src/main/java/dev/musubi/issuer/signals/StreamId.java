package dev.musubi.issuer.signals;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** A stream of a client's. */
public record StreamId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public StreamId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static StreamId random() {
        return new StreamId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static StreamId of(String text) {
        return new StreamId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static StreamId in(ResultSet row, String column) throws SQLException {
        return new StreamId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
