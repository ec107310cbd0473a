package dev.musubi.issuer.privateid;

import dev.musubi.issuer.message.Message;

/**
 * Why a private ID changed its state. The sentences are for its holder: what is so; {@link Todo} says what to do.
 */
public enum Cause {
    /** Enrolled on a signature. */
    ISSUED("民間IDを発行しました。", "Your private ID was issued.", "民間IDが できました。"),
    /** Issued again on a new signature. */
    REISSUED(
            "新しい電子証明書で、民間IDを再発行しました。",
            "Your private ID was re-issued on your new certificate.",
            "新（あたら）しい電子証明書（でんししょうめいしょ）で、民間IDを 新しくしました。"),
    /** Issued again on the latest attributes from J-LIS, with consent. */
    REFRESHED(
            "ご同意にもとづき、民間IDを最新の内容に自動で更新しました。",
            "As you had agreed, your private ID was updated to your latest particulars by itself.",
            "民間IDが、自動（じどう）で 新（あたら）しくなりました。"),
    /** The certificate's contents changed at the register (move, change of name): CRL reason affiliationChanged. */
    ANCHOR_CONTENT_CHANGED(
            "引っ越しや結婚などで住所や氏名が変わったため、これまでの電子証明書が使えなくなりました。",
            "Your certificate stopped working because your address or name changed.",
            "住所（じゅうしょ）や名前（なまえ）が かわったので、前（まえ）の電子証明書（でんししょうめいしょ）が 使（つか）えなくなりました。"),
    /** The certificate was renewed: CRL reason superseded. */
    ANCHOR_SUPERSEDED(
            "電子証明書が更新されたため、これまでの電子証明書が使えなくなりました。",
            "Your certificate was renewed, and the one before stopped working.",
            "電子証明書（でんししょうめいしょ）が 新（あたら）しくなったので、前（まえ）のものは 使（つか）えなくなりました。"),
    /** The certificate's term ran out. */
    ANCHOR_EXPIRED("電子証明書の有効期限が過ぎました。", "Your certificate has expired.", "電子証明書（でんししょうめいしょ）の 期限（きげん）が すぎました。"),
    /** The certificate was revoked for a reason that says nothing of what changed. */
    ANCHOR_WITHDRAWN(
            "これまでの電子証明書が使えなくなりました（失効しました）。",
            "Your certificate stopped working: it was revoked.",
            "前（まえ）の電子証明書（でんししょうめいしょ）が 使（つか）えなくなりました。"),
    /** The key is compromised or in doubt, or the card is lost: CRL reasons keyCompromise, certificateHold. */
    KEY_IN_DOUBT(
            "カードの紛失などの届出があったため、安全のため民間IDを一時停止しています。",
            "Your card was reported lost or unsafe, so your private ID is suspended.",
            "カードを なくしたという 連絡（れんらく）があったので、民間IDを 止（と）めています。"),
    /** The certificate is no longer needed, also by death: CRL reason cessationOfOperation. Nobody is nagged. */
    CESSATION("民間IDの利用は終了しました。", "This private ID has ended.", "民間IDは 終（お）わりました。"),
    /** The holder paused it. */
    PAUSED("ご本人の操作により、民間IDを一時停止しています。", "You paused your private ID.", "あなたが 民間IDを 止（と）めています。"),
    /** The holder ended the pause. */
    RESUMED("民間IDの利用を再開しました。", "You resumed your private ID.", "民間IDを また使（つか）えるようにしました。"),
    /** The holder gave it up. */
    WITHDRAWN("ご本人の申出により、民間IDの利用を終了しました。", "You ended your private ID.", "あなたが 民間IDを 終（お）わりにしました。"),
    /** The private ID's own term ran out. */
    ID_EXPIRED("民間IDの有効期限が過ぎました。", "Your private ID has expired.", "民間IDの 期限（きげん）が すぎました。");

    private final Message message;

    Cause(String japanese, String english, String easy) {
        this.message = new Message(japanese, english, easy);
    }

    /** What its holder reads. */
    public Message message() {
        return message;
    }
}
