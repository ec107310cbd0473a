package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets the holder's app in after an enrolment: a random token of 256 bits, of which only the hash is kept. It shows the
 * state and takes orders; it is no means of identification towards anybody else.
 */
@Component
public class HolderAccess {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final EnrolmentSettings settings;
    private final InstantSource clock;

    HolderAccess(JdbcClient jdbc, EnrolmentSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** A token and its end. */
    record Granted(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Granted[…]";
        }
    }

    Granted grant(HolderId holderId, Instant now) {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Instant expires = now.plus(settings.accessTerm());
        jdbc.sql("insert into holder_access (token_hash, holder_id, created_at, expires_at) values (?, ?, ?, ?)")
                .params(Sha256.of(token), holderId, Sql.time(now), Sql.time(expires))
                .update();
        return new Granted(token, expires);
    }

    /** Whose token it is, if it is one and still good. */
    public Optional<HolderId> holderOf(String token) {
        return jdbc.sql("select holder_id from holder_access where token_hash = ? and expires_at > ?")
                .params(Sha256.of(token), Sql.time(clock.instant()))
                .query((row, n) -> HolderId.in(row, "holder_id"))
                .optional();
    }

    /** Ends all tokens of a holder. */
    public void revokeAll(HolderId holderId) {
        jdbc.sql("delete from holder_access where holder_id = ?")
                .param(holderId)
                .update();
    }
}
