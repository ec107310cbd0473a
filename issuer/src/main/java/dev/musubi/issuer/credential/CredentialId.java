package dev.musubi.issuer.credential;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** One credential of a holder. */
public record CredentialId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public CredentialId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static CredentialId random() {
        return new CredentialId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CredentialId of(String text) {
        return new CredentialId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static CredentialId in(ResultSet row, String column) throws SQLException {
        return new CredentialId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
