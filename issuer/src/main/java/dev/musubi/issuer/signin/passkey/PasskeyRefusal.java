package dev.musubi.issuer.signin.passkey;

import dev.musubi.issuer.message.Message;
import java.util.Locale;

/** Why a passkey lets nobody in, or is not taken: one sentence each, for whoever holds the device. */
public enum PasskeyRefusal {
    /** The challenge is older than it may be. */
    LATE("時間がたちすぎました。もう一度お試しください。", "That took too long. Please try again."),
    /** The challenge was answered already. */
    REPEATED("この操作はすでに送られています。画面を読み込み直してください。", "This was sent already. Please load the page again."),
    /** The challenge was given to another browser, or is none of ours. */
    FOREIGN("別の画面の操作が届きました。画面を読み込み直してください。", "This belongs to another page. Please load the page again."),
    /** The answer is not one, or does not verify. */
    INVALID("この端末の応答を確認できませんでした。もう一度お試しください。", "What your device answered could not be verified. Please try again."),
    /** No such passkey, or its holder removed it. */
    UNKNOWN(
            "このパスキーではサインインできません。マイナンバーカードでサインインしてください。",
            "This passkey does not sign in here. Please sign in with your card."),
    /** A re-issue has ended it. */
    ENDED(
            "このパスキーは、民間IDの再発行により使えなくなりました。カードでサインインしてください。",
            "Your private ID was issued again, which ended this passkey. Please sign in with your card."),
    /** It is registered already, for whomever. */
    REGISTERED("この端末のパスキーはすでに登録されています。", "A passkey of this device is registered already."),
    /** The holder has as many as there may be. */
    TOO_MANY(
            "登録できるパスキーは20個までです。民間IDのホームで、使わないものを終了させてください。",
            "You have twenty passkeys, which is the most there can be. End one in your private ID home first."),
    /** The session it was to be registered in has ended meanwhile. */
    SIGNED_OUT("サインアウトされました。もう一度サインインしてください。", "You were signed out meanwhile. Please sign in again.");

    private final Message message;

    PasskeyRefusal(String japanese, String english) {
        this.message = new Message(japanese, english);
    }

    /** Stable; the {@code reason} of a problem. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the holder reads. */
    public Message message() {
        return message;
    }
}
