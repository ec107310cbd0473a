package dev.musubi.issuer.privateid;

import dev.musubi.issuer.message.Message;

/** What a holder should do, in one sentence. */
public enum Todo {
    /** Nothing. */
    NOTHING("いまは、何もする必要はありません。", "There is nothing you need to do now.", "今（いま）は、何（なに）もしなくて いいです。"),
    /** Wait for the refresh. */
    WAIT(
            "市区町村の窓口で新しい電子証明書を受け取ると、自動で更新されます。ほかの手続きは不要です。",
            "Once you have your new certificate from your municipal office, this is updated by itself. There is nothing else you need to do.",
            "市役所（しやくしょ）の窓口（まどぐち）で 新（あたら）しい電子証明書（でんししょうめいしょ）をもらうと、自動（じどう）で 新しくなります。"),
    /** Re-issue with the new certificate, which whoever renewed has. */
    REISSUE(
            "新しい電子証明書で署名して、再発行してください。",
            "Please re-issue by signing with your new certificate.",
            "新（あたら）しい電子証明書（でんししょうめいしょ）で サインして、民間IDを 新しくしてください。"),
    /** Fetch the new certificate where one has not been fetched yet, then re-issue. */
    FETCH_AND_REISSUE(
            "市区町村の窓口で新しい電子証明書を受け取り、それで署名して再発行してください。受け取りがお済みの方は、すぐに再発行できます。",
            "Please get your new certificate at your municipal office, then re-issue by signing with it. If you have it already, you can re-issue right away.",
            "市役所（しやくしょ）の窓口（まどぐち）で 新（あたら）しい電子証明書（でんししょうめいしょ）をもらって、民間IDを 新しくしてください。もう もらった人（ひと）は、すぐに できます。"),
    /** Renew the certificate first. */
    RENEW_AND_REISSUE(
            "市区町村の窓口で電子証明書を更新し、そのあと再発行してください。",
            "Please renew your certificate at your municipal office, then re-issue.",
            "市役所（しやくしょ）の窓口（まどぐち）で 電子証明書（でんししょうめいしょ）を 新（あたら）しくして、そのあと 民間IDを 新しくしてください。"),
    /** Get a new card first. */
    REPLACE_AND_REISSUE(
            "市区町村の窓口で新しいカードと電子証明書を受け取り、そのあと再発行してください。",
            "Please get a new card and certificate at your municipal office, then re-issue.",
            "市役所（しやくしょ）の窓口（まどぐち）で 新（あたら）しいカードを もらって、そのあと 民間IDを 新しくしてください。"),
    /** Resume. */
    RESUME(
            "また使うときは、「再開する」を押してください。",
            "Press “Resume” when you want to use it again.",
            "また使（つか）うときは、「もう一度使う」を おしてください。"),
    /** Apply again. */
    APPLY_AGAIN(
            "お使いになるときは、もう一度お申し込みください。", "To use one, please apply again.", "使（つか）いたい人（ひと）は、もう一度（いちど）申（もう）しこんでください。");

    private final Message message;

    Todo(String japanese, String english, String easy) {
        this.message = new Message(japanese, english, easy);
    }

    /** For this private ID. */
    public static Todo of(PrivateId privateId, boolean refreshWaiting) {
        return switch (privateId.lifeState()) {
            case ACTIVE -> NOTHING;
            case REISSUE_REQUIRED -> refreshWaiting ? WAIT : reissue(privateId.cause());
            case PAUSED -> RESUME;
            case KEY_DOUBTED -> REPLACE_AND_REISSUE;
            // After a death nobody is told to do anything.
            case ENDED -> privateId.cause() == Cause.ID_EXPIRED ? APPLY_AGAIN : NOTHING;
        };
    }

    private static Todo reissue(Cause cause) {
        return switch (cause) {
            case ANCHOR_EXPIRED -> RENEW_AND_REISSUE;
            case ANCHOR_SUPERSEDED -> REISSUE;
            default -> FETCH_AND_REISSUE;
        };
    }

    /** What its holder reads. */
    public Message message() {
        return message;
    }
}
