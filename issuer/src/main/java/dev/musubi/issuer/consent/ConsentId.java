package dev.musubi.issuer.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A consent of a holder. */
public record ConsentId(@JsonValue UUID value) implements DatabaseId {

    /** A new one, at random. */
    public static ConsentId random() {
        return new ConsentId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ConsentId of(String text) {
        return new ConsentId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static ConsentId in(ResultSet row, String column) throws SQLException {
        return new ConsentId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
