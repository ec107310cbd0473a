package dev.musubi.issuer.assurance;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** A decision of the assurance engine that was kept. */
public record DecisionId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public DecisionId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static DecisionId random() {
        return new DecisionId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DecisionId of(String text) {
        return new DecisionId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static DecisionId in(ResultSet row, String column) throws SQLException {
        return new DecisionId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
