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
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.time.MachineClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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

    /** How long a second click, or a form sent again on a bad line, gets the answer of the first. */
    static final Duration AGAIN = Duration.ofSeconds(30);

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

    /** What came of looking a code up. */
    public sealed interface Found {
        /** It signs this holder in. It is used up when the session begins, with that. */
        record Good(SignedIn signedIn) implements Found {}

        /** It began this session, or had it go on, a moment ago, in this very browser: a second click. */
        record Again(HolderId holderId, SessionId sessionId) implements Found {}

        /** It signs nobody in. */
        record Refused(Refusal why) implements Found {}
    }

    /** Why a code signs nobody in, as its holder reads it. */
    public enum Refusal {
        /** No such code, or it is long over. */
        UNKNOWN(
                "code_unknown",
                "このコードは見つかりません。アプリに表示されたコードをもう一度ご確認ください。",
                "There is no such code. Please compare it with the one in your app."),
        /** Its ten minutes are over. */
        EXPIRED(
                "code_expired",
                "このコードの有効期限が切れました。この画面の番号で、アプリでもう一度署名してください。",
                "This code is too old. Please sign once more in your app, with the number on this page."),
        /** It was used. */
        USED(
                "code_used",
                "このコードはすでに使われました。この画面の番号で、アプリでもう一度署名してください。",
                "This code was used already. Please sign once more in your app, with the number on this page."),
        /** Something its holder did has ended it. */
        ENDED(
                "code_ended",
                "このコードは、そのあとの操作により無効になりました。この画面の番号で、アプリでもう一度署名してください。",
                "Something done since has ended this code. Please sign once more in your app, with the number on this page."),
        /** Another browser's number was in what was signed. */
        OTHER_BROWSER(
                "code_of_another_browser",
                "このコードは別のブラウザーのものです。この画面の番号で、アプリでもう一度署名してください。",
                "This code is for another browser. Please sign once more in your app, with the number on this page.");

        private final String code;
        private final Message message;

        Refusal(String code, String japanese, String english) {
            this.code = code;
            this.message = new Message(japanese, english);
        }

        /** Stable. */
        public String code() {
            return code;
        }

        /** What its holder reads. */
        public Message message() {
            return message;
        }
    }

    /** Looks a code up, as it was typed, for the browser it was typed in. */
    public Found find(String typed, BrowserMarks browser) {
        record Kept(HolderId holderId, CredentialId id) {}
        String code = Typed.bare(typed);
        Optional<Kept> kept = code.length() != LENGTH
                ? Optional.empty()
                : jdbc.sql("select holder_id, credential_id from sign_in_code where code_hash = ?")
                        .param(Sha256.of(code))
                        .query((row, n) ->
                                new Kept(HolderId.in(row, "holder_id"), CredentialId.in(row, "credential_id")))
                        .optional();
        if (kept.isEmpty()) {
            return new Found.Refused(Refusal.UNKNOWN);
        }
        HolderId holderId = kept.get().holderId();
        Optional<Credential> known = credentials.find(holderId, kept.get().id());
        if (known.isEmpty()) {
            return new Found.Refused(Refusal.UNKNOWN);
        }
        if (!browser.any(mark -> browsers.isOf(String.valueOf(known.get().key()), mark))) {
            return new Found.Refused(Refusal.OTHER_BROWSER);
        }
        Instant now = machine.instant();
        Credential.Ended ended = known.get().endedBy(now);
        if (ended == null) {
            return new Found.Good(new SignedIn(
                    holderId,
                    Objects.requireNonNull(known.get().method()),
                    Objects.requireNonNull(known.get().authenticatedAt()),
                    known.get().id()));
        }
        return switch (ended.why()) {
            case USED ->
                now.isBefore(ended.at().plus(AGAIN))
                        // Looked up after the code was seen to be used: the session was noted with that, by another
                        // click.
                        ? begun(code)
                                .<Found>map(session -> new Found.Again(holderId, session))
                                .orElseGet(() -> new Found.Refused(Refusal.USED))
                        : new Found.Refused(Refusal.USED);
            case EXPIRED -> new Found.Refused(Refusal.EXPIRED);
            default -> new Found.Refused(Refusal.ENDED);
        };
    }

    private Optional<SessionId> begun(String code) {
        return jdbc.sql("select session_id from sign_in_code where code_hash = ? and session_id is not null")
                .param(Sha256.of(code))
                .query((row, n) -> new SessionId(row.getObject(1, UUID.class)))
                .optional();
    }

    /** Notes which session a code began; for its browser alone, and for a moment. */
    public void began(String typed, SessionId sessionId) {
        jdbc.sql("update sign_in_code set session_id = ? where code_hash = ?")
                .params(sessionId, Sha256.of(Typed.bare(typed)))
                .update();
    }

    @Scheduled(fixedDelayString = "PT5M", initialDelayString = "PT5M")
    void forget() {
        jdbc.sql("delete from sign_in_code where expires_at < ?")
                .param(Sql.time(machine.instant()))
                .update();
    }

    private static byte[] hash(String code) {
        return Sha256.of(Typed.bare(code));
    }
}
