package dev.musubi.issuer.database;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;

/**
 * An id of ours: random, says nothing, and has a type of its own, so that a holder's is never taken for an anchor's. It
 * is bound as a parameter of a statement as it is.
 */
public interface DatabaseId extends SqlTypeValue {

    /** What stands in the column. */
    UUID value();

    /** Its 16 bytes, as they stand in what is sealed. */
    default byte[] bytes() {
        return ByteBuffer.allocate(16)
                .putLong(value().getMostSignificantBits())
                .putLong(value().getLeastSignificantBits())
                .array();
    }

    /** The next 16 bytes of something sealed. */
    static UUID next(ByteBuffer sealed) {
        return new UUID(sealed.getLong(), sealed.getLong());
    }

    /** What somebody outside sent as an id: empty where it is none. */
    static <T> Optional<T> sent(@Nullable String text, Function<String, T> of) {
        try {
            return text == null ? Optional.empty() : Optional.of(of.apply(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    @Override
    default void setTypeValue(PreparedStatement statement, int index, int sqlType, @Nullable String typeName)
            throws SQLException {
        statement.setObject(index, value());
    }
}
