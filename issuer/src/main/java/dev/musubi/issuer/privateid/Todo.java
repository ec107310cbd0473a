package dev.musubi.issuer.privateid;

import dev.musubi.issuer.message.Message;

/** What a holder should do, in one sentence. */
public enum Todo {
    /** Nothing. */
    NOTHING("何もする必要はありません。", "There is nothing you need to do."),
    /** Wait for the refresh. */
    WAIT(
            "新しい電子証明書を受け取ると、自動で更新されます。ほかの手続きは不要です。",
            "Once you have your new certificate this is updated by itself. There is nothing else you need to do."),
    /** Re-issue. */
    REISSUE("新しい電子証明書で署名して、再発行してください。", "Please re-issue by signing with your new certificate."),
    /** Renew the certificate first. */
    RENEW_AND_REISSUE(
            "市区町村の窓口で電子証明書を更新し、そのあと再発行してください。",
            "Please renew your certificate at your municipal office, then re-issue."),
    /** Get a new card first. */
    REPLACE_AND_REISSUE(
            "市区町村の窓口で新しいカードと電子証明書を受け取り、そのあと再発行してください。",
            "Please get a new card and certificate at your municipal office, then re-issue."),
    /** Resume. */
    RESUME("利用を再開するには「再開する」を選んでください。", "Choose “resume” to use it again."),
    /** Apply again. */
    APPLY_AGAIN("もう一度お申し込みください。", "Please apply again.");

    private final Message message;

    Todo(String japanese, String english) {
        this.message = new Message(japanese, english);
    }

    /** For this private ID. */
    public static Todo of(PrivateId privateId, boolean refreshWaiting) {
        return switch (privateId.lifeState()) {
            case ACTIVE -> NOTHING;
            case REISSUE_REQUIRED ->
                refreshWaiting ? WAIT : privateId.cause() == Cause.ANCHOR_EXPIRED ? RENEW_AND_REISSUE : REISSUE;
            case PAUSED -> RESUME;
            case KEY_DOUBTED -> REPLACE_AND_REISSUE;
            // After a death nobody is told to do anything.
            case ENDED -> privateId.cause() == Cause.ID_EXPIRED ? APPLY_AGAIN : NOTHING;
        };
    }

    /** What its holder reads. */
    public Message message() {
        return message;
    }
}
