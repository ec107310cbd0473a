package dev.musubi.issuer.openid.client;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.musubi.issuer.database.DatabaseId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/** An initial access token, by its name towards operators. */
public record InitialAccessTokenId(@JsonValue UUID value) implements DatabaseId {

    /** There is no id without a value. */
    public InitialAccessTokenId {
        Objects.requireNonNull(value);
    }

    /** A new one, at random. */
    public static InitialAccessTokenId random() {
        return new InitialAccessTokenId(UUID.randomUUID());
    }

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static InitialAccessTokenId of(String text) {
        return new InitialAccessTokenId(UUID.fromString(text));
    }

    /** From a column that is never null. */
    public static InitialAccessTokenId in(ResultSet row, String column) throws SQLException {
        return new InitialAccessTokenId(row.getObject(column, UUID.class));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
