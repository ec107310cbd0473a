package dev.musubi.issuer.signin;

import dev.musubi.issuer.credential.Credential;
import dev.musubi.issuer.credential.Credential.Kind;
import dev.musubi.issuer.credential.CredentialId;
import dev.musubi.issuer.credential.Credentials;
import dev.musubi.issuer.credential.NewCredential;
import dev.musubi.issuer.credential.SignInMethod;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.database.Sql;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Carries a signature that was made in the app into a browser: the app gets a code with the answer to its signature, and
 * the holder types it in the browser, once, within minutes.
 *
 * <p>The code goes from the one who signed to the browser, never the other way: a picture shown by a stranger's browser
 * can therefore not sign that browser in. And it works in one browser only, the one whose number was in what was signed:
 * a code that somebody looked up, or was told, signs nobody in elsewhere.
 */
@Component
public class SignInCodes {

    /** Without letters and digits that look alike; 12 of them are 60 bits. */
    static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 12;
    private static final int LONGEST = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Credentials credentials;
    private final BrowserNumbers browsers;
    private final SignInSettings settings;
    private final MachineClock machine;

    SignInCodes(
            JdbcClient jdbc,
            Credentials credentials,
            BrowserNumbers browsers,
            SignInSettings settings,
            MachineClock machine) {
        this.jdbc = jdbc;
        this.credentials = credentials;
        this.browsers = browsers;
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

    /**
     * A code for whoever has just signed by {@code method}, in the caller's transaction on the holder.
     *
     * @param proofing the proofing the signature is, or is of
     * @param browser the number of the browser that it is for
     */
    public Code issue(HolderId holderId, SignInMethod method, int proofing, String browser) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % 4 == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        Instant now = machine.instant();
        Instant expires = now.plus(settings.codeTerm());
        Credential made = credentials.make(
                holderId, new NewCredential(Kind.CODE, proofing, browser, browser, method, now, expires));
        jdbc.sql("insert into sign_in_code (code_hash, holder_id, credential_id, expires_at) values (?, ?, ?, ?)")
                .params(hash(code.toString()), holderId, made.id(), Sql.time(expires))
                .update();
        return new Code(code.toString(), expires);
    }

    /**
     * Whose code it is; empty if it is none, was used or ended, is too old, or is for another browser. It is used up when
     * the session begins, with that.
     *
     * @param browser the browser's own secret
     */
    public Optional<SignedIn> find(String code, String browser) {
        record Found(HolderId holderId, CredentialId id) {}
        if (code.length() > LONGEST) {
            return Optional.empty();
        }
        return jdbc.sql("select holder_id, credential_id from sign_in_code where code_hash = ? and expires_at > ?")
                .params(hash(code), Sql.time(machine.instant()))
                .query((row, n) -> new Found(HolderId.in(row, "holder_id"), CredentialId.in(row, "credential_id")))
                .optional()
                .flatMap(found -> credentials
                        .live(found.holderId(), found.id())
                        .filter(each -> browsers.isOf(String.valueOf(each.key()), browser))
                        .map(each -> new SignedIn(
                                found.holderId(),
                                Objects.requireNonNull(each.method()),
                                Objects.requireNonNull(each.authenticatedAt()),
                                each.id())));
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
