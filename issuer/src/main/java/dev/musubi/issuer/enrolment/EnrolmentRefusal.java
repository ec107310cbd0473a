package dev.musubi.issuer.enrolment;

import dev.musubi.issuer.message.Message;

/**
 * Why no private ID was issued. Codes are stable; the sentences are for the person who applied: what is so, and what to
 * do. Where trying again can help, the same application stays good until its time is over.
 */
public enum EnrolmentRefusal {
    /** No such application. */
    APPLICATION_UNKNOWN(
            "application_unknown",
            404,
            false,
            "もう一度はじめからお申し込みください。",
            "There is no such application. Please start again."),
    /** Another key sends it than the one that asked for it. */
    REQUESTER_DIFFERS(
            "requester_differs",
            403,
            false,
            "申込みを始めたアプリと違うアプリから送られました。ご自身のアプリからやり直してください。",
            "This was asked for by another key than the one that sends it now. Start again in your own app."),
    /** Its ten minutes are over. */
    APPLICATION_EXPIRED(
            "application_expired",
            410,
            false,
            "申請の有効時間が過ぎました。もう一度はじめからお申し込みください。",
            "The application's time is over. Please start again."),
    /** It was used before. */
    APPLICATION_USED(
            "application_used",
            409,
            false,
            "この申請はすでに使われています。もう一度はじめからお申し込みください。",
            "The application was used before. Please start again."),
    /** It is being checked at this moment; what comes of that the other call is told. */
    APPLICATION_IN_PROGRESS(
            "application_in_progress",
            409,
            true,
            "この申請はいま確認中です。しばらくお待ちください。",
            "The application is being checked right now. Please wait a moment."),
    /** It was sent too often without success. */
    APPLICATION_TRIED_TOO_OFTEN(
            "application_tried_too_often",
            409,
            false,
            "この申請は何度も送られたため使えなくなりました。もう一度はじめからお申し込みください。",
            "The application was sent too often and cannot be used any more. Please start again."),
    /** What was signed is not what was offered. */
    APPLICATION_ALTERED(
            "application_altered",
            422,
            false,
            "署名された内容が申請と異なります。もう一度はじめからお申し込みください。",
            "What was signed is not the application that was offered. Please start again."),
    /** The signature, its certificate or the path to J-LIS does not hold; the reason goes with it. */
    SIGNATURE_REFUSED("signature_refused", 422, false, "署名を確認できませんでした。", "The signature does not hold."),
    /** The certificate is revoked. */
    CERTIFICATE_REVOKED(
            "certificate_revoked",
            422,
            false,
            "この電子証明書は使えなくなっています（失効しています）。お住まいの市区町村の窓口で、新しい電子証明書を受け取ってください。",
            "This certificate does not work any more: it is revoked. Please get a new one at your municipal office."),
    /** Neither OCSP nor a revocation list could say whether the certificate stands. */
    CERTIFICATE_STATUS_UNKNOWN(
            "certificate_status_unknown",
            503,
            true,
            "電子証明書の有効性をいま確認できません。しばらくしてからもう一度お試しください。",
            "Whether your certificate is valid cannot be checked right now. Please try again later."),
    /** J-LIS could not say which other certificates are of the same person. */
    PERSON_NOT_DETERMINED(
            "person_not_determined",
            503,
            true,
            "ご本人の登録の有無をいま確認できません。しばらくしてからもう一度お試しください。",
            "Whether you already have a private ID cannot be checked right now. Please try again later."),
    /** J-LIS links this certificate with those of several holders here; an operator sees it. */
    PERSON_AMBIGUOUS(
            "person_ambiguous",
            409,
            false,
            "ご本人の登録が複数見つかったため、手続きを進められません。発行事業者の窓口にご連絡ください。",
            "Several registrations were found for you, so this cannot go on. Please contact the issuer's help desk."),
    /** It was begun by one holder and signed by another person. */
    ANOTHER_PERSON(
            "another_person",
            422,
            true,
            "サインインしている方とは別の方のカードで署名されました。ご本人のカードで署名してください。別の方が申し込むときは、先に民間IDのホームからサインアウトしてください。",
            "This was signed with the card of another person than the one who is signed in. Please sign with your own card. If somebody else is to apply, please sign out on the private ID home first."),
    /** A consent was offered and wanted but not sent, or sent and not offered, or not what was offered. */
    CONSENT_ALTERED(
            "consent_altered",
            422,
            false,
            "同意の内容が異なります。もう一度はじめからお申し込みください。",
            "The signed consent is not the one that was offered. Please start again.");

    private final String code;
    private final int status;
    private final boolean again;
    private final Message message;

    EnrolmentRefusal(String code, int status, boolean again, String japanese, String english) {
        this.code = code;
        this.status = status;
        this.again = again;
        this.message = new Message(japanese, english);
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** The HTTP status it becomes. */
    public int status() {
        return status;
    }

    /** True if trying the same again later can help. */
    public boolean again() {
        return again;
    }

    /** True if it ends the application: what J-LIS has decided is not asked again for the same one. */
    boolean isFinal() {
        return this == CERTIFICATE_REVOKED || this == PERSON_AMBIGUOUS;
    }

    /** What the person reads. */
    public Message message() {
        return message;
    }
}
