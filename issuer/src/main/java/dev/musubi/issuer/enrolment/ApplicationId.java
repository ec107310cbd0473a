package dev.musubi.issuer.enrolment;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** An application offered for signature. */
public record ApplicationId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public ApplicationId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static ApplicationId random() {
        return new ApplicationId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ApplicationId of(String text) {
        return new ApplicationId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static ApplicationId in(ResultSet row, String column) throws SQLException {
        return new ApplicationId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
