package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** One way to reach a holder. */
public record ChannelId(UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public ChannelId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static ChannelId random() {
        return new ChannelId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ChannelId of(String text) {
        return new ChannelId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static ChannelId in(ResultSet row, String column) throws SQLException {
        return new ChannelId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
