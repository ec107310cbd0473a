package dev.musubi.issuer.notice;

import dev.musubi.issuer.message.Message;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

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
        /** A card was added to sign in with. */
        CARD_ADDED("マイナンバーカードでのサインインが登録されました。", "A card was added to sign in with."),
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
        KEPT("以前のアプリ・ブラウザー・パスキーを引き続き使うことにしました。", "An app, browser or passkey you had before was kept."),
        /** The private ID needs a re-issue. */
        REISSUE_REQUIRED(
                "民間IDの再発行が必要になりました。", "Your private ID needs to be re-issued.", "民間IDを 新（あたら）しくする 必要（ひつよう）があります。"),
        /** A consented refresh issued it again. */
        REFRESHED("民間IDを最新の内容に自動で更新しました。", "Your private ID was updated by itself.", "民間IDが 自動（じどう）で 新（あたら）しくなりました。"),
        /** A relying party waits for a re-issue; which one is not said. */
        REISSUE_DEMANDED(
                "手続き先が、民間IDの再発行を待っています。",
                "A service you use is waiting for you to re-issue your private ID.",
                "手続（てつづ）きの 相手（あいて）が、あなたの民間IDが 新（あたら）しくなるのを 待（ま）っています。"),
        /** The yearly reminder of the consent to automatic updates. */
        CONSENT_REMINDER(
                "住所などの自動更新に同意いただいています。",
                "You have agreed to automatic updates of your particulars.",
                "ひっこしなどの あと、民間IDを 自動（じどう）で 新（あたら）しくすることに なっています。"),
        /** The certificate it stands on ends soon. */
        CERTIFICATE_ENDS(
                "電子証明書の有効期限が近づいています。", "Your certificate will expire soon.", "電子証明書（でんししょうめいしょ）の 期限（きげん）が もうすぐです。"),
        /** The private ID's own term ends soon. */
        ID_ENDS("民間IDの有効期限が近づいています。", "Your private ID will expire soon.", "民間IDの 期限（きげん）が もうすぐです。"),
        /** Notices go to another e-mail address from now on; the one before is told. */
        EMAIL_CHANGED(
                "お知らせを受け取るメールアドレスが変更されました。",
                "The e-mail address for your notices was changed.",
                "お知（し）らせを うけとる メールアドレスが かわりました。"),
        /** Notices come by e-mail no more; the address is told a last time. */
        EMAIL_REMOVED("メールでのお知らせが終了されました。", "Notices by e-mail were ended.", "メールの お知（し）らせが 終（お）わりました。"),
        /** Notices come to a further browser, or by letter, from now on. */
        WAY_ADDED("お知らせの受け取り方が追加されました。", "A way to receive your notices was added.", "お知（し）らせの うけとり方（かた）が ふえました。"),
        /** Notices come to a browser, or by letter, no more; a browser is told a last time. */
        WAY_ENDED(
                "お知らせの受け取り方が1つ終了されました。",
                "A way to receive your notices was ended.",
                "お知（し）らせの うけとり方（かた）が 1つ 終（お）わりました。");

        /** What happens on the holder's own page is seen there; these go out. */
        private static final Set<Kind> SENT = EnumSet.of(
                APP_ADDED,
                PASSKEY_ADDED,
                CARD_ADDED,
                DISCLOSURE_CODE_MADE,
                RESUMED,
                EARLIER_ENDED,
                REISSUE_REQUIRED,
                REFRESHED,
                REISSUE_DEMANDED,
                CONSENT_REMINDER,
                CERTIFICATE_ENDS,
                ID_ENDS,
                EMAIL_CHANGED,
                EMAIL_REMOVED,
                WAY_ADDED,
                WAY_ENDED);

        /** Somebody else may have done it: whoever is warned of that is not left waiting until the morning. */
        private static final Set<Kind> WARNINGS = EnumSet.of(
                APP_ADDED,
                PASSKEY_ADDED,
                CARD_ADDED,
                DISCLOSURE_CODE_MADE,
                RESUMED,
                EARLIER_ENDED,
                EMAIL_CHANGED,
                EMAIL_REMOVED,
                WAY_ADDED,
                WAY_ENDED);

        /** Those for which its holder has to do something, or which whoever asks J-LIS by a consent owes: post is slow and dear. */
        private static final Set<Kind> WORTH_A_LETTER =
                EnumSet.of(REISSUE_REQUIRED, REISSUE_DEMANDED, CONSENT_REMINDER, CERTIFICATE_ENDS, ID_ENDS);

        private final Message message;

        Kind(String japanese, String english) {
            this.message = new Message(japanese, english);
        }

        Kind(String japanese, String english, String easy) {
            this.message = new Message(japanese, english, easy);
        }

        boolean isSent() {
            return SENT.contains(this);
        }

        /** Goes to the address that is none any more, and to no other. */
        boolean isForTheOneLeftAlone() {
            return this == EMAIL_CHANGED || this == EMAIL_REMOVED;
        }

        /** Goes to the way that is none any more too. */
        boolean isForTheOneLeft() {
            return isForTheOneLeftAlone() || this == WAY_ENDED;
        }

        boolean isWorthALetter() {
            return WORTH_A_LETTER.contains(this);
        }

        boolean isWarning() {
            return WARNINGS.contains(this);
        }

        /** What its holder reads. */
        public Message message() {
            return message;
        }
    }
}
