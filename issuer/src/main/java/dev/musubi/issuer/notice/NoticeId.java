package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** One notice to a holder. */
public record NoticeId(UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public NoticeId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static NoticeId random() {
        return new NoticeId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static NoticeId of(String text) {
        return new NoticeId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static NoticeId in(ResultSet row, String column) throws SQLException {
        return new NoticeId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
