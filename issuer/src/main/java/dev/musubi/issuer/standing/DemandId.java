package dev.musubi.issuer.standing;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** A relying party's demand for a re-issue. */
public record DemandId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public DemandId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static DemandId random() {
        return new DemandId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DemandId of(String text) {
        return new DemandId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static DemandId in(ResultSet row, String column) throws SQLException {
        return new DemandId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
