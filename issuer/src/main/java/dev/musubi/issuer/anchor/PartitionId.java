package dev.musubi.issuer.anchor;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** A revocation list that some anchor needs: follows from its authority and its place. */
public record PartitionId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public PartitionId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static PartitionId random() {
        return new PartitionId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static PartitionId of(String text) {
        return new PartitionId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static PartitionId in(ResultSet row, String column) throws SQLException {
        return new PartitionId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
