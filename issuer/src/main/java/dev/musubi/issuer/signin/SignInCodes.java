package dev.musubi.issuer.signin;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Carries a signature that was made in the app into a browser: the app gets a code with the answer to its signature, and
 * the holder opens or types it in the browser, once, within minutes.
 *
 * <p>The code goes from the one who signed to the browser, never the other way: a picture shown by a stranger's browser
 * can therefore not sign that browser in.
 */
@Component
public class SignInCodes {

    /** Without letters and digits that look alike; 12 of them are 60 bits. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final SignInSettings settings;
    private final MachineClock machine;

    SignInCodes(JdbcClient jdbc, SignInSettings settings, MachineClock machine) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.machine = machine;
    }

    /** A code and its end. */
    public record Code(String code, Instant expiresAt) {
        @Override
        public String toString() {
            return "Code[…]";
        }
    }

    /** Who signed, and how. */
    public record Signed(HolderId holderId, SignInMethod method) {}

    /** A code for whoever has just signed by {@code method}, in the caller's transaction on the holder. */
    public Code issue(HolderId holderId, SignInMethod method) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % 4 == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        Instant expires = machine.instant().plus(settings.codeTerm());
        jdbc.sql("insert into sign_in_code (code_hash, holder_id, method, expires_at) values (?, ?, ?, ?)")
                .params(hash(code.toString()), holderId, method.name(), Sql.time(expires))
                .update();
        return new Code(code.toString(), expires);
    }

    /** Takes a code, once; empty if it is none, was used, or is too old. */
    public Optional<Signed> redeem(String code) {
        if (code.length() > 40) {
            return Optional.empty();
        }
        return jdbc.sql("delete from sign_in_code where code_hash = ? and expires_at > ? returning holder_id, method")
                .params(hash(code), Sql.time(machine.instant()))
                .query((row, n) ->
                        new Signed(HolderId.in(row, "holder_id"), SignInMethod.valueOf(row.getString("method"))))
                .optional();
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT5M")
    void forget() {
        jdbc.sql("delete from sign_in_code where expires_at < ?")
                .param(Sql.time(machine.instant()))
                .update();
    }

    private static byte[] hash(String code) {
        String bare = code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return Sha256.of(bare);
    }
}
