package dev.musubi.issuer.database;

import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** The proof that a piece of work is held. */
public record LeaseId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public LeaseId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static LeaseId random() {
        return new LeaseId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LeaseId of(String text) {
        return new LeaseId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static LeaseId in(ResultSet row, String column) throws SQLException {
        return new LeaseId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
