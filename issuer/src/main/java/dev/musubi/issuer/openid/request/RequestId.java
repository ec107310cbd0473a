package dev.musubi.issuer.openid.request;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** An authorization request that was pushed, or waits for its holder. */
public record RequestId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public RequestId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static RequestId random() {
        return new RequestId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static RequestId of(String text) {
        return new RequestId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static RequestId in(ResultSet row, String column) throws SQLException {
        return new RequestId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
