package dev.musubi.issuer.openid.grant;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** What a holder granted a client in one sign-in. */
public record GrantId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public GrantId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static GrantId random() {
        return new GrantId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static GrantId of(String text) {
        return new GrantId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static GrantId in(ResultSet row, String column) throws SQLException {
        return new GrantId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
