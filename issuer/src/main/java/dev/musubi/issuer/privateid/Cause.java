package dev.musubi.issuer.privateid;

import dev.musubi.issuer.message.Message;

/**
 * Why a private ID changed its state. The sentences are for its holder: what is so, and what to do.
 */
public enum Cause {
    /** Enrolled on a signature. */
    ISSUED("民間IDを発行しました。", "Your private ID was issued."),
    /** Issued again on a new signature. */
    REISSUED("新しい電子証明書で、民間IDを再発行しました。", "Your private ID was issued again on your new certificate."),
    /** Issued again on the latest attributes from J-LIS, with consent. */
    REFRESHED(
            "ご同意にもとづき、最新の情報で民間IDを更新しました。手続きは不要です。",
            "With your consent your private ID was updated to your latest particulars. There is nothing you need to do."),
    /** The certificate's contents changed at the register (move, change of name): CRL reason affiliationChanged. */
    ANCHOR_CONTENT_CHANGED(
            "住所や氏名などの変更により、もとの電子証明書が失効しました。新しい電子証明書で再発行してください。",
            "Your certificate ended because your address or name changed. Please re-issue with your new certificate."),
    /** The certificate was renewed: CRL reason superseded. */
    ANCHOR_SUPERSEDED(
            "電子証明書が更新されました。新しい電子証明書で再発行してください。",
            "Your certificate was renewed. Please re-issue with your new certificate."),
    /** The certificate's term ran out. */
    ANCHOR_EXPIRED(
            "電子証明書の有効期間が終わりました。市区町村の窓口で更新し、再発行してください。",
            "Your certificate has expired. Please renew it at your municipal office, then re-issue."),
    /** The certificate was revoked for a reason that says nothing of what changed. */
    ANCHOR_WITHDRAWN(
            "もとの電子証明書が失効しました。新しい電子証明書で再発行してください。",
            "Your certificate was revoked. Please re-issue with a new certificate."),
    /** The key is compromised or in doubt, or the card is lost: CRL reasons keyCompromise, certificateHold. */
    KEY_IN_DOUBT(
            "カードの紛失などの届出により、民間IDを一時停止しています。新しい電子証明書を受け取り、再発行してください。",
            "Your private ID is suspended because your card was reported lost or its key is in doubt. Get a new certificate, then re-issue."),
    /** The certificate is no longer needed, also by death: CRL reason cessationOfOperation. Nobody is nagged. */
    CESSATION("民間IDの利用は終了しました。", "This private ID has ended."),
    /** The holder paused it. */
    PAUSED("ご本人の操作により、民間IDを一時停止しています。", "You paused your private ID."),
    /** The holder ended the pause. */
    RESUMED("民間IDの利用を再開しました。", "You resumed your private ID."),
    /** The holder gave it up. */
    WITHDRAWN("ご本人の申出により、民間IDの利用を終了しました。", "You ended your private ID."),
    /** The private ID's own term ran out. */
    ID_EXPIRED("民間IDの有効期間が終わりました。もう一度お申し込みください。", "Your private ID has expired. Please apply again.");

    private final Message message;

    Cause(String japanese, String english) {
        this.message = new Message(japanese, english);
    }

    /** What its holder reads. */
    public Message message() {
        return message;
    }
}
