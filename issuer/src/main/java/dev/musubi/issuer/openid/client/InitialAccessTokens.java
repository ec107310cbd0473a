package dev.musubi.issuer.openid.client;

import dev.musubi.issuer.database.DatabaseId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Initial access tokens (OpenID Connect Dynamic Client Registration 1.0 section 3, RFC 7591 section 3): whoever has one may
 * register a client of one profile, once, until it ends or is taken back. Of a token only the hash is kept.
 */
@Component
public class InitialAccessTokens {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LISTED_FOR = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final MachineClock machine;

    InitialAccessTokens(JdbcClient jdbc, MachineClock machine) {
        this.jdbc = jdbc;
        this.machine = machine;
    }

    /**
     * A new token, told this once.
     *
     * @param id its name towards operators
     */
    public record Made(InitialAccessTokenId id, String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Made[" + id + "]";
        }
    }

    /** What a token allows. */
    public record Allowed(ClientProfile profile, boolean pkceOptional) {}

    /**
     * A token as operators see it.
     *
     * @param usesLeft how many registrations it still allows
     * @param lastClient the client that was last registered with it
     */
    public record Listed(
            InitialAccessTokenId id,
            ClientProfile profile,
            boolean pkceOptional,
            @Nullable String note,
            Instant createdAt,
            Instant expiresAt,
            int usesLeft,
            @Nullable Instant lastUsedAt,
            @Nullable String lastClient,
            @Nullable Instant revokedAt) {}

    /**
     * Makes a token.
     *
     * @param note whom it is for, in the operator's words
     * @param uses how many registrations it allows: one, outside a conformance test
     */
    public Made make(ClientProfile profile, boolean pkceOptional, @Nullable String note, Duration term, int uses) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        InitialAccessTokenId id = InitialAccessTokenId.random();
        Instant now = machine.instant();
        jdbc.sql("delete from initial_access_token where expires_at < ?")
                .param(Sql.time(now.minus(LISTED_FOR)))
                .update();
        jdbc.sql("""
                        insert into initial_access_token (token_hash, token_id, profile, pkce_optional, note, created_at,
                                                          expires_at, uses_left)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Sql.values(
                        Sha256.of(token),
                        id,
                        profile.name(),
                        pkceOptional,
                        note,
                        Sql.time(now),
                        Sql.time(now.plus(term)),
                        uses))
                .update();
        return new Made(id, token, now.plus(term));
    }

    /** What a token turns out to be. */
    sealed interface Found {
        /** It allows something now. */
        record Good(Allowed allowed) implements Found {}

        /** It allows nothing. */
        record NotGood(TokenRefusal why) implements Found {}
    }

    /** What a token allows now, or why nothing. */
    Found find(String token) {
        if (token.isEmpty()) {
            return new Found.NotGood(TokenRefusal.INITIAL_TOKEN_MISSING);
        }
        Optional<Listed> found = jdbc.sql("select * from initial_access_token where token_hash = ?")
                .param(Sha256.of(token))
                .query(InitialAccessTokens::listed)
                .optional();
        if (found.isEmpty()) {
            return new Found.NotGood(TokenRefusal.INITIAL_TOKEN_UNKNOWN);
        }
        Listed listed = found.get();
        if (listed.revokedAt() != null) {
            return new Found.NotGood(TokenRefusal.INITIAL_TOKEN_TAKEN_BACK);
        }
        if (listed.usesLeft() <= 0) {
            return new Found.NotGood(TokenRefusal.INITIAL_TOKEN_USED);
        }
        return machine.instant().isBefore(listed.expiresAt())
                ? new Found.Good(new Allowed(listed.profile(), listed.pkceOptional()))
                : new Found.NotGood(TokenRefusal.INITIAL_TOKEN_EXPIRED);
    }

    /** Uses a token for a client, in the transaction that registers it; false if it is good no longer. */
    boolean use(String token, String clientId) {
        Instant now = machine.instant();
        return jdbc.sql("""
                                update initial_access_token set uses_left = uses_left - 1, last_used_at = ?, last_client = ?
                                where token_hash = ? and uses_left > 0 and revoked_at is null and expires_at > ?""")
                        .params(Sql.time(now), clientId, Sha256.of(token), Sql.time(now))
                        .update()
                == 1;
    }

    /** Takes a token back; false if there is none of this id that could be. */
    public boolean revoke(String id) {
        return DatabaseId.sent(id, InitialAccessTokenId::of)
                .map(each ->
                        jdbc.sql("""
                                        update initial_access_token set revoked_at = ?
                                        where token_id = ? and revoked_at is null""").params(Sql.time(machine.instant()), each).update() == 1)
                .orElse(false);
    }

    /** All of them, the newest first; those long over are forgotten. */
    public List<Listed> all() {
        return jdbc.sql("select * from initial_access_token order by created_at desc limit 500")
                .query(InitialAccessTokens::listed)
                .list();
    }

    private static Listed listed(ResultSet row, int n) throws SQLException {
        return new Listed(
                InitialAccessTokenId.in(row, "token_id"),
                ClientProfile.valueOf(row.getString("profile")),
                row.getBoolean("pkce_optional"),
                row.getString("note"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expires_at"),
                row.getInt("uses_left"),
                Sql.instantOrNull(row, "last_used_at"),
                row.getString("last_client"),
                Sql.instantOrNull(row, "revoked_at"));
    }
}
