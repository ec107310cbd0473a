package dev.musubi.issuer.signin.jpki;

import dev.musubi.issuer.message.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of an answer to a challenge. */
public sealed interface SignInOutcome {

    /**
     * It holds.
     *
     * @param authenticatedAt when the holder authenticated for the app that answered
     */
    record Signed(Instant authenticatedAt) implements SignInOutcome {}

    /**
     * It does not; nothing was changed.
     *
     * @param why the stable code
     * @param reason a finer one, where there is one
     */
    record Refused(Why why, @Nullable String reason) implements SignInOutcome {}

    /** Why an answer is not taken. */
    enum Why {
        /** No challenge of ours, used, or too old. */
        CHALLENGE_UNKNOWN(
                404,
                "challenge_unknown",
                "This challenge is not one of ours, was used, or is too old. Please start again.",
                "この確認は期限切れか、すでに使われています。もう一度お試しください。"),
        /** Another key answers than the one that asked. */
        REQUESTER_DIFFERS(
                403,
                "requester_differs",
                "This was asked for by another key than the one that sends it now. Start again in your own app.",
                "申込みを始めたアプリと違うアプリから送られました。ご自身のアプリからやり直してください。"),
        /** The app is another holder's. */
        SOMEBODY_ELSE(
                422, "somebody_else", "This card is another person's than the app's.", "このアプリの利用者と、カードの名義人が違います。"),
        /** The signature, the certificate or its path does not hold. */
        SIGNATURE_REFUSED(422, "signature_refused", "The signature cannot be accepted.", "署名を確認できませんでした。"),
        /** Revoked. */
        CERTIFICATE_REVOKED(
                422,
                "certificate_revoked",
                "This certificate is no longer in force.",
                "この電子証明書は失効しています。市区町村の窓口で新しい電子証明書を受け取ってください。"),
        /** Whether it is revoked cannot be known right now. */
        CERTIFICATE_STATUS_UNKNOWN(
                503,
                "certificate_status_unknown",
                "The certificate's status cannot be confirmed right now. Please try again later.",
                "電子証明書の状態をいま確認できません。しばらくしてからもう一度お試しください。"),
        /** Whose it is cannot be known right now. */
        PERSON_NOT_DETERMINED(
                503,
                "person_not_determined",
                "Whose certificate this is cannot be confirmed right now. Please try again later.",
                "電子証明書の確認がいまできません。しばらくしてからもう一度お試しください。"),
        /** J-LIS links this certificate with those of several holders here; an operator sees it. */
        PERSON_AMBIGUOUS(
                409,
                "person_ambiguous",
                "Several registrations were found for you. Please contact the issuer's help desk.",
                "ご本人の登録が複数見つかったため、手続きを進められません。発行事業者の窓口にご連絡ください。"),
        /** The person has no private ID here. */
        NO_PRIVATE_ID(
                404,
                "no_private_id",
                "You have no private ID here yet. Please apply for one with your signature certificate.",
                "民間IDがまだありません。署名用電子証明書でお申し込みください。");

        private final int status;
        private final String code;
        private final Message message;

        Why(int status, String code, String english, String japanese) {
            this.status = status;
            this.code = code;
            this.message = new Message(japanese, english);
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The stable code. */
        public String code() {
            return code;
        }

        /** What its holder reads. */
        public Message message() {
            return message;
        }
    }
}
