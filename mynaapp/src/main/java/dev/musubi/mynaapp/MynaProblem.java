package dev.musubi.mynaapp;

import java.util.Locale;

/**
 * Why a signature or a sign-in by the app did not come about. {@link #code()} is stable; sentences are for a person and may be
 * reworded. Whatever an error of the server is that nobody here knows, it is {@link #NOT_DONE}: nothing was done, nothing is
 * lost, it may be tried again.
 */
public enum MynaProblem {
    /** The holder cancelled in the app. */
    CANCELLED(Remedy.TRY_AGAIN, "アプリでキャンセルされました。", "It was cancelled in the app."),
    /** The PIN is locked; only the municipality can help. */
    PIN_LOCKED(
            Remedy.COUNTER,
            "暗証番号がロックされています。お住まいの市区町村の窓口などで、暗証番号を決め直してください。",
            "The PIN is locked. Have it set anew, for example at the counter of your municipality."),
    /** The certificate was revoked: something in the register changed, or the card was lost. */
    CERTIFICATE_REVOKED(
            Remedy.COUNTER,
            "この電子証明書は失効しています（引っ越しや氏名の変更などで使えなくなること）。お住まいの市区町村の窓口で、新しい電子証明書を受け取ってください。",
            "This certificate was revoked, as happens when you move or change your name. Get a new one at the counter of your"
                    + " municipality."),
    /** The certificate has expired. */
    CERTIFICATE_EXPIRED(
            Remedy.COUNTER,
            "この電子証明書は有効期限が切れています。お住まいの市区町村の窓口で更新してください。",
            "This certificate has expired. Have it renewed at the counter of your municipality."),
    /** There is no such certificate on the card. */
    CERTIFICATE_MISSING(
            Remedy.COUNTER,
            "このカードには電子証明書が入っていません。お住まいの市区町村の窓口で申し込めます。",
            "There is no such certificate on this card. You can have one at the counter of your municipality."),
    /** It took too long; it has to be begun anew. */
    TOO_LATE(Remedy.TRY_AGAIN, "時間切れになりました。もう一度お試しください。", "It took too long. Please try again."),
    /** The server could not be reached. */
    SERVER_UNREACHABLE(
            Remedy.TRY_LATER,
            "マイナアプリのサーバーにつながりません。しばらくしてからお試しください。",
            "The app's server cannot be reached. Please try later."),
    /** The server says that it, or J-LIS behind it, cannot at the moment. */
    SERVER_UNAVAILABLE(
            Remedy.TRY_LATER,
            "マイナアプリのサーバーが一時的に利用できません。しばらくしてからお試しください。",
            "The app's server is not available at the moment. Please try later."),
    /** The server refuses this service: its registration, key or request is not what the server wants. */
    SERVICE_REFUSED(
            Remedy.OPERATOR,
            "マイナアプリのサーバーがこのサービスの要求を受け付けませんでした。",
            "The app's server did not accept this service's request."),
    /** Something came that is not of the form agreed, or too large. */
    ANSWER_NOT_UNDERSTOOD(
            Remedy.OPERATOR,
            "マイナアプリのサーバーの応答を読み取れなかったため、受け付けていません。もう一度お試しください。",
            "The answer of the app's server could not be understood, so nothing was accepted. Please try again."),
    /** The browser came back with what was not begun here, or not by this browser. */
    NOT_BEGUN_HERE(
            Remedy.TRY_AGAIN,
            "この画面から始めた手続きではありません。はじめの画面に戻って、もう一度お試しください。",
            "This was not begun here. Go back to where you began and try again."),
    /** The server's ID token is not what it has to be; nobody was identified. */
    TOKEN_NOT_VALID(
            Remedy.OPERATOR,
            "マイナアプリのサーバーの応答を確認できなかったため、受け付けていません。もう一度お試しください。",
            "The answer of the app's server could not be verified, so nothing was accepted. Please try again."),
    /** There is no signature yet. */
    NOT_SIGNED(Remedy.TRY_AGAIN, "まだ署名されていません。", "It has not been signed yet."),
    /** The server knows no such transaction, or what came of it was fetched already. */
    RESULT_GONE(
            Remedy.TRY_AGAIN,
            "署名の結果を受け取れませんでした。もう一度はじめからお試しください。",
            "The result is no longer there. Please begin again."),
    /** An error this version does not know. */
    NOT_DONE(
            Remedy.TRY_AGAIN,
            "手続きは行われませんでした。何も失われていません。もう一度お試しください。",
            "It was not done, and nothing is lost. Please try again.");

    /** What may help. */
    public enum Remedy {
        /** Beginning again. */
        TRY_AGAIN,
        /** Waiting. */
        TRY_LATER,
        /** Only the counter of the municipality. */
        COUNTER,
        /** Only whoever runs the service. */
        OPERATOR
    }

    private final Remedy remedy;
    private final String ja;
    private final String en;

    MynaProblem(Remedy remedy, String ja, String en) {
        this.remedy = remedy;
        this.ja = ja;
        this.en = en;
    }

    /** A stable code. */
    public String code() {
        return "mynaapp_" + name().toLowerCase(Locale.ROOT);
    }

    /** What may help. */
    public Remedy remedy() {
        return remedy;
    }

    /** A sentence for a person, in Japanese. */
    public String sentenceJa() {
        return ja;
    }

    /** A sentence for a person, in English. */
    public String sentence() {
        return en;
    }
}
