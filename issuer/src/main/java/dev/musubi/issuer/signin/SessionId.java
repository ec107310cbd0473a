package dev.musubi.issuer.signin;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** A browser in which a holder is signed in. */
public record SessionId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public SessionId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static SessionId random() {
        return new SessionId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SessionId of(String text) {
        return new SessionId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static SessionId in(ResultSet row, String column) throws SQLException {
        return new SessionId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
