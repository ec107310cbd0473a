package dev.musubi.issuer.notice;

import dev.musubi.issuer.message.Message;
import java.time.Instant;

/**
 * Something its holder is told of, since it lets others in, lets data out, or cannot be taken back.
 *
 * @param at when it happened
 * @param kind what
 * @param about which device or whom; may be empty
 */
public record Notice(Instant at, Kind kind, String about) {

    /** What a notice is about. */
    public enum Kind {
        /** An app was let in. */
        APP_ADDED("アプリの利用が登録されました。", "An app was let in."),
        /** A passkey was registered. */
        PASSKEY_ADDED("パスキーが登録されました。", "A passkey was registered."),
        /** A code that tells a relying party attributes was made. */
        DISCLOSURE_CODE_MADE("情報を提供するためのコードが作られました。", "A code to tell somebody your particulars was made."),
        /** A pause was ended. */
        RESUMED("民間IDの利用が再開されました。", "Your private ID was resumed."),
        /** The private ID was given up. */
        WITHDRAWN("民間IDの利用が終了されました。", "Your private ID was given up."),
        /** Everything was erased. */
        ERASED("登録された情報がすべて消去されました。", "Everything about you was erased."),
        /** A re-issue ended credentials. */
        EARLIER_ENDED(
                "再発行により、以前のアプリ・ブラウザー・パスキーが使えなくなりました。",
                "The re-issue ended the apps, browsers and passkeys you had before."),
        /** One of those was kept. */
        KEPT("以前のアプリ・ブラウザー・パスキーを引き続き使うことにしました。", "An app, browser or passkey you had before was kept.");

        private final Message message;

        Kind(String japanese, String english) {
            this.message = new Message(japanese, english);
        }

        /** What its holder reads. */
        public Message message() {
            return message;
        }
    }
}
