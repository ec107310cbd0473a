package dev.musubi.issuer.database;

import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** Whose rows these are: the key by which a person is known inside the issuer, and nowhere outside it. */
public record HolderId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public HolderId {
        Objects.requireNonNull(value);
    }

    /** Before every other, for whoever goes through all of them in order. */
    public static final HolderId FIRST = new HolderId(new UUID(0, 0));

    /** A new one, at random. */
    public static HolderId random() {
        return new HolderId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static HolderId of(String text) {
        return new HolderId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static HolderId in(ResultSet row, String column) throws SQLException {
        return new HolderId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
