package dev.musubi.issuer.credential;

import dev.musubi.issuer.message.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lets somebody in as a holder. Times are the machine's.
 *
 * @param id its id
 * @param kind what it is
 * @param proofing the proofing it descends from: the number of the generation whose signature it is
 * @param label the device, in a few words its holder knows again
 * @param key what it is bound to: the SHA-256 thumbprint (RFC 7638) of an app's key, or the keyed hash of a card's
 *     subject; null for a passkey, which is a key itself, and for a session, whose cookie names it
 * @param method how its holder authenticated when it was made or last renewed; null for a passkey
 * @param authenticatedAt when that was
 * @param madeAt when it was made
 * @param lastUsedAt when it was last used, to the hour; null if never
 * @param expiresAt when it ends by itself; null for never
 * @param ended when it ended before that, and why; null if it did not
 */
public record Credential(
        CredentialId id,
        Kind kind,
        int proofing,
        String label,
        @Nullable String key,
        @Nullable SignInMethod method,
        @Nullable Instant authenticatedAt,
        Instant madeAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Ended ended) {

    /** What a credential is. */
    public enum Kind {
        /** A holder's app with its token. */
        APP("アプリ", "App"),
        /** A browser in which the holder is signed in. */
        SESSION("ブラウザー", "Browser"),
        /** A passkey. */
        PASSKEY("パスキー", "Passkey"),
        /** The card, as the app's server names its holder to us. */
        CARD("マイナンバーカード", "My Number Card");

        private final Message message;

        Kind(String japanese, String english) {
            this.message = new Message(japanese, english);
        }

        /** What its holder reads. */
        public Message message() {
            return message;
        }
    }

    /** Why a credential ended. */
    public enum Why {
        /** Its holder ended it, alone. */
        HOLDER("ご本人の操作で終了", "You ended it"),
        /** Its holder signed out there, or somebody else signed in. */
        SIGNED_OUT("サインアウト", "Signed out"),
        /** It was good once, and has been used. */
        USED("使用済み", "Used"),
        /** The same app, with the same key, was let in anew; or the same browser, by the signature of a re-issue. */
        REPLACED("新しい登録に置き換え", "Replaced by a newer one"),
        /** The private ID was issued again on a new signature. */
        REISSUED("民間IDの再発行により終了", "Your private ID was issued again"),
        /** The private ID ended. */
        ID_ENDED("民間IDの終了", "Your private ID ended"),
        /** Its own time ran out. */
        EXPIRED("期限切れ", "Expired");

        private final Message message;

        Why(String japanese, String english) {
            this.message = new Message(japanese, english);
        }

        /** What its holder reads. */
        public Message message() {
            return message;
        }
    }

    /**
     * The end of a credential.
     *
     * @param at when
     * @param why why
     * @param proofing the proofing that ended it, where one did
     */
    public record Ended(Instant at, Why why, @Nullable Integer proofing) {}

    /** Whether it still lets its holder in at this moment. */
    public boolean isLive(Instant now) {
        return ended == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** How it ended, by itself or otherwise; null while it is live. */
    public @Nullable Ended endedBy(Instant now) {
        if (ended != null) {
            return ended;
        }
        return expiresAt == null || now.isBefore(expiresAt) ? null : new Ended(expiresAt, Why.EXPIRED, null);
    }
}
