package dev.musubi.issuer.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** One finding, to settle it by. */
public record FindingId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public FindingId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static FindingId random() {
        return new FindingId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static FindingId of(String text) {
        return new FindingId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static FindingId in(ResultSet row, String column) throws SQLException {
        return new FindingId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
