package dev.musubi.issuer.signing;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** Something a holder has begun to have signed. */
public record SigningOrderId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public SigningOrderId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static SigningOrderId random() {
        return new SigningOrderId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SigningOrderId of(String text) {
        return new SigningOrderId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static SigningOrderId in(ResultSet row, String column) throws SQLException {
        return new SigningOrderId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
