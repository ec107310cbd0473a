package dev.musubi.issuer.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A consent of a holder. */
public record ConsentId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public ConsentId {
        Objects.requireNonNull(value);
    }

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

    /** From a column that may be null. */
    public static @Nullable ConsentId inOrNull(ResultSet row, String column) throws SQLException {
        UUID value = row.getObject(column, UUID.class);
        return value == null ? null : new ConsentId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
